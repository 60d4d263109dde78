import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { breachProbability } from './breach.ts';

const quantiles = fc
  .array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 5, maxLength: 5 })
  .map((values) => values.toSorted((a, b) => a - b));

describe('the probability of a breach', () => {
  test.each([
    [1, 0.975],
    [2, 0.9],
    [3, 0.5],
    [4, 0.1],
    [5, 0.025],
  ])('above the quantile %d is %d', (threshold, probability) => {
    expect(breachProbability([1, 2, 3, 4, 5], threshold)).toBeCloseTo(probability, 4);
  });

  test('is a probability that never grows with the threshold', () => {
    const threshold = fc.double({ min: -2e6, max: 2e6, noNaN: true });
    fc.assert(
      fc.property(quantiles, threshold, threshold, (levels, one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const [more, less] = [breachProbability(levels, low), breachProbability(levels, high)];
        expect(more).toBeLessThanOrEqual(1);
        expect(less).toBeGreaterThanOrEqual(0);
        expect(more).toBeGreaterThanOrEqual(less - 1e-6);
      }),
    );
  });

  test('below a threshold is what is not above it', () => {
    const whole = fc.integer({ min: -1000, max: 1000 });
    const distinct = fc.uniqueArray(whole, { minLength: 5, maxLength: 5 }).map((all) => all.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(distinct, whole, (levels, level) => {
        const sum = breachProbability(levels, level) + breachProbability(levels, level, 'below');
        expect(sum).toBeCloseTo(1, 5);
      }),
    );
    expect(breachProbability([1, 2, 3, 4, 5], 2, 'below')).toBeCloseTo(0.1, 4);
  });

  test('of a certain forecast is 0 or 1', () => {
    expect([4, 5, 6].map((threshold) => breachProbability([5, 5, 5, 5, 5], threshold))).toEqual([1, 0, 0]);
  });
});
