import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Asked, launch, open, quit } from './browser.ts';

const query = { kind: 'realAndPredicted', measurement: 'radius', field: 'count_failed' };

describe('the forecast panel', () => {
  let browser: BrowserContext;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => quit(browser));

  async function using(more: Partial<Asked>, act: (page: Page) => Promise<void>) {
    const { page, problems } = await open(browser, { view: 'forecast-panel', query, ...more });
    await plot(page).waitFor();
    await act(page);
    expect(problems).toEqual([]);
    await page.close();
  }
  const plot = (page: Page) => page.locator('.u-over').first();
  /** A point of the plot, in shares of its size. */
  async function point(page: Page, x: number) {
    const box = (await plot(page).boundingBox())!;
    return [box.x + box.width * x, box.y + box.height / 2] as const;
  }

  test('says what it knows where the mouse is', async () => {
    await using({}, async (page) => {
      await page.mouse.move(...(await point(page, 0.3)));
      await page.mouse.move(...(await point(page, 0.45)), { steps: 5 });
      const tooltip = page.getByTestId('tooltip').first();
      await tooltip.waitFor();
      const text = await tooltip.innerText();
      for (const word of ['Real', 'Predicted', '80 %', '95 %']) expect(text).toContain(word);
    });
  });

  test('shows what comes as well as what was', async () => {
    await using({}, async (page) => {
      await page.mouse.move(...(await point(page, 0.9)));
      await page.mouse.move(...(await point(page, 0.95)), { steps: 5 });
      const read = (id: string) => page.getByTestId(`tooltip-${id}`).first().getAttribute('data-value');
      await page.getByTestId('tooltip').first().waitFor();
      expect(await read('predicted')).not.toBe('');
    });
  });

  test('zooms to the time that the mouse is dragged over', async () => {
    await using({}, async (page) => {
      const range = async () =>
        ['data-from', 'data-to'].map(async (name) => Number(await page.getByTestId('panel').getAttribute(name)));
      const length = async () => {
        const [from, to] = await Promise.all(await range());
        return to! - from!;
      };
      const before = await length();
      await page.mouse.move(...(await point(page, 0.2)));
      await page.mouse.down();
      await page.mouse.move(...(await point(page, 0.5)), { steps: 8 });
      await page.mouse.up();
      await expect.poll(length).toBeLessThan(before);
    });
  });

  test('puts a line out and back by its legend', async () => {
    await using({}, async (page) => {
      const picture = async () => (await page.locator('canvas').first().screenshot()).toString('base64');
      const before = await picture();
      await page.getByText('Predicted', { exact: true }).first().click();
      await page.mouse.move(5, 5);
      await expect.poll(picture).not.toBe(before);
      await page.getByText('Predicted', { exact: true }).first().click();
      await page.mouse.move(5, 5);
      await expect.poll(picture).toBe(before);
    });
  });

  test('draws a chart for each of several series', async () => {
    await using({ query: { kind: 'realAndPredicted', measurement: 'radius' } }, async (page) => {
      await expect.poll(() => page.locator('.u-over').count()).toBeGreaterThan(3);
    });
  });
});
