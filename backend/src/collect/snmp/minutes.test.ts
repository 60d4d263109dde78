import { describe, expect, test } from 'vitest';
import { answeredSeries } from '../../model/device-series.ts';
import type { Batch } from '../../model/series.ts';
import { createMinutes, stepOf } from './minutes.ts';

const M = 60_000;
const level = answeredSeries('edge');
const samples = (batch: Batch) => batch.flatMap(({ times, values }) => times.map((time, at) => [time, values[at]]));

test('the step is the poll period rounded up to whole minutes', () => {
  expect([1000, 60_000, 60_001, 90_000, 300_000].map(stepOf)).toEqual([M, M, 2 * M, 2 * M, 5 * M]);
});

describe('a gauge', () => {
  test('is published at once under the start of its step when nothing more is read in it', () => {
    const minutes = createMinutes(M);
    minutes.gauge(level, 5 * M + 17_000, 42);
    expect(samples(minutes.complete(6 * M + 17_000))).toEqual([[5 * M, 42]]);
    expect(minutes.complete(7 * M)).toEqual([]);
  });

  test('is the mean of its step where it is read more often', () => {
    const minutes = createMinutes(M);
    for (const [second, value] of [
      [10, 1],
      [30, 2],
    ] as const) {
      minutes.gauge(level, second * 1000, value);
      expect(minutes.complete((second + 20) * 1000)).toEqual([]);
    }
    minutes.gauge(level, 50_000, 6);
    expect(samples(minutes.complete(70_000))).toEqual([[0, 3]]);
  });

  test('carries the step it is measured in', () => {
    const minutes = createMinutes(5 * M);
    minutes.gauge(level, 7 * M, 1);
    const [block] = minutes.complete(12 * M);
    expect([block?.series.step, block?.times]).toEqual([5 * M, [5 * M]]);
  });
});
