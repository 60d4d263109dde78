import './boot';
import 'uplot/dist/uPlot.min.css';

import { createTheme, DataSourceApi, DataSourcePlugin, PanelPlugin, ThemeContext } from '@grafana/data';
import { GlobalStyles, PortalContainer } from '@grafana/ui';
import i18next from 'i18next';
import React from 'react';
import { createRoot } from 'react-dom/client';
import { initReactI18next } from 'react-i18next';

import { ConfigView, QueryView, VariableView } from './editors';
import { loadPlugin, shareModules } from './load';
import { startMonaco } from './monaco';
import { LANGUAGE, THEME, VIEW } from './page';
import { PanelView } from './PanelView';
import { startRegistries } from './registries';
import { knowDataSource, SETTINGS, startRuntime } from './runtime';

type Source = DataSourcePlugin<DataSourceApi>;

const theme = createTheme({ colors: { mode: THEME } });

async function viewOf(): Promise<React.ReactNode> {
  const plugin = await loadPlugin<Source>('datasource/module.js');
  const source = new plugin.DataSourceClass(SETTINGS);
  knowDataSource(source);
  switch (VIEW) {
    case 'query':
      return <QueryView source={source} editor={plugin.components.QueryEditor as never} />;
    case 'variable':
      return <VariableView source={source} />;
    case 'config':
      return <ConfigView source={source} plugin={plugin} />;
    default:
      return <PanelView source={source} plugin={await loadPlugin<PanelPlugin>(`${VIEW}/module.js`)} theme={theme} />;
  }
}

async function start() {
  document.documentElement.lang = LANGUAGE.slice(0, 2);
  // Grafana's own texts stay English here; but a language counts only with some text.
  await i18next.use(initReactI18next).init({
    resources: { [LANGUAGE]: { grafana: { host: '-' } } },
    lng: LANGUAGE,
    returnEmptyString: false,
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  });
  startRuntime();
  startRegistries();
  startMonaco();
  shareModules();
  const view = await viewOf();
  createRoot(document.getElementById('root')!).render(
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <main style={{ padding: theme.spacing(2), background: theme.colors.background.primary, minHeight: '100vh' }}>
        {view}
      </main>
      <PortalContainer />
    </ThemeContext.Provider>
  );
}

void start();
