import { PanelPlugin } from '@grafana/data';
import { t } from '@grafana/i18n';

import { ForecastPanel } from './ForecastPanel';
import { DEFAULT_OPTIONS, Options } from './types';

export const plugin = new PanelPlugin<Options>(ForecastPanel).useFieldConfig().setPanelOptions((builder) =>
  builder
    .addBooleanSwitch({
      path: 'showInterval80',
      name: t('forecast-panel.options.interval80', 'Show the 80 % interval'),
      defaultValue: DEFAULT_OPTIONS.showInterval80,
    })
    .addBooleanSwitch({
      path: 'showInterval95',
      name: t('forecast-panel.options.interval95', 'Show the 95 % interval'),
      defaultValue: DEFAULT_OPTIONS.showInterval95,
    })
    .addBooleanSwitch({
      path: 'showFuture',
      name: t('forecast-panel.options.future', 'Extend the time axis past now'),
      defaultValue: DEFAULT_OPTIONS.showFuture,
    })
    .addBooleanSwitch({
      path: 'showLegend',
      name: t('forecast-panel.options.legend', 'Show the legend'),
      defaultValue: DEFAULT_OPTIONS.showLegend,
    })
);
