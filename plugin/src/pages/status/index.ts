import { t } from '@grafana/i18n';
import { EmbeddedScene, SceneAppPage, SceneReactObject } from '@grafana/scenes';

import { StatusView } from './StatusView';

/** How Presage is doing, and what is configured where. */
export function statusPage(): SceneAppPage {
  return new SceneAppPage({
    title: t('status.title', 'Status & configuration'),
    subTitle: t('status.subtitle', 'How Presage, its store, its log sources and its devices are doing'),
    url: '/a/presage-netops-app/status',
    routePath: 'status/*',
    getScene: () => new EmbeddedScene({ body: new SceneReactObject({ component: StatusView }) }),
  });
}
