import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Forecast } from '../model/forecast.ts';
import { probabilityBeyond } from './distribution.ts';
import { forecast, thermometer } from './suite.ts';

/** A forecast of one lead with these five quantiles, in ascending order. */
function withQuantiles([lower95, lower80, mean, upper80, upper95]: readonly number[]): Forecast {
  const one = (value: number | undefined) => [value!];
  return {
    ...{ series: thermometer, origin: 0, mean: one(mean) },
    ...{ lower80: one(lower80), upper80: one(upper80), lower95: one(lower95), upper95: one(upper95) },
  };
}

const ascending = fc
  .array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 5, maxLength: 5 })
  .map((values) => values.toSorted((a, b) => a - b));
const value = fc.double({ min: -2e6, max: 2e6, noNaN: true });

describe('the probability of being beyond a threshold', () => {
  test.each([
    [10, 0.975],
    [20, 0.9],
    [40, 0.5],
    [55, 0.1],
    [80, 0.025],
  ])('above %d it is what the quantile there says', (threshold, expected) => {
    const made = withQuantiles([10, 20, 40, 55, 80]);
    expect(probabilityBeyond(made, 1, 1, threshold)).toBeCloseTo(expected, 5);
    expect(probabilityBeyond(made, 1, -1, threshold)).toBeCloseTo(1 - expected, 5);
  });

  test('follows the normal distribution where the quantiles are normal, tails included', () => {
    const made = withQuantiles([-1.959964, -1.281552, 0, 1.281552, 1.959964]);
    expect(probabilityBeyond(made, 1, 1, 1)).toBeCloseTo(0.158655, 5);
    expect(probabilityBeyond(made, 1, 1, 3)).toBeCloseTo(0.00135, 5);
    expect(probabilityBeyond(made, 1, -1, -3)).toBeCloseTo(0.00135, 5);
  });

  test('is certain where the forecast is', () => {
    const made = withQuantiles([7, 7, 7, 7, 7]);
    expect([6, 7, 8].map((threshold) => probabilityBeyond(made, 1, 1, threshold))).toEqual([1, 0, 0]);
    expect([6, 7, 8].map((threshold) => probabilityBeyond(made, 1, -1, threshold))).toEqual([0, 0, 1]);
  });

  test('a bound that cuts the interval off has nothing beyond it', () => {
    const made = withQuantiles([70, 80, 95, 100, 100]);
    expect(probabilityBeyond(made, 1, 1, 100)).toBe(0);
    expect(probabilityBeyond(made, 1, 1, 99)).toBeGreaterThan(0.1);
  });

  test('looks at the lead that is asked for', () => {
    const rising = forecast(thermometer, 0, (at) => 40 + at, { width: 2 });
    expect(probabilityBeyond(rising, 1, 1, 70)).toBeLessThan(0.001);
    expect(probabilityBeyond(rising, 24, 1, 70)).toBeGreaterThan(0.999);
  });

  test('is between 0 and 1 and never grows with the threshold, whatever the quantiles', () => {
    fc.assert(
      fc.property(ascending, value, value, (quantiles, a, b) => {
        const made = withQuantiles(quantiles);
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const [likely, unlikely] = [low, high].map((threshold) => probabilityBeyond(made, 1, 1, threshold));
        expect(likely).toBeLessThanOrEqual(1);
        expect(unlikely).toBeGreaterThanOrEqual(0);
        expect(likely! - unlikely!).toBeGreaterThanOrEqual(-1e-7);
      }),
    );
  });

  test('above and below are mirror images', () => {
    fc.assert(
      fc.property(ascending, value, (quantiles, threshold) => {
        const mirrored = withQuantiles(quantiles.map((quantile) => -quantile).reverse());
        const below = probabilityBeyond(withQuantiles(quantiles), 1, -1, threshold);
        expect(below).toBeCloseTo(probabilityBeyond(mirrored, 1, 1, -threshold), 6);
      }),
    );
  });
});
