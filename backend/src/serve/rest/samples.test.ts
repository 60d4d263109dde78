import fc from 'fast-check';
import { expect, test } from 'vitest';
import { targetSeries } from '../../model/targets.ts';
import { memoryStore } from '../../test/memory-store.ts';
import { everyStep, POINT_LIMIT, samplesByKey, stepCount, valuesAt } from './samples.ts';

const series = targetSeries('a', 'count_failed');

test('fills a gap with its steps', () => {
  expect(everyStep([0, 10, 40], 10)).toEqual([0, 10, 20, 30, 40]);
  expect(valuesAt({ series, times: [0, 10, 40], values: [1, 2, 3] }, [0, 10, 20, 30, 40])).toEqual([
    1,
    2,
    null,
    null,
    3,
  ]);
});

test('keeps samples that came a little early or late, without a false gap beside them', () => {
  expect(everyStep([0, 11, 19, 42], 10)).toEqual([0, 11, 19, 29, 42]);
});

test('gives every step once, and no sample is lost', () => {
  const steps = fc.uniqueArray(fc.integer({ min: 0, max: 500 }), { minLength: 1 });
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 3_600_000 }), (offsets, step) => {
      const times = offsets.toSorted((a, b) => a - b).map((offset) => offset * step);
      const filled = everyStep(times, step);
      expect(filled).toHaveLength(stepCount(times, step));
      expect(filled.every((time, index) => index === 0 || time - filled[index - 1]! === step)).toBe(true);
      const values = valuesAt({ series, times, values: times }, filled);
      expect(values.filter((value) => value !== null)).toEqual(times);
    }),
  );
});

test('a store that would give too much is not read to its end', async () => {
  const times = Array.from({ length: POINT_LIMIT }, (_, index) => index);
  let read = 0;
  const endless = {
    ...memoryStore(),
    async *query() {
      while (true) {
        read += 1;
        yield { series: targetSeries(`source ${read}`, 'mean_delay'), times, values: times };
      }
    },
  };
  await expect(samplesByKey(endless, {}, { from: 0, to: 1 })).rejects.toMatchObject({ kind: 'too-many-points' });
  expect(read).toBe(2);
});
