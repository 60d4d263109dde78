import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoConfiguration } from '../configuration.ts';
import { startPresage } from '../main.ts';
import { MINUTE } from '../model/targets.ts';
import { freePort } from './influxd.ts';
import { neededExecutable } from './needs.ts';
import { getJson, until } from './presage.ts';

interface Incident {
  readonly id: string;
  readonly kind: string;
  readonly resource: { readonly device?: string; readonly nas?: string };
  readonly phase: string;
  readonly activeAt: number;
  readonly endedAt: number | null;
  readonly symptoms: readonly Incident[];
}
interface Fault {
  readonly id: string;
  readonly from: number;
}
interface Change {
  readonly number: number;
  readonly type: string;
  readonly incident: Incident;
}

const SPEED = 30;
const executablePath = neededExecutable('chromium', 'the demo network in a browser');
const built = existsSync(resolve(import.meta.dirname, '../../../plugin/preview/dist/index.html'));

/** The service as it runs with `presage run --speed 30 --no-faults`: real UDP, real stores, a real browser. */
describe.skipIf(!executablePath)('faults of the demo network', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-faults-'));
  const stop = new AbortController();
  let url: string;
  let running: Promise<void>;
  let browser: Browser;

  const incidents = async (query = ''): Promise<readonly Incident[]> => {
    const answer = await getJson<{ incidents: Incident[] }>(`${url}/api/v1/incidents${query}`);
    return answer.incidents;
  };
  const begin = async (kind: string, device: string, minutes: number): Promise<Fault> => {
    const body = JSON.stringify({ kind, device, duration: minutes * MINUTE });
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(`${url}/api/v1/simulate/faults`, { method: 'POST', headers, body });
    expect(answer.status).toBe(200);
    return (await answer.json()) as Fault;
  };

  beforeAll(async () => {
    if (!built) throw new Error('the page is not built: run the tests by `npm test`, which builds it');
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const configuration = { ...demoConfiguration(folder), serve: { host: '127.0.0.1', port, insecure: false } };
    const demo = { speed: SPEED, seed: 1, faults: false };
    running = startPresage({ configuration, demo, say: () => {}, signal: stop.signal });
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    // Falls of sessions are measured against their forecast.
    await until(
      async () => {
        const { now } = await getJson<{ now: number }>(`${url}/api/v1/status`);
        const path = `${url}/api/v1/forecasts?measurement=sessions&field=active&tag.step=5m&from=${now - 60 * MINUTE}`;
        const { forecasts } = await getJson<{ forecasts: { origin: number | null }[] }>(path);
        return forecasts.map(({ origin }) => now - (origin ?? 0));
      },
      (ages) => ages.length === 2 && ages.every((age) => age < 40 * MINUTE),
      180_000,
    );
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    stop.abort();
    await running;
    rmSync(folder, { recursive: true });
  });

  test('are seen over REST, as events and on the page, one incident each, and end', async () => {
    expect(await incidents()).toEqual([]);
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const problems: string[] = [];
    page.on('pageerror', (error) => void problems.push(error.message));
    await page.goto(url);
    await page.getByTestId('all-clear').waitFor({ timeout: 60_000 });

    await begin('cpu-storm', 'access-6', 20);
    await begin('bras-failure', 'bras-2', 15);
    const { id } = await begin('device-dead', 'agg-1', 600);
    const found = await until(
      () => incidents(),
      (all) => all.length >= 3 && all.some(({ symptoms }) => symptoms.length === 5),
    );
    const names = found.map(({ kind, resource }) => `${kind} ${resource.device ?? resource.nas}`);
    expect(names.toSorted()).toEqual(['cpu access-6', 'device-down agg-1', 'session-drop 192.0.2.2']);
    const root = found.find(({ kind }) => kind === 'device-down')!;
    expect(root.symptoms.map(({ resource }) => resource.device).toSorted()).toEqual(
      [1, 2, 3, 4, 5].map((number) => `access-${number}`),
    );
    for (const incident of found) await page.getByTestId(`incident-${incident.id}`).waitFor({ timeout: 20_000 });
    expect(await page.getByTestId('devices').locator('article').count()).toBe(14);

    // An end by hand is an end too.
    expect((await fetch(`${url}/api/v1/simulate/faults/${id}`, { method: 'DELETE' })).status).toBe(200);
    await until(
      () => incidents(),
      (all) => all.length === 0,
      120_000,
    );
    await page.getByTestId('all-clear').waitFor({ timeout: 30_000 });
    const all = await incidents('?state=all');
    const story = ({ id, kind, resource, phase }: Incident) =>
      `${kind} ${resource.device ?? resource.nas} ${phase} ${id}`;
    expect(all.map(story).toSorted()).toEqual(found.map((one) => story({ ...one, phase: 'cleared' })).toSorted());
    expect(problems).toEqual([]);
    await page.close();
  }, 240_000);

  test('leave events in their order, from the first to the last', async () => {
    const response = await fetch(`${url}/api/v1/events?after=0`);
    const changes: Change[] = [];
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const parts = text.split('\n\n');
      text = parts.pop()!;
      for (const part of parts) {
        const data = /^data: (.*)$/m.exec(part)?.[1];
        if (data) changes.push(JSON.parse(data));
      }
      if (changes.filter(({ type }) => type === 'cleared').length === 8) break;
    }
    expect(changes.map(({ number }) => number)).toEqual(changes.map((_, index) => index + 1));
    const opened = changes.filter(({ type }) => type === 'active').map(({ incident }) => incident.id);
    expect(new Set(opened).size).toBe(8);
  }, 60_000);
});
