// What the forecast panel costs in a browser: npm run bench -- forecast-panel
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';

/** Most milliseconds until 10 series of 1,000 new points are drawn, and until the tooltip has followed the mouse. */
const DRAW_BAR = 150;
const HOVER_BAR = 16;
const DRAWS = 20;
const HOVERS = 40;
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

interface Measured {
  readonly draw: number;
  readonly hover: number;
}

const median = (durations: readonly number[]) => durations.toSorted((a, b) => a - b)[Math.floor(durations.length / 2)]!;
const rounded = (value: number) => Math.round(value * 10) / 10;

function print(name: string, value: number, bar: number, reference: number): void {
  const line = { name, value: rounded(value), unit: 'ms', bar, reference: rounded(reference) };
  process.stdout.write(`${JSON.stringify({ ...line, ratio: rounded(value / reference) })}\n`);
}

/** Draws and hovers over a page of `plugin/bench`; bare, only Grafana's chart with the same columns. */
async function measure(browser: Browser, url: string): Promise<Measured> {
  const page = await browser.newPage({ viewport: { width: 1300, height: 920 } });
  await page.goto(url);
  await page.waitForFunction(() => 'measures' in globalThis);
  const draws = await repeat(
    page,
    'draw',
    Array.from({ length: DRAWS + 5 }, (_, turn) => turn + 1),
  );
  const box = (await page.locator('.u-over').first().boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.1, box.y + box.height / 2, { steps: 4 });
  const hovers = await repeat(
    page,
    'hover',
    Array.from({ length: HOVERS + 5 }, (_, turn) => 0.12 + 0.017 * turn),
  );
  await page.close();
  return { draw: median(draws.slice(5)), hover: median(hovers.slice(5)) };
}

async function repeat(page: Page, what: 'draw' | 'hover', inputs: readonly number[]): Promise<number[]> {
  const durations: number[] = [];
  for (const input of inputs) {
    durations.push(
      await page.evaluate(
        ([name, value]) =>
          (globalThis as unknown as { measures: Record<string, (value: number) => Promise<number>> }).measures[name]!(
            value,
          ),
        [what, input] as const,
      ),
    );
  }
  return durations;
}

const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);
if (!executablePath) throw new Error('Chromium is needed: install it as /usr/bin/chromium');
const folder = mkdtempSync(join(tmpdir(), 'presage-bench-'));
await build({
  root: resolve('plugin/bench'),
  configFile: false,
  base: './',
  publicDir: false,
  logLevel: 'error',
  define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
  resolve: { dedupe: ['react', 'react-dom', 'i18next', 'react-i18next', '@grafana/data', '@grafana/ui'] },
  build: { outDir: folder, emptyOutDir: true, chunkSizeWarningLimit: 8000, modulePreload: { polyfill: false } },
});
const server = createServer(({ url = '/' }, response) => {
  const { pathname } = new URL(url, 'http://localhost');
  const file = join(folder, pathname === '/' ? 'index.html' : pathname);
  if (!existsSync(file)) return response.writeHead(404).end();
  return response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'font/woff2' }).end(readFileSync(file));
});
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
const page = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
// Frames as fast as they are drawn: what is measured is not the wait for the next one.
const args = ['--no-sandbox', '--disable-frame-rate-limit', '--disable-gpu-vsync'];
const browser = await chromium.launch({ executablePath, args });
try {
  const reference = await measure(browser, `${page}?bare`);
  const panel = await measure(browser, page);
  print('forecast panel, 10 series × 1,000 new points drawn, median', panel.draw, DRAW_BAR, reference.draw);
  print('forecast panel, mouse moved to tooltip painted, median', panel.hover, HOVER_BAR, reference.hover);
} finally {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
