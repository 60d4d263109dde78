import 'systemjs/dist/system';
import 'systemjs/dist/extras/amd';
import 'systemjs/dist/extras/named-register';

import * as emotion from '@emotion/css';
import * as data from '@grafana/data';
import * as runtime from '@grafana/runtime';
import * as ui from '@grafana/ui';
import i18next from 'i18next';
import lodash from 'lodash';
import moment from 'moment';
import * as React from 'react';
import * as jsx from 'react/jsx-runtime';
import * as ReactDOM from 'react-dom';
import * as router from 'react-router-dom';
import * as rxjs from 'rxjs';

/** What Grafana shares with plugins, as far as this one asks for it. */
const SHARED: Record<string, object> = {
  '@emotion/css': emotion,
  '@grafana/data': data,
  '@grafana/runtime': runtime,
  '@grafana/ui': ui,
  i18next,
  lodash: { ...lodash, default: lodash, __useDefault: true },
  moment: { default: moment, __useDefault: true },
  react: React,
  'react/jsx-runtime': jsx,
  'react-dom': ReactDOM,
  // Grafana gives this in place of react-router too: it holds the same and more.
  'react-router': router,
  rxjs,
};

/** Makes the shared modules known; the language has to be chosen before, for plugins get i18next as it is then. */
export function shareModules(): void {
  const imports = Object.fromEntries(Object.keys(SHARED).map((name) => [name, `shared:${name}`]));
  System.addImportMap({ imports });
  for (const [name, module] of Object.entries(SHARED)) {
    System.set(`shared:${name}`, module);
  }
}

/** A module of the built plugin; one that awaits something gives a promise in place of its exports, as in Grafana. */
export async function loadPlugin<T>(path: string): Promise<T> {
  const module = await System.import(`/public/plugins/presage-netops-app/${path}`);
  const { plugin } = module.__useDefault ? await module.default : module;
  return plugin;
}
