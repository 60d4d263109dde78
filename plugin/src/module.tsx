import { AppPlugin, AppRootProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import React, { lazy, Suspense } from 'react';

import { initTranslations } from './translations';

await initTranslations();

const App = lazy(() => import('./pages/app/App'));

/** The pages are loaded when one of them is opened: Grafana loads this module at its start. */
const Root = (_props: AppRootProps) => (
  <Suspense fallback={<LoadingPlaceholder text="" />}>
    <App />
  </Suspense>
);

export const plugin = new AppPlugin().setRootPage(Root);
