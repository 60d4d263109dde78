import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { probabilityAbove, probabilityBelow, probabilityBeyond, quantileAt } from './distribution.ts';
import type { Forecast } from './forecast.ts';
import { laplaceDistribution, laplaceQuantile } from './laplace.ts';
import { normalDistribution, normalQuantile } from './normal.ts';
import { HOUR } from './targets.ts';

interface Bounds {
  readonly lowerBound?: number;
  readonly upperBound?: number;
}

/** A forecast of one lead with these five quantiles, in ascending order. */
function withQuantiles([lower95, lower80, mean, upper80, upper95]: readonly number[], bounds: Bounds = {}): Forecast {
  const one = (value: number | undefined) => [value!];
  const series = { measurement: 'm', tags: {}, field: 'f', unit: 'things', kind: 'gauge', step: HOUR } as const;
  return {
    ...{ series: { ...series, ...bounds }, origin: 0, mean: one(mean) },
    ...{ lower80: one(lower80), upper80: one(upper80), lower95: one(lower95), upper95: one(upper95) },
  };
}

const real = (size: number) => fc.double({ min: -size, max: size, noNaN: true });
const ascending = fc.array(real(1e6), { minLength: 5, maxLength: 5 }).map((values) => values.toSorted((a, b) => a - b));
/** Quantiles that differ by at least 1. */
const apart = ascending.map((values) => values.map((value, index) => value + index));
const bounded = fc.tuple(ascending, real(1e6), real(1e6)).map(([quantiles, a, b]) => {
  const [lowerBound, upperBound] = [Math.min(a, b), Math.max(a, b)];
  const within = quantiles.map((value) => Math.min(Math.max(value, lowerBound), upperBound));
  return { forecast: withQuantiles(within, { lowerBound, upperBound }), lowerBound, upperBound };
});
const threshold = real(2e6);
const probability = fc.double({ min: 0, max: 1, noNaN: true });

describe('the probability of being beyond a threshold', () => {
  test.each([
    [10, 0.975],
    [20, 0.9],
    [40, 0.5],
    [55, 0.1],
    [80, 0.025],
  ])('above %d it is what the quantile there says', (threshold, expected) => {
    const made = withQuantiles([10, 20, 40, 55, 80]);
    expect(probabilityBeyond(made, 1, 1, threshold)).toBeCloseTo(expected, 6);
    expect(probabilityBeyond(made, 1, -1, threshold)).toBeCloseTo(1 - expected, 6);
  });

  test('follows the double exponential distribution where the quantiles are those of one, tails included', () => {
    const made = withQuantiles([-Math.log(20), -Math.log(5), 0, Math.log(5), Math.log(20)]);
    expect(probabilityBeyond(made, 1, 1, 1)).toBeCloseTo(Math.exp(-1) / 2, 12);
    expect(probabilityBeyond(made, 1, 1, 7)).toBeCloseTo(Math.exp(-7) / 2, 12);
    expect(probabilityBeyond(made, 1, -1, -7)).toBeCloseTo(Math.exp(-7) / 2, 12);
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

  test('nothing is beyond a bound of the series, everything on the near side of it', () => {
    const made = withQuantiles([5, 20, 50, 80, 95], { lowerBound: 0, upperBound: 100 });
    expect([-1, 100].map((threshold) => probabilityBeyond(made, 1, 1, threshold))).toEqual([1, 0]);
    expect([0, 101].map((threshold) => probabilityBeyond(made, 1, -1, threshold))).toEqual([0, 1]);
    expect(probabilityBeyond(made, 1, 1, 99.999)).toBeGreaterThan(0.01);
  });

  test('looks at the lead that is asked for', () => {
    const [low, high] = [withQuantiles([1, 2, 3, 4, 5]), withQuantiles([11, 12, 13, 14, 15])];
    const both = { ...low };
    for (const column of ['mean', 'lower80', 'upper80', 'lower95', 'upper95'] as const) {
      Object.assign(both, { [column]: [...low[column], ...high[column]] });
    }
    expect(probabilityBeyond(both, 1, 1, 8)).toBeLessThan(0.001);
    expect(probabilityBeyond(both, 2, 1, 8)).toBeGreaterThan(0.999);
    expect([1, 2].map((lead) => quantileAt(both, lead, 0.5))).toEqual([3, 13]);
  });

  test('is between 0 and 1 and never grows with the threshold, whatever the quantiles', () => {
    fc.assert(
      fc.property(bounded, threshold, threshold, ({ forecast }, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const [likely, unlikely] = [low, high].map((threshold) => probabilityBeyond(forecast, 1, 1, threshold));
        expect(likely).toBeLessThanOrEqual(1);
        expect(unlikely).toBeGreaterThanOrEqual(0);
        expect(likely! - unlikely!).toBeGreaterThanOrEqual(-1e-12);
      }),
    );
  });

  test('above and below are mirror images', () => {
    fc.assert(
      fc.property(ascending, real(1e6), threshold, (quantiles, bound, threshold) => {
        const mirrored = withQuantiles(quantiles.map((quantile) => -quantile).reverse(), { upperBound: -bound });
        const below = probabilityBeyond(withQuantiles(quantiles, { lowerBound: bound }), 1, -1, threshold);
        expect(below).toBeCloseTo(probabilityBeyond(mirrored, 1, 1, -threshold), 9);
      }),
    );
  });
});

describe('the probability by quantiles alone', () => {
  test('is that of a forecast without bounds, on both sides', () => {
    fc.assert(
      fc.property(ascending, threshold, (quantiles, threshold) => {
        const made = withQuantiles(quantiles);
        expect(probabilityAbove(quantiles, threshold)).toBe(probabilityBeyond(made, 1, 1, threshold));
        expect(probabilityBelow(quantiles, threshold)).toBe(probabilityBeyond(made, 1, -1, threshold));
      }),
    );
  });

  test('falls exponentially between the quantiles and in the tails, and is nothing beyond equal outer ones', () => {
    const of = (threshold: number) => probabilityAbove([80, 87, 100, 113, 120], threshold);
    expect(of(106.5)).toBeCloseTo(0.5 * Math.sqrt(0.2), 12);
    expect(of(116.5)).toBeCloseTo(Math.sqrt(0.1 * 0.025), 12);
    expect(of(127)).toBeCloseTo(0.025 / 4, 12);
    expect([70, 99, 100, 150].map((threshold) => probabilityAbove([70, 80, 95, 100, 100], threshold))).toEqual([
      0.975,
      expect.closeTo(0.5 * 0.2 ** 0.8, 12),
      0,
      0,
    ]);
  });
});

describe('the quantile of a probability', () => {
  test('is the column where there is one', () => {
    const made = withQuantiles([10, 20, 40, 55, 80]);
    const found = [0.025, 0.1, 0.5, 0.9, 0.975].map((probability) => quantileAt(made, 1, probability));
    for (const [index, expected] of [10, 20, 40, 55, 80].entries()) expect(found[index]).toBeCloseTo(expected, 4);
  });

  test('never falls with the probability, is finite and within the bounds', () => {
    fc.assert(
      fc.property(bounded, probability, probability, ({ forecast, lowerBound, upperBound }, a, b) => {
        const [low, high] = [quantileAt(forecast, 1, Math.min(a, b)), quantileAt(forecast, 1, Math.max(a, b))];
        expect(low).toBeGreaterThanOrEqual(lowerBound);
        expect(high).toBeLessThanOrEqual(upperBound);
        expect(high - low).toBeGreaterThanOrEqual(-1e-9);
      }),
    );
  });

  test('is exceeded with what is left of the probability', () => {
    const inner = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(apart, inner, (quantiles, probability) => {
        const made = withQuantiles(quantiles);
        const value = quantileAt(made, 1, probability);
        expect(probabilityBeyond(made, 1, 1, value)).toBeCloseTo(1 - probability, 6);
        expect(probabilityBeyond(made, 1, -1, value)).toBeCloseTo(probability, 6);
      }),
    );
  });

  test('with bounds and equal quantiles it still lies where the probability is passed', () => {
    fc.assert(
      fc.property(bounded, fc.double({ min: 0.001, max: 0.999, noNaN: true }), ({ forecast }, probability) => {
        const value = quantileAt(forecast, 1, probability);
        const little = 1e-6 * (1 + Math.abs(value));
        expect(probabilityBeyond(forecast, 1, 1, value + little)).toBeLessThanOrEqual(1 - probability + 1e-6);
        expect(probabilityBeyond(forecast, 1, -1, value - little)).toBeLessThanOrEqual(probability + 1e-6);
      }),
    );
  });
});

describe('the double exponential distribution', () => {
  test('and its quantiles are inverse', () => {
    const score = fc.double({ min: -33, max: 25, noNaN: true });
    fc.assert(
      fc.property(score, (score) => {
        expect(laplaceQuantile(laplaceDistribution(score))).toBeCloseTo(score, 4);
      }),
    );
    expect([0, 1].map(laplaceQuantile).map(Math.round)).toEqual([-34, 34]);
    expect([0.1, 0.5, 0.975].map(laplaceQuantile)).toEqual([-Math.log(5), 0, expect.closeTo(Math.log(20), 12)]);
  });
});

describe('the normal distribution', () => {
  test.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [-1.96, 0.024997895148220435],
    [-6, 9.865876450376981e-10],
    [-8, 6.220960574271785e-16],
  ])('at %d is as tables have it', (score, probability) => {
    expect(normalDistribution(score) / probability).toBeCloseTo(1, 7);
  });

  test.each([
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.999, 3.090232306167813],
    [1e-10, -6.361340902404056],
    [1e-13, -7.348796102800675],
  ])('has its quantile of %d where tables have it', (probability, score) => {
    expect(normalQuantile(probability)).toBeCloseTo(score, 9);
  });

  test('and its quantiles are inverse', () => {
    const score = fc.double({ min: -7.9, max: 5, noNaN: true });
    fc.assert(
      fc.property(score, (score) => {
        expect(normalQuantile(normalDistribution(score))).toBeCloseTo(score, 6);
      }),
    );
    expect([0, 1].map(normalQuantile).map(Math.round)).toEqual([-8, 8]);
  });
});
