import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { probabilityBeyond, quantileAt } from './distribution.ts';
import type { Forecast } from './forecast.ts';
import { crossing, firstChances, simulatePaths } from './paths.ts';
import { randomOf } from './random.ts';
import type { Series } from './series.ts';
import { HOUR } from './targets.ts';

const ORIGIN = Date.UTC(2026, 0, 5);
const load: Series = {
  ...{ measurement: 'cpu', tags: {}, field: 'load', unit: 'percent', kind: 'gauge', step: HOUR },
  ...{ lowerBound: 0, upperBound: 100 },
};

/** A forecast of these means with a normal distribution around each, cut off at the bounds. */
function normalForecast(means: readonly number[], deviation: number): Forecast {
  const around = (score: number) => means.map((mean) => Math.min(Math.max(mean + score * deviation, 0), 100));
  return {
    ...{ series: load, origin: ORIGIN, mean: around(0), lower80: around(-1.281552), upper80: around(1.281552) },
    ...{ lower95: around(-1.959964), upper95: around(1.959964) },
  };
}

const level = (value: number, count = 24) => Array.from({ length: count }, () => value);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = (x: readonly number[], meanX: number, y: readonly number[], meanY: number) =>
    mean(x.map((value, index) => (value - meanX) * (y[index]! - meanY)));
  return covariance(a, meanA, b, meanB) / Math.sqrt(covariance(a, meanA, a, meanA) * covariance(b, meanB, b, meanB));
}

describe('simulated paths', () => {
  test('have at every lead the distribution of the forecast, with 200 of them', () => {
    const made = normalForecast([30, 50, 96, 4], 6);
    const paths = simulatePaths(made, 200, randomOf(1));
    for (const lead of [1, 2, 3, 4]) {
      const values = paths.map((path) => path[lead - 1]!).toSorted((a, b) => a - b);
      for (const part of [0.1, 0.25, 0.5, 0.75, 0.9]) {
        const [low, high] = [-0.006, 0.006].map((by) => quantileAt(made, lead, part + by));
        expect(values[Math.round(part * 200)]).toBeGreaterThanOrEqual(low!);
        expect(values[Math.round(part * 200)]).toBeLessThanOrEqual(high!);
      }
    }
  });

  test('have neighbours that are correlated, the less the further apart', () => {
    const paths = simulatePaths(normalForecast(level(50), 5), 2000, randomOf(2));
    const at = (lead: number) => paths.map((path) => path[lead - 1]!);
    expect(correlation(at(1), at(2))).toBeCloseTo(0.9, 1);
    expect(Math.abs(correlation(at(12), at(15)) - 0.9 ** 3)).toBeLessThan(0.06);
  });

  test('stay within the bounds of the series', () => {
    const paths = simulatePaths(normalForecast([1, 99], 30), 200, randomOf(3)).flat();
    expect([Math.min(...paths), Math.max(...paths)]).toEqual([0, 100]);
  });

  test('are the same of the same seed', () => {
    const made = normalForecast(level(50), 5);
    expect(simulatePaths(made, 20, randomOf(4))).toEqual(simulatePaths(made, 20, randomOf(4)));
    expect(simulatePaths(made, 20, randomOf(4))).not.toEqual(simulatePaths(made, 20, randomOf(5)));
  });
});

describe('a crossing within a window', () => {
  const scenario = fc.record({
    means: fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 12 }),
    deviation: fc.double({ min: 0, max: 40, noNaN: true }),
    threshold: fc.double({ min: -10, max: 110, noNaN: true }),
    sign: fc.constantFrom<1 | -1>(1, -1),
    seed: fc.nat(),
  });

  test('is neither less likely than in its likeliest bucket nor more than in all together', () => {
    fc.assert(
      fc.property(scenario, ({ means, deviation, threshold, sign, seed }) => {
        const made = normalForecast(means, deviation);
        const single = means.map((_, index) => probabilityBeyond(made, index + 1, sign, threshold));
        const { probability, first } = crossing(made, sign, threshold, 1, means.length, randomOf(seed));
        const sum = single.reduce((total, each) => total + each, 0);
        expect(probability).toBeGreaterThanOrEqual(Math.max(...single) - 1e-12);
        expect(probability).toBeLessThanOrEqual(Math.min(1, sum + 1e-12));
        expect(first === null).toBe(sum === 0);
        if (!first) return;
        const { expected, early, median, late } = first;
        const [start, end] = [ORIGIN + HOUR, ORIGIN + means.length * HOUR];
        expect(start <= early && early <= median && median <= late && late <= end).toBe(true);
        expect(expected).toBeGreaterThanOrEqual(start - 1);
        expect(expected).toBeLessThanOrEqual(end + 1);
      }),
    );
  });

  test('of one bucket is exactly as likely as there', () => {
    const made = normalForecast([40, 60, 80], 8);
    for (const sign of [1, -1] as const) {
      const { probability, first } = crossing(made, sign, 70, 2, 2, randomOf(1));
      expect(probability).toBeCloseTo(probabilityBeyond(made, 2, sign, 70), 12);
      expect(first).toEqual(
        Object.fromEntries(['expected', 'early', 'median', 'late'].map((key) => [key, ORIGIN + 2 * HOUR])),
      );
    }
  });

  test.each([60, 65, 75])('is as likely and as late as in many paths: threshold %d', (threshold) => {
    const rhythm = level(50).map((value, index) => value + 10 * Math.sin(index / 3));
    const made = normalForecast(rhythm, 8);
    const firsts = simulatePaths(made, 20_000, randomOf(7)).map((path) => path.findIndex((value) => value > threshold));
    const reached = firsts.filter((index) => index >= 0).map((index) => index + 1);
    const found = Array.from({ length: 20 }, (_, seed) => crossing(made, 1, threshold, 1, 24, randomOf(seed)));
    for (const { probability, first } of found) {
      expect(Math.abs(probability - reached.length / firsts.length)).toBeLessThan(0.05);
      expect(Math.abs((first!.expected - ORIGIN) / HOUR - mean(reached))).toBeLessThan(3);
    }
    expect(Math.abs(mean(found.map(({ probability }) => probability)) - reached.length / firsts.length)).toBeLessThan(
      0.01,
    );
    const expected = mean(found.map(({ first }) => (first!.expected - ORIGIN) / HOUR));
    expect(Math.abs(expected - mean(reached))).toBeLessThan(0.6);
  });

  test('is likelier than of one bucket, and less than if errors did not last', () => {
    const { probability } = crossing(normalForecast(level(50), 10), 1, 65, 1, 24, randomOf(1));
    expect(probability).toBeGreaterThan(2 * 0.0668);
    expect(probability).toBeLessThan(0.6 * (1 - (1 - 0.0668) ** 24));
  });

  test('that is possible in some buckets only is as likely as there', () => {
    const [alone, ...after] = firstChances([0.3, 0, 0], randomOf(1));
    expect([alone, ...after]).toEqual([expect.closeTo(0.3, 12), 0, 0]);
    const apart = firstChances([0.3, ...level(0, 30), 0.3], randomOf(1));
    const sum = apart.reduce((total, chance) => total + chance, 0);
    expect(Math.abs(sum - (1 - 0.7 ** 2))).toBeLessThan(0.03);
  });

  test('that is certain from a bucket on happens there', () => {
    const made = normalForecast([10, 10, 10, 90, 90], 0);
    expect(crossing(made, 1, 50, 1, 5, randomOf(1))).toMatchObject({
      probability: 1,
      first: { expected: ORIGIN + 4 * HOUR },
    });
    expect(crossing(made, 1, 50, 1, 3, randomOf(1))).toEqual({ probability: 0, first: null });
    expect(crossing(made, 1, 50, 3, 2, randomOf(1))).toEqual({ probability: 0, first: null });
  });
});
