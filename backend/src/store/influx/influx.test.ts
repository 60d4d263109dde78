import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { InfluxDB } from 'influx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../model/clock.ts';
import { Secret } from '../../model/secret.ts';
import { freePort, type TestInfluxd, testInfluxd } from '../../test/influxd.ts';
import { neededExecutable } from '../../test/needs.ts';
import { queuedStore } from '../queue/queue.ts';
import { all, block, series, storeSuite } from '../suite.ts';
import { influxStoreSchema, openInfluxStore } from './influx.ts';
import { decodeName, encodeMeasurement, encodeName } from './names.ts';

const executable = neededExecutable('influxd', 'influxdb');

test('any name comes back from its encoding, which line protocol can carry', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const encoded = encodeName(name);
      expect(decodeName(encoded)).toBe(name);
      expect(encoded).toMatch(/^[^\n\r\\]+$/);
      expect(decodeName(encodeMeasurement(name))).toBe(name);
      expect(encodeMeasurement(name)).toMatch(/^[^\n\r\\ ,#]+$/);
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

  test('names that InfluxDB has a use for, and one name for a tag and a field', async () => {
    const store = openInfluxStore({ url: influxd.url, database: 'names' });
    const blocks = [
      series('#comment'),
      series('presage', { time: 'x' }, '_field'),
      series('presage', { value: 'x' }, 'time'),
      series('presage', { value: 'x' }, 'value'),
    ].map((of) => block(of, [1000, 1]));
    await store.write(blocks);
    expect(await all(store, {})).toEqual(blocks);
    expect(await all(store, { tags: { value: 'x' } })).toEqual(blocks.slice(2));
    await store.close();
  });

  test('any client finds measurement, tags and field under their own names', async () => {
    const store = openInfluxStore({ url: influxd.url, database: 'any_client' });
    await store.write([block(series('radius', { source: 'billing a' }, 'count_failed'), [1_700_000_000_000, 3])]);
    await store.close();
    const client = new InfluxDB(`${influxd.url}/any_client`);
    const [row] = await client.query("SELECT count_failed FROM radius WHERE source = 'billing a'");
    expect(row).toMatchObject({ count_failed: 3, time: new Date(1_700_000_000_000) });
  });

  test('a database that was dropped is made again with its descriptions', async () => {
    const options = { url: influxd.url, database: 'dropped' };
    const store = openInfluxStore(options);
    const of = series('dropped');
    await store.write([block(of, [1000, 1])]);
    await new InfluxDB({ host: '127.0.0.1', port: Number(new URL(influxd.url).port) }).dropDatabase('dropped');
    await store.write([block(of, [2000, 2])]);
    await store.close();
    const again = openInfluxStore(options);
    expect(await all(again, { measurement: 'dropped' })).toEqual([block(of, [2000, 2])]);
    await again.close();
  });

  test('a refusal carries the words of InfluxDB', async () => {
    const store = openInfluxStore({ url: influxd.url, database: 'refusal' });
    const tooEarly = store.write([block(series('early'), [-1e15, 1])]);
    await expect(tooEarly).rejects.toMatchObject({ code: 'STORE_REJECTED', message: expect.stringContaining('time') });
    await store.close();
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

describe('an InfluxDB that begins to answer and falls silent', () => {
  const server = createServer((_request, response) => void response.writeHead(200).write('{"results":'));
  let url: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  test('is away', async () => {
    const store = openInfluxStore({ url, database: 'x', patience: 200 });
    await expect(store.list({})).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: `InfluxDB at ${url} is away: no whole answer within 0.2 s`,
    });
  });

  test('does not keep the store from closing', async () => {
    const store = openInfluxStore({ url, database: 'x' });
    const rejected = expect(store.list({})).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await store.close();
    await rejected;
  });
});

test('an address with a user in it is not accepted', () => {
  const text = z.string().optional();
  const schema = influxStoreSchema({ secret: text, secretFile: text, limit: z.number() });
  const parse = (url: string) => schema.safeParse({ type: 'influx', url, queue_limit: 1 });
  expect(parse('http://127.0.0.1:8086').success).toBe(true);
  expect(parse('http://user:password@127.0.0.1:8086').error?.issues).toMatchObject([
    { path: ['url'], message: expect.stringContaining('username') },
  ]);
});
