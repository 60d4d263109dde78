import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packSketch, type Sketch, sketchCount, sketchQuantile, sketchValue, unpackSketch } from './sketch.ts';

const sketchOf = (values: readonly number[]): Sketch => {
  const sketch: Sketch = new Map();
  for (const value of values) sketchValue(sketch, value);
  return sketch;
};
const delays = fc.array(fc.double({ min: 1e-6, max: 1e5, noNaN: true }), { minLength: 1, maxLength: 300 });
const quantile = fc.double({ min: 0, max: 1, noNaN: true });

test('a quantile is within one percent of the value of its rank', () => {
  fc.assert(
    fc.property(delays, quantile, (values, q) => {
      const truth = values.toSorted((a, b) => a - b)[Math.floor(1 + q * (values.length - 1)) - 1]!;
      const told = sketchQuantile(sketchOf(values), q)!;
      expect(Math.abs(told - truth) / truth).toBeLessThanOrEqual(0.01 + 1e-9);
    }),
  );
});

test('sketches merge by their counts, and come back from the state as they were', () => {
  fc.assert(
    fc.property(delays, delays, (some, others) => {
      const merged = sketchOf(some);
      for (const [bucket, count] of sketchOf(others)) merged.set(bucket, (merged.get(bucket) ?? 0) + count);
      expect(merged).toEqual(sketchOf([...some, ...others]));
      expect(unpackSketch(JSON.parse(JSON.stringify(packSketch(merged))))).toEqual(merged);
      expect(sketchCount(merged)).toBe(some.length + others.length);
    }),
  );
});

test('a sketch is bounded, whatever the values; nothing has no quantile', () => {
  const values = Array.from({ length: 5000 }, (_, index) => 10 ** (index / 100 - 25));
  expect(sketchOf([0, -1, Number.MAX_VALUE, ...values]).size).toBeLessThanOrEqual(1267);
  expect(sketchQuantile(sketchOf([0]), 0.5)).toBeCloseTo(1e-6, 7);
  expect(sketchQuantile(new Map(), 0.5)).toBeUndefined();
});
