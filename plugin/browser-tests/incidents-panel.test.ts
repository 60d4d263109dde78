import { readFileSync } from 'node:fs';

import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Asked, launch, open, quit } from './browser.ts';

const asked = { view: 'incidents-panel', query: { kind: 'incidents' } } as const;

describe('the incidents panel', () => {
  let browser: BrowserContext;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => quit(browser));

  async function using(more: Partial<Asked>, act: (page: Page) => Promise<void>) {
    const { page, problems } = await open(browser, { ...asked, ...more });
    await rows(page).first().waitFor();
    await act(page);
    expect(problems).toEqual([]);
    await page.close();
  }
  const rows = (page: Page) => page.getByTestId(/^incident-/);
  const places = async (page: Page) =>
    (await rows(page).allTextContents()).map((text) => /Aggregation [A-Z][a-z]+|Access \d/.exec(text)?.[0]);

  test('shows the cause over its symptoms, and folds them', async () => {
    await using({}, async (page) => {
      const [root, ...symptoms] = await places(page);
      expect(root).toBe('Aggregation South');
      expect(symptoms.length).toBeGreaterThan(0);
      await page.getByRole('button', { name: /explains \d more/ }).click();
      expect(await places(page)).toEqual(['Aggregation South']);
    });
  });

  test('finds what is searched for, sorts, and keeps both in the address', async () => {
    await using({ options: { tree: false } }, async (page) => {
      await page.getByRole('textbox', { name: 'Search incidents' }).fill('access');
      await expect.poll(() => places(page)).not.toContain('Aggregation South');
      const sort = page.getByRole('columnheader', { name: /Where/ }).getByRole('button');
      await sort.click();
      const once = await places(page);
      await sort.click();
      expect(await places(page)).toEqual(once.toReversed());
      expect(once.length).toBeGreaterThan(1);
      await page.reload();
      await rows(page).first().waitFor();
      expect(await places(page)).toEqual(once.toReversed());
    });
  });

  test('gives what is shown as CSV', async () => {
    await using({}, async (page) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'CSV' }).click(),
      ]);
      const [head, ...lines] = readFileSync(await download.path(), 'utf8')
        .trim()
        .split('\n');
      expect(head!.split(',').length).toBeGreaterThan(5);
      expect(lines).toHaveLength((await places(page)).length);
      expect(lines[0]).toContain('Aggregation South');
    });
  });

  test('tells the history, and acknowledges with a comment under the name of the user', async () => {
    await using({}, async (page) => {
      await rows(page).first().getByRole('checkbox').check({ force: true });
      await page.getByRole('textbox', { name: 'Comment' }).fill('on it');
      await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
      await rows(page).first().getByText(/ann/i).waitFor();
      await rows(page)
        .first()
        .getByRole('button', { name: /^History/ })
        .click();
      await page.getByRole('list', { name: 'History' }).getByText('on it').waitFor();
    });
  });

  test('lets viewers read only', async () => {
    await using({ role: 'Viewer' }, async (page) => {
      expect(await page.locator('tbody').getByRole('checkbox').count()).toBe(0);
      await rows(page)
        .first()
        .getByRole('button', { name: /^History/ })
        .click();
      await page.getByRole('list', { name: 'History' }).waitFor();
    });
  });
});
