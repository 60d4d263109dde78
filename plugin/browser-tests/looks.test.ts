import { readFileSync } from 'node:fs';

import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { accessibilityProblems, type Asked, launch, open, overflow, quit, textOf } from './browser.ts';

const PAGES: Readonly<Record<string, Asked & { readonly ready: string }>> = {
  'the query editor': { view: 'query', query: { kind: 'realAndPredicted' }, ready: 'input' },
  'the query editor of incidents': { view: 'query', query: { kind: 'incidents' }, ready: 'input' },
  'the variable editor': { view: 'variable', query: { choice: 'tagValues' }, ready: 'input' },
  'the config editor': { view: 'config', ready: 'input' },
  'the forecast panel': {
    ...{ view: 'forecast-panel', ready: '.u-over' },
    query: { kind: 'realAndPredicted', measurement: 'radius', field: 'count_failed' },
  },
  'the incidents panel': { view: 'incidents-panel', query: { kind: 'incidents' }, ready: 'tbody tr' },
};

/** Every English text of the plugin that is a sentence or a phrase, and not the same in Russian. */
const english = phrases('en-US');
const russian = new Set(phrases('ru-RU').map(([, text]) => text));

function phrases(language: string): Array<[key: string, text: string]> {
  const file = new URL(`../src/locales/${language}/presage-netops-app.json`, import.meta.url);
  const walk = (value: unknown, key: string): Array<[string, string]> =>
    typeof value === 'string'
      ? [[key, value]]
      : Object.entries(value as object).flatMap(([name, inner]) => walk(inner, key ? `${key}.${name}` : name));
  return walk(JSON.parse(readFileSync(file, 'utf8')), '').filter(([, text]) => !text.includes('{{'));
}

describe('looks', () => {
  let browser: BrowserContext;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => quit(browser));

  describe.each(Object.entries(PAGES))('%s', (_, { ready, ...asked }) => {
    test.each(['dark', 'light'] as const)('can be used by anybody, at every width, in the %s theme', async (theme) => {
      const { page, problems } = await open(browser, { ...asked, theme });
      await page.locator(ready).first().waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
      for (const width of [400, 800, 1280, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        await expect.poll(() => overflow(page), { message: `at ${width}` }).toBeLessThanOrEqual(0);
      }
      expect(problems).toEqual([]);
      await page.close();
    });

    test('speaks Russian where the user does', async () => {
      const { page, problems } = await open(browser, { ...asked, lang: 'ru-RU' });
      await page.locator(ready).first().waitFor();
      const lines = (await textOf(page)).split('\n').map((line) => line.trim());
      const left = english.filter(([, text]) => !russian.has(text) && lines.includes(text));
      expect(left).toEqual([]);
      expect(lines.filter((line) => /[а-яё]/i.test(line)).length).toBeGreaterThan(2);
      expect(problems).toEqual([]);
      await page.close();
    });
  });
});
