import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readConfiguration } from '../configuration.ts';
import { importDry, importInto } from '../import.ts';
import { HOUR } from '../model/targets.ts';
import { billingRadius } from '../parse/billing-radius/billing-radius.ts';
import { openStore } from '../parts.ts';
import { aliveLine } from './billing-lines.ts';
import { freePort } from './influxd.ts';
import { presage, testNetwork } from './presage.ts';

const T0 = Date.parse('2026-11-20T10:00:00Z');
const progress = () => {};

test('a dry run gives the ten targets of each hour and stores nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-import-'));
  const path = join(folder, 'radius.log');
  writeFileSync(path, `${aliveLine(T0, 'UTC')}broken\n${aliveLine(T0 + 2 * HOUR, 'UTC', { input: 300 })}`);
  const { hours, summary } = await importDry({ format: billingRadius, files: [path], zone: 'UTC', progress });
  expect([...hours.keys()]).toEqual([T0, T0 + 2 * HOUR]);
  expect(hours.get(T0 + 2 * HOUR)).toMatchObject({
    start_stop_alige_count_Alive: 1,
    mean_input_trafic: 300,
    count_failed: 0,
  });
  expect(Object.keys(hours.get(T0)!)).toHaveLength(10);
  expect(summary).toEqual({ lines: 3, unreadable: { 'foreign text': 1 }, hours: 2 });
  rmSync(folder, { recursive: true });
});

test('a file of another format is told in words', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-import-'));
  const path = join(folder, 'radius.log');
  writeFileSync(path, 'Mon Nov 23 18:24:22 2026 : Auth: (2) Login OK: [bob] (from client bras-1 port 7)\n'.repeat(20));
  const running = presage('import', 'billing-radius', path, '--dry-run');
  expect(await running.ended).toBe(0);
  expect(running.said()).toContain(
    `${path}: 20 of the first 20 entries cannot be read as billing-radius (foreign text 20); it looks like freeradius-log`,
  );
  rmSync(folder, { recursive: true });
});

test('a line from a clock that runs far ahead is unreadable and closes nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-import-'));
  const path = join(folder, 'radius.log');
  const now = Date.now();
  writeFileSync(path, aliveLine(now + 30 * 24 * HOUR, 'UTC') + aliveLine(now - 5 * HOUR, 'UTC'));
  utimesSync(path, now / 1000 - 3600, now / 1000 - 3600);
  const { hours, summary } = await importDry({ format: billingRadius, files: [path], zone: 'UTC', progress });
  expect(hours.size).toBe(1);
  expect(summary).toMatchObject({ lines: 2, unreadable: { 'impossible date': 1 } });
  rmSync(folder, { recursive: true });
});

test('a damaged file does not keep the others from being imported', async () => {
  const { folder, configuration: path } = testNetwork({ port: 1, zone: 'UTC' });
  const hours = Array.from({ length: 200 }, (_, index) => aliveLine(T0 - index * 60_000, 'UTC', { input: index ** 3 }));
  writeFileSync(join(folder, 'a.gz'), gzipSync(hours.join('')).subarray(0, -60));
  writeFileSync(join(folder, 'b.log'), aliveLine(T0 + 3 * HOUR, 'UTC'));
  const configuration = readConfiguration(path, {});
  const files = [join(folder, 'a.gz'), join(folder, 'b.log')];
  const run = importInto({ configuration, source: 'billing', format: billingRadius, files, zone: undefined, progress });
  await expect(run).rejects.toThrow(/a.gz: the file is damaged/);
  const store = await openStore(configuration);
  const [found] = await store.latest({ field: 'start_stop_alige_count_Alive' });
  expect(found).toMatchObject({ times: [T0 + 3 * HOUR], values: [1] });
  await store.close();
  rmSync(folder, { recursive: true });
});

test('what was imported before is not imported again, whatever its packing', async () => {
  const { folder, configuration: path } = testNetwork({ port: 1, zone: 'UTC' });
  const text = aliveLine(T0, 'UTC') + aliveLine(T0 + 60_000, 'UTC');
  const files = [join(folder, 'old.log'), join(folder, 'old.log.gz')];
  writeFileSync(files[0]!, text);
  writeFileSync(files[1]!, gzipSync(text));
  const configuration = readConfiguration(path, {});
  const run = (file: string) =>
    importInto({ configuration, source: 'billing', format: billingRadius, files: [file], zone: undefined, progress });
  expect(await run(files[0]!)).toEqual({ lines: 2, unreadable: {}, hours: 1 });
  expect(await run(files[1]!)).toEqual({ lines: 0, unreadable: {}, hours: 0 });
  const store = await openStore(configuration);
  const [found] = await store.latest({ field: 'start_stop_alige_count_Alive' });
  expect(found).toMatchObject({ times: [T0], values: [2] });
  await store.close();
  rmSync(folder, { recursive: true });
});

test('an import while InfluxDB is away ends with what to do', async () => {
  const store = `{type: influx, url: "http://127.0.0.1:${await freePort()}"}`;
  const { folder, configuration, log } = testNetwork({ port: 1, zone: 'UTC', store });
  writeFileSync(log, aliveLine(T0, 'UTC'));
  const running = presage('import', 'billing-radius', log, '--config', configuration);
  expect(await running.ended).toBe(1);
  expect(running.said()).toMatch(/^InfluxDB at .* is away: connection refused; start it, or check store.url\n$/);
  rmSync(folder, { recursive: true });
});
