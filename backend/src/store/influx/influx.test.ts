import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../model/clock.ts';
import { Secret } from '../../model/secret.ts';
import { freePort, type TestInfluxd, testInfluxd } from '../../test/influxd.ts';
import { neededExecutable } from '../../test/needs.ts';
import { queuedStore } from '../queue/queue.ts';
import { all, block, series, storeSuite } from '../suite.ts';
import { openInfluxStore } from './influx.ts';
import { decodeName, encodeName } from './names.ts';

const executable = neededExecutable('influxd', 'influxdb');

test('any name comes back from its encoding, which line protocol can carry', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const encoded = encodeName(name);
      expect(decodeName(encoded)).toBe(name);
      expect(encoded).toMatch(/^[^\n\r\\]+$/);
    }),
  );
});

describe.skipIf(!executable)('with a real InfluxDB', () => {
  let influxd: TestInfluxd;
  beforeAll(async () => {
    influxd = await testInfluxd(executable!);
    await influxd.start();
  });
  afterAll(() => influxd.remove());

  let databases = 0;
  storeSuite('influx', async () => {
    const database = `suite ${databases++}`;
    return { open: async () => openInfluxStore({ url: influxd.url, database }), remove: async () => {} };
  });
  storeSuite('influx behind the queue', async () => {
    const database = `queue_${databases++}`;
    const open = async () =>
      queuedStore(openInfluxStore({ url: influxd.url, database }), { limit: 1e6, clock: systemClock });
    return { open, remove: async () => {} };
  });

  test('writes survive the death of InfluxDB', async () => {
    const options = { url: influxd.url, database: 'death' };
    const store = queuedStore(openInfluxStore(options), { limit: 1e6, clock: systemClock });
    const of = series('death');
    const times = Array.from({ length: 60 }, (_, index) => index * 1000);
    const writes: Promise<void>[] = [];
    for (const time of times) {
      if (time === 20_000) await influxd.stop('SIGKILL');
      if (time === 40_000)
        expect(store.status()).toMatchObject({ available: false, problem: expect.stringContaining('away') });
      if (time === 50_000) await influxd.start();
      writes.push(store.write([block(of, [time, time])]));
      await wait(10);
    }
    await Promise.all(writes);
    expect(await all(store, { measurement: 'death' })).toEqual([
      block(of, ...times.map((time): [number, number] => [time, time])),
    ]);
    await store.close();
  });
});

test('an InfluxDB that is away opens all the same, and says so without its password', async () => {
  const url = `http://user:hidden@127.0.0.1:${await freePort()}`;
  const store = openInfluxStore({ url, database: 'x', username: 'u', password: new Secret('hunter2') });
  const attempt = store.write([block(series('a'), [1, 1])]);
  await expect(attempt).rejects.toThrow(/InfluxDB at http:\/\/127.0.0.1:\d+ is away: connection refused; start it/);
  await expect(attempt).rejects.not.toThrow(/hidden|hunter2/);
});
