import { PanelPlugin } from '@grafana/data';
import { t } from '@grafana/i18n';

import { initTranslations } from '../translations';
import { IncidentsPanel } from './IncidentsPanel';
import { DEFAULT_OPTIONS, Options } from './types';

await initTranslations();

export const plugin = new PanelPlugin<Options>(IncidentsPanel).setPanelOptions((builder) =>
  builder
    .addBooleanSwitch({
      path: 'tree',
      name: t('incidents.options.tree', 'Show causes over their symptoms'),
      defaultValue: DEFAULT_OPTIONS.tree,
    })
    .addNumberInput({
      path: 'pageSize',
      name: t('incidents.options.page-size', 'Incidents on a page'),
      defaultValue: DEFAULT_OPTIONS.pageSize,
      settings: { min: 1, max: 200, integer: true },
    })
);
