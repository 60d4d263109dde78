import { t } from '@grafana/i18n';
import { EmbeddedScene, SceneAppPage, SceneTimeRange } from '@grafana/scenes';

import { timeControls } from '../shared/controls';
import { ROUTES } from '../shared/routes';
import { OverviewBody } from './OverviewBody';

/** What is broken, what will break, and what to do, at a glance. */
export function overviewPage(): SceneAppPage {
  return new SceneAppPage({
    title: t('overview.title', 'Overview'),
    subTitle: t('overview.subtitle', 'What is broken, what will break next, and what to do now'),
    url: ROUTES.overview,
    routePath: 'overview/*',
    controls: timeControls(),
    $timeRange: new SceneTimeRange({ from: 'now-24h', to: 'now' }),
    getScene: () => new EmbeddedScene({ body: new OverviewBody({}) }),
  });
}
