import { SceneApp } from '@grafana/scenes';

import { accuracyPage } from '../accuracy';
import { devicesPage } from '../devices';
import { incidentsPage } from '../incidents';
import { overviewPage } from '../overview';
import { statusPage } from '../status';
import { unknownPage } from './unknownPage';

/** The pages, and what of them is kept in the URL. */
export function presageApp(): SceneApp {
  return new SceneApp({
    pages: [overviewPage(), incidentsPage(), devicesPage(), accuracyPage(), statusPage(), unknownPage()],
    urlSyncOptions: { updateUrlOnInit: true, createBrowserHistorySteps: true },
  });
}
