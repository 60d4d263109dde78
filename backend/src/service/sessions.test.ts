import { expect, test } from 'vitest';
import { HOUR, MINUTE, sessionSeries } from '../model/targets.ts';
import { memoryStore } from '../test/memory-store.ts';
import { sessionCounts } from './sessions.ts';

const block = (nas: string, ...counts: (readonly [minute: number, count: number])[]) => ({
  series: sessionSeries('billing', nas),
  times: counts.map(([minute]) => minute * MINUTE),
  values: counts.map(([, count]) => count),
});

test('a NAS usually holds the most sessions of the last hour', () => {
  const sessions = sessionCounts();
  expect(sessions.of('a')).toBeUndefined();
  sessions.take([block('a', [1, 80], [2, 100]), block('b', [1, 5])]);
  sessions.take([block('a', [3, 0])]);
  expect([sessions.of('a'), sessions.of('b')]).toEqual([100, 5]);
  sessions.take([block('a', [63, 7])]);
  expect(sessions.of('a')).toBe(7);
});

test('goes on with what the store has', async () => {
  const store = memoryStore();
  await store.write([block('a', [60, 90], [61, 3])]);
  const sessions = sessionCounts();
  await sessions.restore(store, { now: () => 2 * HOUR });
  expect(sessions.of('a')).toBe(90);
});
