import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoConfiguration } from '../configuration.ts';
import { startPresage } from '../main.ts';
import { HOUR, TARGET_NAMES } from '../model/targets.ts';
import { freePort } from './influxd.ts';
import { neededExecutable } from './needs.ts';
import { getJson, until } from './presage.ts';

const executablePath = neededExecutable('chromium', 'chromium');
const built = existsSync(new URL('../../../plugin/preview/dist/index.html', import.meta.url));

type LegacyAnswer = { xticks: string[] } & Record<string, (number | null)[]>;

describe.skipIf(!executablePath)('the page of the demo network', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-page-'));
  const stop = new AbortController();
  let url: string;
  let running: Promise<void>;
  let browser: Browser;
  let answer: LegacyAnswer;
  beforeAll(async () => {
    if (!built) throw new Error('the page is not built: run the tests by `npm test`, which builds it');
    const configuration = { ...demoConfiguration(folder), zone: 'UTC' };
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const options = { configuration: { ...configuration, serve: { ...configuration.serve, port } }, say: () => {} };
    running = startPresage({ ...options, demo: { speed: 1, seed: 1, faults: false }, signal: stop.signal });
    await until(
      () => fetch(`${url}/healthz`),
      ({ ok }) => ok,
    );
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    answer = await until(
      () => getJson<LegacyAnswer>(`${url}/get_real_and_pred_data`),
      // Its log is read in the order of its days: only the newest hour is the end.
      (found) =>
        Date.parse(`${found.xticks[24]!.replace(' ', 'T')}Z`) > Date.now() - HOUR &&
        TARGET_NAMES.every((name) => found[`${name}_pred`]!.every((value) => value !== null)),
      300_000,
    );
  }, 360_000);
  afterAll(async () => {
    await browser?.close();
    stop.abort();
    await running;
    rmSync(folder, { recursive: true });
  });

  /** Opens the page and collects what goes wrong in it. */
  async function open(width: number, path = '') {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const problems: string[] = [];
    page.on('console', (message) => void (message.type() === 'error' && problems.push(message.text())));
    page.on('pageerror', (error) => void problems.push(error.message));
    page.on('request', (request) => void (request.url().startsWith(url) || problems.push(`asked ${request.url()}`)));
    await page.goto(`${url}/${path}`);
    await page.getByTestId('panel-count_failed').locator('canvas').waitFor();
    return { page, problems };
  }

  /** The raw values of the tooltip that is shown, undefined when none is. */
  const readTooltip = (page: Page) =>
    page.evaluate<{ time: string; real: string; predicted: string } | undefined>(`(() => {
      const of = (id) => document.querySelector('[data-testid="tooltip-' + id + '"]')?.dataset;
      return of('time') && { time: of('time').time, real: of('real').value, predicted: of('predicted').value };
    })()`);

  /** Moves the mouse along the plot to the given time, found by halving; answers the raw values of the tooltip there. */
  async function tooltipAt(page: Page, target: string, time: number) {
    const plot = page.getByTestId(`panel-${target}`).locator('.u-over');
    await plot.scrollIntoViewIfNeeded();
    const box = (await plot.boundingBox())!;
    let [left, right] = [1, box.width - 1];
    for (let attempt = 0; attempt < 40; attempt++) {
      const x = (left + right) / 2;
      await page.mouse.move(box.x + x, box.y + box.height / 2 + (attempt % 2));
      await page.waitForTimeout(60);
      const shown = await readTooltip(page);
      if (!shown) continue;
      const at = Number(shown.time);
      if (at === time) return { real: shown.real ? Number(shown.real) : null, predicted: Number(shown.predicted) };
      if (at < time) left = x;
      else right = x;
    }
    throw new Error(`no tooltip at ${new Date(time).toISOString()}`);
  }

  test('shows in its tooltips what the REST service answers, real and predicted', async () => {
    const { page, problems } = await open(1280);
    const last = Date.parse(`${answer.xticks[23]!.replace(' ', 'T')}Z`);
    for (const target of ['count_failed', 'mean_output_trafic'] as const) {
      await page.goto(`${url}/#${target}`);
      await page.getByTestId(`panel-${target}`).locator('canvas').waitFor();
      for (const back of [12, 0]) {
        const found = await tooltipAt(page, target, last - back * HOUR);
        expect(found.real).toBe(answer[target]![23 - back]);
        expect(found.predicted).toBeCloseTo(answer[`${target}_pred`]![23 - back]!, 9);
      }
      const next = await tooltipAt(page, target, last + HOUR);
      expect(next.real).toBeNull();
      expect(next.predicted).toBeCloseTo(answer[`${target}_pred`]![24]!, 9);
    }
    expect(problems).toEqual([]);
    await page.close();
  });

  test('shows all ten targets and says that this is a demo', async () => {
    const { page, problems } = await open(1280);
    for (const target of TARGET_NAMES) expect(await page.getByTestId(`panel-${target}`).count()).toBe(1);
    expect(await page.getByTestId('network').textContent()).toBe('Demo network');
    expect(problems).toEqual([]);
    await page.close();
  });

  test.each([1280, 400])('fits a width of %d in both themes and both languages', async (width) => {
    for (const path of ['?theme=dark&lang=ru-RU', '?theme=light']) {
      const { page, problems } = await open(width, path);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      const network = path.includes('ru') ? 'Демонстрационная сеть' : 'Demo network';
      expect(await page.getByTestId('network').textContent()).toBe(network);
      expect(problems).toEqual([]);
      await page.close();
    }
  });

  test('keeps what is drawn and says so when the backend is away', async () => {
    const { page } = await open(1280);
    await page.route('**/api/**', (route) => route.abort());
    await page.getByText(/cannot be reached since/).waitFor({ timeout: 40_000 });
    expect(await page.getByTestId('panel-count_failed').locator('canvas').count()).toBe(1);
    await page.close();
  }, 60_000);
});
