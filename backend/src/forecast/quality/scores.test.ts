import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalScore, randomOf } from '../../model/random.ts';
import { crps, missEvidence, symmetricError } from './scores.ts';

const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const quantiles = fc.tuple(value, value, value, value, value).map((values) => {
  const [lower95, lower80, mean, upper80, upper95] = values.toSorted((a, b) => a - b) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { mean, lower80, upper80, lower95, upper95 };
});
const pointAt = (mean: number) => ({ mean, lower80: mean, upper80: mean, lower95: mean, upper95: mean });

describe('the continuous ranked probability score', () => {
  test('of a forecast without width is the absolute error', () => {
    fc.assert(
      fc.property(value, value, (mean, real) => {
        expect(crps(pointAt(mean), real)).toBeCloseTo(Math.abs(mean - real), 6);
      }),
    );
  });

  test('is never negative, and grows with the unit of the series', () => {
    fc.assert(
      fc.property(quantiles, value, (forecast, real) => {
        const score = crps(forecast, real);
        expect(score).toBeGreaterThanOrEqual(0);
        const inThousands = Object.fromEntries(Object.entries(forecast).map(([name, one]) => [name, one * 1000]));
        expect(crps(inThousands as typeof forecast, real * 1000) / 1000).toBeCloseTo(score, 5);
      }),
    );
  });

  test('is best for the distribution that the values come from', () => {
    const random = randomOf(1);
    const real = Array.from({ length: 20_000 }, () => normalScore(random));
    const of = (width: number, mean = 0) => {
      const [narrow, wide] = [1.281552 * width, 1.959964 * width];
      const forecast = {
        mean,
        lower80: mean - narrow,
        upper80: mean + narrow,
        lower95: mean - wide,
        upper95: mean + wide,
      };
      return real.reduce((sum, one) => sum + crps(forecast, one), 0) / real.length;
    };
    // 0.5642 = 1/√π is the exact one; five quantiles leave out what lies between them.
    expect(of(1)).toBeGreaterThan(0.45);
    expect(of(1)).toBeLessThan(0.5642);
    for (const other of [of(0.5), of(2), of(1, 0.5)]) expect(other).toBeGreaterThan(of(1) + 0.02);
  });
});

describe('the symmetric error', () => {
  test('is between 0 and 200 %, the same both ways, and 0 where both are 0', () => {
    expect(symmetricError(0, 0)).toBe(0);
    expect(symmetricError(50, 150)).toBe(100);
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(symmetricError(a, b)).toBe(symmetricError(b, a));
        expect(symmetricError(a, b)).toBeGreaterThanOrEqual(0);
        expect(symmetricError(a, b)).toBeLessThanOrEqual(200.0001);
      }),
    );
  });
});

describe('the evidence of misses', () => {
  /** The probability that of `count` values, each inside with probability `level`, at most `inside` are. */
  function binomial(inside: number, count: number, level: number): number {
    let term = (1 - level) ** count;
    let sum = term;
    for (let k = 1; k <= inside; k++) {
      term *= ((count - k + 1) / k) * (level / (1 - level));
      sum += term;
    }
    return sum;
  }

  test('never makes chance less likely than the binomial distribution does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0, max: 1, noNaN: true }), (count, part) => {
        const inside = Math.floor(part * count);
        const bound = Math.exp(-missEvidence(inside / count, 0.8, count));
        expect(bound).toBeGreaterThanOrEqual(binomial(inside, count, 0.8) - 1e-9);
      }),
    );
  });

  test('grows with the misses and with the number of values', () => {
    expect(missEvidence(0.8, 0.8, 100)).toBe(0);
    expect(missEvidence(0.9, 0.8, 100)).toBe(0);
    expect(missEvidence(0.5, 0.8, 100)).toBeGreaterThan(missEvidence(0.6, 0.8, 100));
    expect(missEvidence(0.5, 0.8, 200)).toBeCloseTo(2 * missEvidence(0.5, 0.8, 100), 9);
    expect(missEvidence(0, 0.8, 10)).toBeCloseTo(-10 * Math.log(0.2), 9);
  });
});
