import { t } from '@grafana/i18n';
import { EmbeddedScene, SceneAppPage, SceneTimeRange } from '@grafana/scenes';

import { timeControls } from '../shared/controls';
import { AccuracyBody } from './AccuracyBody';

/** How far the forecasts can be trusted. */
export function accuracyPage(): SceneAppPage {
  return new SceneAppPage({
    title: t('accuracy.title', 'Forecast quality'),
    subTitle: t('accuracy.subtitle', 'What was forecast against what came: how far each forecast can be trusted'),
    url: '/a/presage-netops-app/accuracy',
    routePath: 'accuracy/*',
    controls: timeControls('5m'),
    $timeRange: new SceneTimeRange({ from: 'now-7d', to: 'now' }),
    getScene: () => new EmbeddedScene({ body: new AccuracyBody({ measurement: '' }) }),
  });
}
