import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { PresageError } from '../../errors.ts';
import type { Clock } from '../../model/clock.ts';
import type { Store } from '../../model/contracts/store.ts';
import type { Batch } from '../../model/series.ts';
import { block, series } from '../suite.ts';
import { queuedStore } from './queue.ts';

const clock: Clock = {
  now: () => 0,
  sleep: async (_duration, signal) => {
    await turn();
    signal?.throwIfAborted();
  },
};
const batch = (...times: number[]): Batch => [block(series('q'), ...times.map((time): [number, number] => [time, 1]))];
const turns = async (count: number) => {
  for (let index = 0; index < count; index++) await turn();
};

/** A store whose reach can be switched; what it took is in `written`. */
function switchable() {
  const state = { away: true, written: [] as number[], closed: false };
  const store = {
    async write(of: Batch) {
      if (state.away) throw new PresageError('STORE_UNAVAILABLE', 'InfluxDB is away: connection refused');
      if (of[0]?.times[0] === 666) throw new PresageError('STORE_REJECTED', 'no');
      state.written.push(...of[0]!.times);
    },
    status: () => ({ available: true, waiting: 0, problem: undefined }),
    close: async () => {
      state.closed = true;
    },
  } as unknown as Store;
  return { state, store };
}

test('writes wait in order while the store is away and resolve when they are durable', async () => {
  const { state, store } = switchable();
  const queued = queuedStore(store, { limit: 100, clock });
  let durable = 0;
  const writes = [1, 2, 3].map((time) => queued.write(batch(time)).then(() => durable++));
  await turns(20);
  expect(durable).toBe(0);
  expect(queued.status()).toEqual({
    available: false,
    waiting: 3,
    problem: 'InfluxDB is away: connection refused (since 1970-01-01T00:00:00.000Z; 3 samples wait, nothing is lost)',
  });
  state.away = false;
  await Promise.all(writes);
  expect(state.written).toEqual([1, 2, 3]);
  expect(queued.status()).toEqual({ available: true, waiting: 0, problem: undefined });
});

test('a full queue makes further writes wait for room instead of growing', async () => {
  const { state, store } = switchable();
  const queued = queuedStore(store, { limit: 3, clock });
  const writes = [queued.write(batch(1, 2)), queued.write(batch(3, 4)), queued.write(batch(5, 6, 7, 8, 9))];
  await turns(20);
  expect(queued.status().waiting).toBe(2);
  state.away = false;
  await Promise.all(writes);
  expect(state.written).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('writes that waited for room keep their order, whatever their size', async () => {
  const { state, store } = switchable();
  const queued = queuedStore(store, { limit: 3, clock });
  const writes = [batch(1, 2), batch(3, 4, 5), batch(6)].map((one) => queued.write(one));
  await turns(20);
  writes.push(queued.write(batch(7)));
  state.away = false;
  await Promise.all(writes);
  expect(state.written).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('a store that refuses after an absence is no longer away', async () => {
  const { state, store } = switchable();
  const queued = queuedStore(store, { limit: 100, clock });
  const refused = queued.write(batch(666)).catch((error: unknown) => error);
  await turns(5);
  expect(queued.status().available).toBe(false);
  state.away = false;
  expect(await refused).toMatchObject({ code: 'STORE_REJECTED' });
  expect(queued.status()).toEqual({ available: true, waiting: 0, problem: undefined });
});

test('a write that is refused rejects and lets the others through', async () => {
  const { state, store } = switchable();
  state.away = false;
  const queued = queuedStore(store, { limit: 100, clock });
  const results = await Promise.allSettled([queued.write(batch(1)), queued.write(batch(666)), queued.write(batch(2))]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(state.written).toEqual([1, 2]);
});

test('closing rejects what waits, for nothing of it was acknowledged', async () => {
  const { state, store } = switchable();
  const queued = queuedStore(store, { limit: 2, clock });
  const results = Promise.allSettled([queued.write(batch(1, 2)), queued.write(batch(3))]);
  await turns(5);
  await queued.close();
  for (const result of await results) expect(result).toMatchObject({ reason: { code: 'STORE_UNAVAILABLE' } });
  expect(state.closed).toBe(true);
});
