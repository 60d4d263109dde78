import { t } from '@grafana/i18n';
import { EmbeddedScene, SceneAppPage, SceneTimeRange } from '@grafana/scenes';

import { timeControls } from '../shared/controls';
import { incidentPath, ROUTES } from '../shared/routes';
import { IncidentBody } from './IncidentBody';
import { NO_FILTERS } from './filters';
import { IncidentsBody } from './IncidentsBody';

/** All incidents, and a page of each. */
export function incidentsPage(): SceneAppPage {
  return new SceneAppPage({
    title: t('incident-pages.title', 'Incidents'),
    subTitle: t('incident-pages.subtitle', 'What is broken, what is foreseen, and what operators do about it'),
    url: ROUTES.incidents,
    routePath: 'incidents/*',
    controls: timeControls(),
    $timeRange: new SceneTimeRange({ from: 'now-7d', to: 'now' }),
    getScene: () => new EmbeddedScene({ body: new IncidentsBody({ filters: NO_FILTERS }) }),
    drilldowns: [
      {
        routePath: ':id/*',
        getPage: ({ params }, parent) =>
          new SceneAppPage({
            title: t('incident-pages.one', 'Incident'),
            url: incidentPath(params.id),
            routePath: ':id/*',
            getParentPage: () => parent,
            getScene: () => new EmbeddedScene({ body: new IncidentBody({ incident: params.id }) }),
          }),
      },
    ],
  });
}
