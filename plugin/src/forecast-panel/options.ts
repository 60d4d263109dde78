import { PanelOptionsEditorBuilder } from '@grafana/data';
import { t } from '@grafana/i18n';

import { DEFAULT_OPTIONS, Options } from './types';

/** The options of the panel, as they are edited. */
export function addOptions(builder: PanelOptionsEditorBuilder<Options>): void {
  const layout = [t('forecast-panel.options.category.layout', 'Layout')];
  const forecast = [t('forecast-panel.options.category.forecast', 'Forecast')];
  const marks = [t('forecast-panel.options.category.marks', 'Marks')];
  const toggle = (
    path: keyof typeof DEFAULT_OPTIONS & string,
    name: string,
    category: string[],
    description?: string
  ) => builder.addBooleanSwitch({ path, name, category, description, defaultValue: DEFAULT_OPTIONS[path] as boolean });

  builder.addRadio({
    path: 'layout',
    name: t('forecast-panel.options.layout', 'Several series'),
    category: layout,
    defaultValue: DEFAULT_OPTIONS.layout,
    settings: {
      options: [
        { value: 'auto', label: t('forecast-panel.options.layout-auto', 'Auto') },
        { value: 'grid', label: t('forecast-panel.options.layout-grid', 'A chart each') },
        { value: 'together', label: t('forecast-panel.options.layout-together', 'In one chart') },
      ],
    },
  });
  builder.addRadio({
    path: 'legend',
    name: t('forecast-panel.options.legend', 'Legend'),
    category: layout,
    defaultValue: DEFAULT_OPTIONS.legend,
    settings: {
      options: [
        { value: 'list', label: t('forecast-panel.options.legend-list', 'List') },
        { value: 'table', label: t('forecast-panel.options.legend-table', 'Table') },
        { value: 'hidden', label: t('forecast-panel.options.legend-hidden', 'Hidden') },
      ],
    },
  });
  toggle('includeZero', t('forecast-panel.options.zero', 'Value axis includes zero'), layout);
  toggle(
    'sharedCursor',
    t('forecast-panel.options.cursor', 'Shared cursor'),
    layout,
    t(
      'forecast-panel.options.cursor-hint',
      'Charts of this panel show the same moment, also where the dashboard does not share its cursor'
    )
  );
  toggle('showFuture', t('forecast-panel.options.future', 'Extend the time axis past now'), forecast);
  toggle('showInterval80', t('forecast-panel.options.interval80', 'Show the 80 % interval'), forecast);
  toggle('showInterval95', t('forecast-panel.options.interval95', 'Show the 95 % interval'), forecast);
  toggle('showThresholds', t('forecast-panel.options.thresholds', 'Show thresholds'), marks);
  toggle('showCrossing', t('forecast-panel.options.crossing', 'Show when a threshold is expected to be passed'), marks);
  toggle('showIncidents', t('forecast-panel.options.incidents', 'Show incidents'), marks);
}
