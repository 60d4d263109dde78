import { t } from '@grafana/i18n';
import { SceneCSSGridLayout, SceneObject } from '@grafana/scenes';

import { forecastPanel } from '../ask/panels';
import { Accuracy } from './answers';
import { aheadWord } from './words';

/** A series as it was measured against what was forecast of it 1 and 24 steps before. */
export function accuracyCharts(series: Accuracy['series'], name: string, uid: string): SceneObject {
  const { measurement, field, tags } = series;
  const charts = ([1, 24] as const).map((lead) =>
    forecastPanel(
      t('accuracy.chart', 'Forecast {{ahead}}: {{name}}', {
        ...{ name, ahead: aheadWord({ lead, series }) },
        interpolation: { escapeValue: false },
      }),
      uid,
      { measurement, field, tags, lead: lead === 1 ? '1' : '24' }
    )
  );
  return new SceneCSSGridLayout({
    templateColumns: 'repeat(auto-fit, minmax(min(100%, 480px), 1fr))',
    autoRows: '320px',
    children: charts,
  });
}
