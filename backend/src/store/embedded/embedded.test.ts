import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../model/clock.ts';
import type { Window } from '../../model/contracts/store.ts';
import type { Series } from '../../model/series.ts';
import { queuedStore } from '../queue/queue.ts';
import { all, block, series, storeSuite } from '../suite.ts';
import { openEmbeddedStore } from './embedded.ts';

const temporaryFolder = () => mkdtempSync(join(tmpdir(), 'presage-store-'));
const of = series('durable');

storeSuite('embedded', async () => {
  const folder = temporaryFolder();
  return { open: () => openEmbeddedStore({ folder }), remove: async () => rmSync(folder, { recursive: true }) };
});

storeSuite('embedded behind the queue', async () => {
  const folder = temporaryFolder();
  const open = async () => queuedStore(await openEmbeddedStore({ folder }), { limit: 1e6, clock: systemClock });
  return { open, remove: async () => rmSync(folder, { recursive: true }) };
});

test('a changed description beside a new series gives each its own values', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-store-'));
  const store = await openEmbeddedStore({ folder });
  const [a, b, c] = ['a', 'b', 'c'].map((name) => series(name)) as [Series, Series, Series];
  await store.write([block(a, [1000, 1])]);
  await store.write([block({ ...a, unit: 'other' }, [1000, 2]), block(b, [1000, 3])]);
  await store.write([block(c, [1000, 4])]);
  expect((await all(store, {})).map(({ values }) => values)).toEqual([[2], [3], [4]]);
  await store.close();
  rmSync(folder, { recursive: true });
});

test('writes that come together are kept in their order, with the descriptions they bring', async () => {
  const folder = temporaryFolder();
  const store = await openEmbeddedStore({ folder });
  const names = ['a', 'b', 'c'];
  const writes = Array.from({ length: 30 }, (_, index) => {
    const unit = index < 15 ? 'old' : 'new';
    return store.write([block({ ...series(names[index % 3]!), unit }, [1000, index], [2000 + index, index])]);
  });
  await Promise.all(writes);
  await store.write([block(series('d'), [1000, 99])]);
  const found = await all(store, {});
  expect(found.map(({ values }) => values[0])).toEqual([27, 28, 29, 99]);
  expect(found.map(({ times }) => times.length)).toEqual([11, 11, 11, 1]);
  expect(found.slice(0, 3).map(({ series: { unit } }) => unit)).toEqual(['new', 'new', 'new']);
  await store.close();
  rmSync(folder, { recursive: true });
});

test('reads beside writes see each write as a whole', async () => {
  const folder = temporaryFolder();
  const store = await openEmbeddedStore({ folder });
  const times = Array.from({ length: 500 }, (_, index) => index * 1000);
  const written = (value: number) =>
    ['a', 'b'].map((name) => ({ series: series('whole', { name }), times, values: times.map(() => value) }));
  await store.write(written(0));
  let last = 0;
  const writer = (async () => {
    for (let value = 1; value <= 30; value++) {
      await store.write(written(value));
      last = value;
    }
  })();
  const reader = async (window?: Window) => {
    for (let seen = 0; last < 30; ) {
      const acknowledged = last;
      const found = await Array.fromAsync(store.query({ measurement: 'whole' }, { from: 0, to: 1e9 }, window));
      const values = new Set(found.flatMap((block) => block.values));
      expect(found.map((block) => block.times.length)).toEqual(window ? [10, 10] : [500, 500]);
      expect(values.size).toBe(1);
      const [value] = values as unknown as [number];
      expect(value).toBeGreaterThanOrEqual(Math.max(seen, acknowledged));
      seen = value;
    }
  };
  const fifty: Window = { step: 50_000, aggregate: 'max' };
  await Promise.all([writer, reader(), reader(fifty), reader(fifty), reader(fifty), reader()]);
  await store.close();
  rmSync(folder, { recursive: true });
});

test('closing waits for the reads under way and refuses later ones', async () => {
  const folder = temporaryFolder();
  const store = await openEmbeddedStore({ folder });
  await store.write([block(of, [1000, 1])]);
  const reads = Array.from({ length: 10 }, () => all(store, { measurement: 'durable' }));
  await store.close();
  expect(await Promise.all(reads)).toEqual(Array.from({ length: 10 }, () => [block(of, [1000, 1])]));
  await expect(all(store, { measurement: 'durable' })).rejects.toMatchObject({ code: 'STORE_REJECTED' });
  rmSync(folder, { recursive: true });
});

test('a damaged file says which and what to do', async () => {
  const folder = temporaryFolder();
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'series.duckdb'), 'not a database'.repeat(1000));
  await expect(openEmbeddedStore({ folder })).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
    message: expect.stringMatching(/series.duckdb: the embedded store cannot be opened .*move it away/),
  });
});

/** Another process that writes sample after sample and says which of them are durable. */
const writeForEver = `
  const { openEmbeddedStore } = await import(process.env.STORE_MODULE);
  const store = await openEmbeddedStore({ folder: process.env.STORE_FOLDER });
  for (let time = 0; ; time++) {
    await store.write([{ series: JSON.parse(process.env.STORE_SERIES), times: [time], values: [time] }]);
    process.stdout.write(time + '\\n');
  }`;

test('a file in use is refused; killing its owner loses nothing acknowledged', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const env = {
    ...process.env,
    STORE_MODULE: new URL('./embedded.ts', import.meta.url).href,
    STORE_FOLDER: folder,
    STORE_SERIES: JSON.stringify(of),
  };
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', writeForEver], { env, stdio: [...stdio] });
  let acknowledged = -1;
  for await (const line of createInterface(owner.stdout!)) {
    acknowledged = Number(line);
    if (acknowledged === 20) {
      await expect(openEmbeddedStore({ folder })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      owner.kill('SIGKILL');
    }
  }
  if (owner.exitCode === null && owner.signalCode === null) await once(owner, 'exit');
  const store = await openEmbeddedStore({ folder });
  const [found] = await all(store, { measurement: 'durable' });
  expect(acknowledged).toBeGreaterThanOrEqual(20);
  const times = Array.from({ length: found?.times.length ?? 0 }, (_, time) => time);
  expect(found).toEqual(block(of, ...times.map((time): [number, number] => [time, time])));
  expect(times.length).toBeGreaterThan(acknowledged);
  await store.close();
});
