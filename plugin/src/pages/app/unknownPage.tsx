import { t } from '@grafana/i18n';
import { EmbeddedScene, SceneAppPage, SceneReactObject } from '@grafana/scenes';
import { LinkButton } from '@grafana/ui';
import React from 'react';

import { ROUTES } from '../shared/routes';

/** What is shown where there is no page. */
export function unknownPage(): SceneAppPage {
  const unknown = new SceneAppPage({
    title: t('pages.unknown.title', 'There is no such page'),
    subTitle: t('pages.unknown.text', 'The link may be of another version of Presage.'),
    url: ROUTES.root,
    routePath: '*',
    getScene: () => new EmbeddedScene({ body: new SceneReactObject({ component: ToOverview }) }),
  });
  unknown.setState({ getFallbackPage: () => unknown });
  return unknown;
}

const ToOverview = () => (
  <LinkButton href={ROUTES.overview} variant="secondary">
    {t('pages.unknown.home', 'To the overview')}
  </LinkButton>
);
