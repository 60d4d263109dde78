import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { demoConfiguration } from './configuration.ts';
import { openDemo } from './demo.ts';
import type { Store } from './model/contracts/store.ts';
import { HOUR } from './model/targets.ts';
import { openMemoryState } from './state/database.ts';
import { memoryStore } from './test/memory-store.ts';

const DAY = 24 * HOUR;
const folder = mkdtempSync(join(tmpdir(), 'presage-demo-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a first start that was cut short is made up for by the next', async () => {
  const { database } = openMemoryState();
  const store = memoryStore();
  const prepare = async (target: Store) => {
    const configuration = demoConfiguration(folder);
    const demo = await openDemo({ configuration, database, speed: 1, seed: 1, faults: false, say: () => {} });
    try {
      await demo.prepareDevices(target, new AbortController().signal);
    } finally {
      await demo.close();
    }
  };
  let writes = 0;
  const dying: Store = {
    ...store,
    write: (batch) => (++writes > 3 ? Promise.reject(new Error('killed')) : store.write(batch)),
  };
  await expect(prepare(dying)).rejects.toThrow('killed');
  await prepare(store);

  const tags = { device: 'core-1', step: '1h' };
  const [hours] = await Array.fromAsync(
    store.query({ measurement: 'cpu', tags }, { from: 0, to: Number.MAX_SAFE_INTEGER }),
  );
  const times = hours!.times;
  expect(times.at(-1)).toBeGreaterThan(Date.now() - 3 * HOUR);
  expect(times).toEqual(times.map((_, index) => times[0]! + index * HOUR));
  expect(times.length * HOUR).toBeGreaterThan(13.8 * DAY);
}, 240_000);
