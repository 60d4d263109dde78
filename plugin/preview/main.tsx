import 'uplot/dist/uPlot.min.css';
import './page.css';

import { initPluginTranslations } from '@grafana/i18n';
import i18next from 'i18next';
import React from 'react';
import { createRoot } from 'react-dom/client';
import { initReactI18next } from 'react-i18next';

import english from '../src/locales/en-US/presage-netops-app.json';
import russian from '../src/locales/ru-RU/presage-netops-app.json';
import pluginJson from '../src/plugin.json';
import { App } from './App';

/** `?lang=`, else the browser's own language, where it is one of ours. */
function startLanguage(): 'en-US' | 'ru-RU' {
  const asked = new URLSearchParams(location.search).get('lang') ?? navigator.language;
  return asked.startsWith('ru') ? 'ru-RU' : 'en-US';
}

async function start() {
  const language = startLanguage();
  document.documentElement.lang = language.slice(0, 2);
  // Grafana does this part before it loads a plugin: the language is chosen and the plugin's texts are there.
  await i18next.use(initReactI18next).init({
    resources: { [language]: { [pluginJson.id]: language === 'ru-RU' ? russian : english } },
    lng: language,
    ns: [pluginJson.id],
    returnEmptyString: false,
    // React does it.
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  });
  await initPluginTranslations(pluginJson.id);
  const root = document.getElementById('root');
  if (root) {
    createRoot(root).render(<App />);
  }
}

start();
