import { t } from '@grafana/i18n';
import { SceneDataTransformer, VizPanel } from '@grafana/scenes';
import { map } from 'rxjs';

import { namedRadius } from '../../radius/named';
import { forecastPanel, queryRunner } from '../ask/panels';

const QUERY = { measurement: 'radius' };

/** The ten RADIUS series against their forecasts, called as people call them. */
export function radiusPanel(uid: string): VizPanel {
  const panel = forecastPanel(t('overview.radius', 'RADIUS, real against predicted'), uid, QUERY);
  panel.setState({
    $data: new SceneDataTransformer({
      $data: queryRunner(uid, { kind: 'realAndPredicted', ...QUERY }),
      transformations: [() => (source) => source.pipe(map(namedRadius))],
    }),
  });
  return panel;
}
