import { FieldConfigProperty, PanelPlugin, ThresholdsMode } from '@grafana/data';

import { initTranslations } from '../translations';
import { ForecastPanel } from './ForecastPanel';
import { migrateOptions } from './migration';
import { addOptions } from './options';
import { suggestPanel } from './suggestions';
import { Options } from './types';

await initTranslations();

export const plugin = new PanelPlugin<Options>(ForecastPanel)
  .useFieldConfig({
    disableStandardOptions: [FieldConfigProperty.Color, FieldConfigProperty.Mappings],
    standardOptions: {
      // Grafana's own default has a threshold at 80, of whatever unit.
      [FieldConfigProperty.Thresholds]: {
        defaultValue: { mode: ThresholdsMode.Absolute, steps: [{ value: -Infinity, color: 'green' }] },
      },
    },
  })
  .setPanelOptions(addOptions)
  .setMigrationHandler(migrateOptions)
  .setDataSupport({ annotations: true, alertStates: true })
  .setSuggestionsSupplier(suggestPanel);
