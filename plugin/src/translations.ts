import { initPluginTranslations } from '@grafana/i18n';

import english from './locales/en-US/presage-netops-app.json';
import russian from './locales/ru-RU/presage-netops-app.json';
import app from './plugin.json';

const TEXTS: Record<string, object> = { 'en-US': english, 'ru-RU': russian };

/**
 * Makes the texts of the app known before a module uses them; each nested module does so for itself. Grafana loads
 * texts only beside the plugin they belong to, and serves a nested plugin nothing from outside its folder: so they are
 * part of the module.
 */
export async function initTranslations(): Promise<void> {
  await initPluginTranslations(app.id, [async (language) => ({ ...TEXTS[language] })]);
}
