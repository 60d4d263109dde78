import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { zone } from '../model/zone.ts';
import { freePort, type TestInfluxd, testInfluxd } from './influxd.ts';
import { neededExecutable, sharedPath } from './needs.ts';
import { getJson, presage, testNetwork, until } from './presage.ts';
import { rotatingLog } from './rotating-log.ts';

const KILLS = 30;
const LINES = 60_000;
const ZONE = 'Europe/Ulyanovsk';
const COUNTERS = {
  start_stop_alige_count_: 'empty',
  start_stop_alige_count_Alive: 'Alive',
  start_stop_alige_count_Start: 'Start',
  start_stop_alige_count_Stop: 'Stop',
  'type__count_Billing-Accounting': 'acct',
  'type__count_Billing-Authentication': 'auth',
  count_failed: 'failed',
} as const;

const LISTS = [
  'failed_alert',
  'stops_alert',
  'tr_inp_zero_alert',
  'tr_out_zero_alert',
  'tr_in_max_alert',
  'tr_out_max_alert',
];

const generator = sharedPath('tools/radius-log-generator.js');
const influxdPath = neededExecutable('influxd', 'influxdb');
const stores = influxdPath ? ['embedded', 'influx'] : ['embedded'];

interface Status {
  sources: { lines: number }[];
}
interface Truth {
  hours: Record<string, Record<string, number>>;
  lists: Record<string, Record<string, [login: string, value: number][]>>;
}
interface SeriesAnswer {
  series: { field: string; times: number[]; values: (number | null)[] }[];
}

describe.skipIf(!generator).each(stores)('kill -9 under load, store %s', (kind) => {
  const made = mkdtempSync(join(tmpdir(), 'presage-kill-'));
  let influxd: TestInfluxd | undefined;
  beforeAll(async () => {
    const args = ['--lines', LINES, '--subs', 700, '--seed', 11, '--dirty', 0.01].map(String);
    execFileSync(process.execPath, [generator!, '--out', join(made, 'log'), '--truth', join(made, 'truth'), ...args], {
      stdio: 'ignore',
    });
    if (kind !== 'influx') return;
    influxd = await testInfluxd(influxdPath!);
    await influxd.start();
  });
  afterAll(async () => {
    await influxd?.remove();
    rmSync(made, { recursive: true });
  });

  test(`after ${KILLS} kills at random moments every hourly counter and list is the truth`, async () => {
    const store = influxd ? `{type: influx, url: "${influxd.url}", database: kill}` : '{type: embedded}';
    const { folder, configuration, log, url } = testNetwork({ port: await freePort(), zone: ZONE, store });
    const bytes = readFileSync(join(made, 'log'));
    // The moments differ in every run and are told when it fails.
    const moments: number[] = [];
    let written = 0;
    const writing = new AbortController();
    const rotating = rotatingLog(log, 100);
    const writer = (async () => {
      // Pieces end anywhere, also within a line, as a buffered writer leaves them; a log is rotated between two lines.
      const size = Math.ceil(bytes.length / 500);
      for (let piece = 1; written < bytes.length && !writing.signal.aborted; piece++) {
        const isRotated = piece % 25 === 0;
        const end = isRotated ? bytes.indexOf(10, Math.min(written + size, bytes.length - 1)) + 1 : written + size;
        rotating.write(bytes.subarray(written, end));
        written = end;
        if (isRotated) rotating.rotate();
        await wait(100);
      }
      await rotating.packed();
    })();
    try {
      for (let kill = 0; kill < KILLS; kill++) {
        const { child, ended, said } = presage('run', '--config', configuration);
        // Counted from when it listens, so that it is reading when it dies.
        await until(
          async () => said(),
          (text) => text.includes('http://') || child.exitCode !== null,
        );
        const moment = Math.random() * 1500;
        moments.push(Math.round(moment));
        await wait(moment);
        if (child.exitCode !== null) throw new Error(`ended by itself: ${said()}`);
        child.kill('SIGKILL');
        await ended;
      }
      await writer;
      const last = presage('run', '--config', configuration);
      await until(
        () => getJson<Status>(`${url}/api/v1/status`),
        ({ sources }) => sources[0]!.lines >= LINES,
        60_000,
      );
      const { hours: truth, lists }: Truth = JSON.parse(readFileSync(join(made, 'truth'), 'utf8'));
      const place = zone(ZONE);
      const expected = Object.entries(truth).flatMap(([hour, counts]) =>
        Object.entries(COUNTERS).map(([field, name]) => `${hour} ${field} ${counts[name]}`),
      );
      const read = async () => {
        const { series } = await getJson<SeriesAnswer>(
          `${url}/api/v1/series?measurement=radius&from=2020-01-01T00:00:00Z`,
        );
        return series
          .filter(({ field }) => field in COUNTERS)
          .flatMap(({ field, times, values }) =>
            times.map(
              (time, index) => `${place.format(time).slice(0, 13).replace(' ', 'T')} ${field} ${values[index]}`,
            ),
          );
      };
      const same = (found: string[]) => found.toSorted().join('\n') === expected.toSorted().join('\n');
      const found = await until(read, same, 20_000).catch(read);
      expect(found.toSorted(), `killed after ${moments.join(', ')} ms`).toEqual(expected.toSorted());
      const { sources } = await getJson<Status>(`${url}/api/v1/status`);
      expect(sources[0]!.lines).toBe(LINES);
      for (const hour of Object.keys(truth)) {
        const body = JSON.stringify({ hour: hour.replace('T', ' ') });
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch(`${url}/get_alert_users`, { method: 'POST', headers, body });
        const columns = LISTS.map((name) => {
          const list = lists[hour]?.[name] ?? [];
          return [name, [list.map(([login]) => login), list.map(([, value]) => value)]];
        });
        expect(await answer.json(), `${hour}, killed after ${moments.join(', ')} ms`).toEqual(
          Object.fromEntries(columns),
        );
      }

      const begun = Date.now();
      last.child.kill('SIGTERM');
      expect(await last.ended).toBe(0);
      expect(Date.now() - begun).toBeLessThan(30_000);
    } finally {
      writing.abort();
      await writer;
      rmSync(folder, { recursive: true, force: true });
    }
  }, 300_000);
});
