import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memorySeries } from './device-series.ts';
import { createResampler, stepSeries } from './resample.ts';
import { type Batch, type SeriesBlock, seriesKey } from './series.ts';
import { HOUR, MINUTE } from './targets.ts';

const FIVE = 5 * MINUTE;
const START = Date.UTC(2026, 0, 5);
const series = memorySeries('core-1', 'heap');

/** Samples at the given minutes after START. */
const block = (minutes: readonly number[], value: (minute: number) => number): SeriesBlock => ({
  series,
  times: minutes.map((minute) => START + minute * MINUTE),
  values: minutes.map(value),
});
const minutes = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

/** All samples of one derived series in the batches, as [minute after START, value]. */
const samples = (batches: readonly Batch[], step: number) =>
  batches
    .flat()
    .filter((found) => seriesKey(found.series) === seriesKey(stepSeries(series, step)))
    .flatMap(({ times, values }) => times.map((time, index) => [(time - START) / MINUTE, values[index]!] as const));

test('a derived series keeps its description and is told apart by its step', () => {
  expect(stepSeries(series, FIVE)).toEqual({ ...series, tags: { ...series.tags, step: '5m' }, step: FIVE });
  expect(stepSeries(series, HOUR).tags.step).toBe('1h');
});

describe('a bucket', () => {
  test('is the mean of its samples, and comes with the first sample of a later one', () => {
    const resampler = createResampler([FIVE, HOUR]);
    expect(resampler.push([block(minutes(0, 5), (minute) => minute)])).toEqual([]);
    expect(samples([resampler.push([block([5], () => 9)])], FIVE)).toEqual([[0, 2]]);
    expect(samples([resampler.push([block(minutes(6, 61), () => 9)])], HOUR)).toEqual([[0, (10 + 55 * 9) / 60]]);
  });

  test('is missing with fewer than half of its samples', () => {
    const push = (some: readonly number[]) =>
      samples([createResampler([FIVE]).push([block([...some, 60], () => 1)])], FIVE);
    expect(push([0, 1])).toEqual([]);
    expect(push([0, 1, 4])).toEqual([[0, 1]]);
  });

  test('once closed is not changed by late or repeated samples', () => {
    const resampler = createResampler([FIVE]);
    resampler.push([block(minutes(0, 8), () => 1)]);
    expect(resampler.push([block(minutes(0, 8), () => 50)])).toEqual([]);
    expect(samples([resampler.push([block(minutes(8, 11), () => 1)])], FIVE)).toEqual([[5, 1]]);
  });
});

test('how samples are cut into batches, or sent again, makes no difference; means stay within their samples', () => {
  const sample = fc.record({ minute: fc.nat(500), value: fc.double({ min: -1e6, max: 1e6, noNaN: true }) });
  const sampleList = fc.uniqueArray(sample, { selector: ({ minute }) => minute, maxLength: 300 });
  fc.assert(
    fc.property(sampleList, fc.array(fc.nat(300), { maxLength: 6 }), (unsorted, cuts) => {
      const all = unsorted.toSorted((a, b) => a.minute - b.minute);
      const values = new Map(all.map(({ minute, value }) => [minute, value]));
      const part = (from: number, to: number) =>
        block(
          all.slice(from, to).map(({ minute }) => minute),
          (minute) => values.get(minute)!,
        );
      const whole = createResampler([FIVE, HOUR]).push([part(0, all.length)]);
      const resampler = createResampler([FIVE, HOUR]);
      const edges = [0, ...cuts.toSorted((a, b) => a - b), all.length];
      const cut = edges.slice(1).map((edge, index) => resampler.push([part(Math.max(0, edges[index]! - 3), edge)]));
      for (const step of [FIVE, HOUR]) {
        expect(samples(cut, step)).toEqual(samples([whole], step));
        for (const [minute, mean] of samples([whole], step)) {
          const inside = all.filter((one) => one.minute >= minute && one.minute < minute + step / MINUTE);
          expect(inside.length).toBeGreaterThanOrEqual(step / MINUTE / 2);
          expect(mean).toBeCloseTo(inside.reduce((sum, { value }) => sum + value, 0) / inside.length, 6);
        }
      }
    }),
    { numRuns: 200 },
  );
});
