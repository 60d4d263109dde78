import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Asked, launch, open, quit } from './browser.ts';

const KINDS = {
  'Real and predicted': 'realAndPredicted',
  Series: 'series',
  Forecast: 'forecast',
  Incidents: 'incidents',
  Devices: 'devices',
  Topology: 'topology',
};

describe('the data source', () => {
  let browser: BrowserContext;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => quit(browser));

  /** Opens a page; at its end nothing may have gone wrong in it. */
  async function using(asked: Asked, act: (page: Page) => Promise<void>) {
    const { page, problems } = await open(browser, asked);
    await act(page);
    expect(problems).toEqual([]);
    await page.close();
  }
  const json = async (page: Page, id: string) => JSON.parse((await page.getByTestId(id).textContent()) || 'null');
  const stored = (page: Page) => json(page, 'query');
  async function choose(page: Page, label: string, option: string | RegExp) {
    await page.getByRole('combobox', { name: label, exact: true }).click();
    await page.getByRole('option', { name: option }).first().click();
  }
  /** What the data source answers to the query in the editor. */
  async function answered(page: Page): Promise<{ rows: Array<number | string>; errors?: string[] }> {
    await page.getByRole('button', { name: '▶' }).click();
    await expect.poll(() => json(page, 'answer'), { timeout: 20_000 }).not.toBeNull();
    return json(page, 'answer');
  }

  test.each(Object.entries(KINDS))('asks for "%s", chosen in the editor, and is answered', async (name, kind) => {
    await using({ view: 'query', query: { kind: kind === 'series' ? 'devices' : 'series' } }, async (page) => {
      await choose(page, 'Show', name);
      await expect.poll(() => stored(page)).toMatchObject({ kind });
      const { rows, errors } = await answered(page);
      expect(errors).toBeUndefined();
      expect(rows[0]).toBeGreaterThan(0);
    });
  });

  test('finds a field by a part of its name, and an incident kind', async () => {
    await using({ view: 'query', query: { kind: 'series', measurement: 'radius' } }, async (page) => {
      await page.getByRole('combobox', { name: 'Field', exact: true }).click();
      await page.keyboard.type('FAIL');
      await page.getByRole('option', { name: 'count_failed' }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.getByRole('option', { name: 'count_failed' }).click();
      await expect.poll(() => stored(page)).toMatchObject({ field: 'count_failed' });
      await choose(page, 'Show', 'Incidents');
      await choose(page, 'Incident kind', /device-down|not answer/);
      await expect.poll(() => stored(page)).toMatchObject({ kind: 'incidents', incidentKind: 'device-down' });
    });
  });

  test('says in code mode what is wrong with a query, and takes it over once it is right', async () => {
    await using({ view: 'query', query: { kind: 'series' } }, async (page) => {
      await page.getByRole('radio', { name: 'Code' }).click();
      const editor = page.locator('.monaco-editor').first();
      const write = async (text: string) => {
        await editor.click();
        await page.keyboard.press('ControlOrMeta+A');
        await page.keyboard.type(text);
        // The editor has closed the quotes and brackets by itself too.
        await page.keyboard.press('ControlOrMeta+Shift+End');
        await page.keyboard.press('Delete');
        await page.getByTestId('query').click();
      };
      await write('{"kind": "serious"}');
      const problem = page.getByText('kind cannot be "serious"');
      await problem.waitFor();
      expect(await stored(page)).toMatchObject({ kind: 'series' });
      await write('{"kind": "devices"}');
      await expect.poll(() => stored(page)).toMatchObject({ kind: 'devices' });
      expect(await problem.count()).toBe(0);
    });
  });

  test('offers the components of a chosen device as the values of a variable', async () => {
    const asked = { view: 'variable', query: { choice: 'devices' } } as const;
    await using(asked, async (page) => {
      expect((await answered(page)).rows.length).toBeGreaterThan(3);
      await choose(page, 'Offers', 'Components of devices');
      await choose(page, 'Of the device', /core-1|Core router/);
      await expect.poll(() => stored(page)).toMatchObject({ choice: 'components', device: 'core-1' });
      await expect.poll(async () => (await answered(page)).rows.length).toBeGreaterThan(0);
    });
  });

  test('fills variables of the dashboard in, and says what it cannot ask', async () => {
    const query = { kind: 'series', measurement: '$measurement' };
    await using({ view: 'query', query, variables: { measurement: 'radius' } }, async (page) => {
      const { rows, errors } = await answered(page);
      expect(errors).toBeUndefined();
      expect(rows.length).toBeGreaterThan(0);
    });
  });

  test('gives incidents as annotations', async () => {
    await using({ view: 'query', query: { refId: 'Anno', kind: 'incidents', state: 'all' } }, async (page) => {
      const { rows, errors } = await answered(page);
      expect(errors).toBeUndefined();
      expect(rows[0]).toBeGreaterThan(0);
    });
  });

  test('keeps the token secret, and says how Presage is', async () => {
    await using({ view: 'config' }, async (page) => {
      await page.getByLabel('Token').fill('secret');
      expect(await json(page, 'options')).toMatchObject({ secureJsonData: { token: 'secret' }, jsonData: {} });
      await page.getByRole('button', { name: 'Save & test' }).click();
      await expect.poll(() => page.getByTestId('said').textContent()).toMatch(/^success: Presage \d+\.\d+\.\d+/);
    });
  });
});
