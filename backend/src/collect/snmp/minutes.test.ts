import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answeredSeries, interfaceSeries } from '../../model/device-series.ts';
import type { Batch } from '../../model/series.ts';
import { createMinutes, stepOf } from './minutes.ts';

const M = 60_000;
const level = answeredSeries('edge');
const flow = interfaceSeries('edge', 'ge-1', 'in_bits_per_second', null);
const samples = (batch: Batch) => batch.flatMap(({ times, values }) => times.map((time, at) => [time, values[at]]));

test('the step is the poll period rounded up to whole minutes', () => {
  expect([1000, 60_000, 60_001, 90_000, 300_000].map(stepOf)).toEqual([M, M, 2 * M, 2 * M, 5 * M]);
});

describe('a gauge', () => {
  test('is published at once under the start of its step when nothing more is read in it', () => {
    const minutes = createMinutes(M);
    minutes.gauge(level, 5 * M + 17_000, 42);
    expect(samples(minutes.complete(6 * M + 17_000, 0))).toEqual([[5 * M, 42]]);
    expect(minutes.complete(7 * M, 0)).toEqual([]);
  });

  test('is the mean of its step where it is read more often', () => {
    const minutes = createMinutes(M);
    for (const [second, value] of [
      [10, 1],
      [30, 2],
    ] as const) {
      minutes.gauge(level, second * 1000, value);
      expect(minutes.complete((second + 20) * 1000, 0)).toEqual([]);
    }
    minutes.gauge(level, 50_000, 6);
    expect(samples(minutes.complete(70_000, 0))).toEqual([[0, 3]]);
  });

  test('carries the step it is measured in', () => {
    const minutes = createMinutes(5 * M);
    minutes.gauge(level, 7 * M, 1);
    const [block] = minutes.complete(12 * M, 0);
    expect([block?.series.step, block?.times]).toEqual([5 * M, [5 * M]]);
  });
});

describe('a flow', () => {
  test('is divided between the minutes it ran in, and a minute waits until it is known to its end', () => {
    const minutes = createMinutes(M);
    minutes.flow(flow, 20_000, 80_000, 6000);
    expect(samples(minutes.complete(0, 80_000))).toEqual([[0, 100]]);
    minutes.flow(flow, 80_000, 140_000, 12_000);
    // 20 s at 100 a second, 40 s at 200.
    expect(samples(minutes.complete(0, 140_000))).toEqual([[M, (20 * 100 + 40 * 200) / 60]]);
  });

  test('of which less than half a minute is known is a gap', () => {
    const minutes = createMinutes(M);
    minutes.flow(flow, 31_000, 149_000, 118_000);
    expect(samples(minutes.complete(0, 300_000)).map(([time]) => time)).toEqual([M]);
  });

  test('adds up to what was counted, however the polls lie', () => {
    const intervals = fc.array(fc.record({ length: fc.integer({ min: 1, max: 90_000 }), amount: fc.nat() }), {
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(intervals, fc.constantFrom(M, 5 * M), (parts, step) => {
        const minutes = createMinutes(step);
        const published: (number | undefined)[][] = [];
        let time = 0;
        let total = 0;
        for (const { length, amount } of parts) {
          minutes.flow(flow, time, time + length, amount);
          time += length;
          total += amount;
          published.push(...samples(minutes.complete(0, time)));
        }
        const end = Math.ceil(time / step) * step;
        minutes.flow(flow, time, end, 0);
        published.push(...samples(minutes.complete(0, end)));
        expect(published.map(([start]) => start)).toEqual(published.map((_, at) => at * step));
        const sum = published.reduce((all, [, value]) => all + (value! * step) / 1000, 0);
        expect(Math.abs(sum - total)).toBeLessThanOrEqual(1e-9 * total + 1e-6);
      }),
    );
  });
});
