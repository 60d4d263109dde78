import { beforeEach, describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../model/targets.ts';
import { type Buckets, createBuckets } from './buckets.ts';
import { memoryState, T0 } from './suite.ts';

interface Count {
  count: number;
}

describe('buckets', () => {
  let state: ReturnType<typeof memoryState>;
  let buckets: Buckets<Count>;
  const create = (latePeriod: number) =>
    createBuckets<Count>(
      {
        ...{ prefix: 'minute', rowLength: HOUR, settled: 2 * MINUTE, latePeriod },
        ...{ empty: () => ({ count: 0 }), pack: ({ count }) => count, unpack: (count) => ({ count: count as number }) },
      },
      { row: (key) => state.row('part', key), rows: () => state.rows('part') },
    );
  const commit = () => {
    const changes = [...buckets.changes()];
    state.commit(changes.map(([key, data]) => ({ part: 'part', key, data })));
    return changes.map(([key]) => key);
  };
  const count = (minute: number) => void buckets.at(T0 + minute * MINUTE).count++;
  const publish = (minute: number, now = minute) =>
    buckets
      .publish(T0 + minute * MINUTE, T0 + now * MINUTE)
      .map(([start, bucket]) => [(start - T0) / MINUTE, bucket.count]);
  beforeEach(() => {
    state = memoryState();
    buckets = create(10 * MINUTE);
  });

  test('are published once they have settled, in the order of time, and again when they change', () => {
    for (const minute of [1, 0, 1, 2]) count(minute);
    expect(publish(3)).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(publish(3)).toEqual([]);
    count(0);
    expect(publish(10)).toEqual([
      [0, 2],
      [2, 1],
    ]);
  });

  test('that change late wait for the next period; new ones do not, nor does anything without a period', () => {
    count(0);
    count(5);
    expect(publish(2)).toEqual([[0, 1]]);
    count(0);
    expect(publish(9)).toEqual([[5, 1]]);
    expect(publish(9, 10)).toEqual([[0, 2]]);
    buckets = create(0);
    count(0);
    expect(publish(9)).toEqual([[0, 1]]);
    count(0);
    expect(publish(9)).toEqual([[0, 2]]);
  });

  test('come back from their rows, of which only those that changed are told', () => {
    count(0);
    count(61);
    expect(commit()).toHaveLength(3);
    expect(commit()).toEqual([]);
    buckets = create(0);
    count(61);
    expect(publish(120)).toEqual([
      [0, 1],
      [61, 2],
    ]);
    expect(commit()).toEqual([`minute ${T0 + HOUR}`, 'minute unpublished']);
  });

  test('are forgotten by the row', () => {
    for (const minute of [0, 59, 60]) count(minute);
    commit();
    publish(200);
    buckets.forget(T0 + HOUR - 1);
    expect(commit()).toEqual(['minute unpublished']);
    count(1);
    publish(200, 210);
    buckets.forget(T0 + HOUR);
    expect([...state.rows('part')]).toHaveLength(3);
    commit();
    expect([...state.rows('part')].map(([key]) => key)).toEqual([`minute ${T0 + HOUR}`, 'minute unpublished']);
  });
});
