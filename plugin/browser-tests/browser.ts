import axe from 'axe-core';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';

import { findExecutable } from '../../backend/src/test/needs.ts';

/** What the page of the host is asked for; see host/page.ts. */
export interface Asked {
  readonly view: 'query' | 'variable' | 'config' | 'forecast-panel' | 'incidents-panel';
  readonly theme?: 'dark' | 'light';
  readonly lang?: 'en-US' | 'ru-RU';
  readonly role?: 'Viewer' | 'Editor';
  readonly query?: object;
  readonly options?: object;
  readonly variables?: Readonly<Record<string, string>>;
  readonly width?: number;
}

/** A page with what went wrong in it: console, exceptions, requests. */
export interface Opened {
  readonly page: Page;
  readonly problems: readonly string[];
}

/** Chromium with one context for all pages of a file: they share its cache. */
export async function launch(): Promise<BrowserContext> {
  const browser = await chromium.launch({ executablePath: findExecutable('chromium')!, args: ['--no-sandbox'] });
  return browser.newContext();
}

/** Ends it. */
export const quit = async (context: BrowserContext): Promise<void> => context.browser()?.close();

/** Grafana's fonts, and the picture of its spinner, are no part of its packages. */
const isOfGrafana = (url: string) => url.includes('/public/fonts/') || url.endsWith('/unicons/spinner.svg');

/** Opens the host with the built plugin; `now` is the clock of the network. */
export async function open(context: BrowserContext, asked: Asked): Promise<Opened> {
  const { width = 1280, ...parameters } = asked;
  const { url, now } = inject('host');
  const page = await context.newPage();
  await page.setViewportSize({ width, height: 900 });
  const problems: string[] = [];
  page.on('console', (message) => {
    const wanted = ['error', 'warning'].includes(message.type()) && !isOfGrafana(message.location().url);
    if (wanted) problems.push(message.text());
  });
  page.on('pageerror', (error) => void problems.push(error.message));
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(url)) problems.push(`asked ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() === 404 && !isOfGrafana(response.url())) problems.push(`no ${response.url()}`);
  });
  const words = Object.entries({ now, ...parameters }).map(([name, value]) => {
    return [name, typeof value === 'object' ? JSON.stringify(value) : String(value)];
  });
  await page.goto(`${url}/?${new URLSearchParams(words)}`);
  await page.locator('main').waitFor();
  return { page, problems };
}

/** What axe finds to be serious or critical, with the elements it means. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>(
    // The page around the plugin is none of its business.
    `axe.run('main', { resultTypes: ['violations'], rules: { region: { enabled: false } } })`
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
}

/** How many pixels the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`);

/** The texts that can be read or heard in the page, one a line. */
export const textOf = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const labels = [...document.querySelectorAll('main [aria-label], main [placeholder], main [title]')]
      .flatMap((one) => ['aria-label', 'placeholder', 'title'].map((name) => one.getAttribute(name) ?? ''));
    const shown = [...document.querySelectorAll('main > *:not(output)')].map((one) => one.innerText);
    return [...labels, ...shown].join('\\n');
  })()`);
