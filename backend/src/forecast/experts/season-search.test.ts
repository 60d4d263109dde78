import { describe, expect, test } from 'vitest';
import { normalScore, randomOf } from '../../model/random.ts';
import { fillRhythm } from './found-season.ts';
import { createSeasonSearch } from './season-search.ts';

type Noise = (score: () => number) => () => number;

/** An autoregression of one lag and deviation 1. */
const autoregression =
  (coefficient: number): Noise =>
  (score) => {
    let value = score();
    return () => (value = coefficient * value + Math.sqrt(1 - coefficient ** 2) * score());
  };
const NOISES: Readonly<Record<string, Noise>> = {
  white: (score) => score,
  'slightly red': autoregression(0.5),
  red: autoregression(0.9),
  'very red': autoregression(0.99),
  alternating: autoregression(-0.6),
  'a random walk': (score) => {
    let value = 0;
    return () => (value += 0.05 * score());
  },
  'with heavy tails': (score) => () => score() ** 3,
  'a slow and a fast one': (score) => {
    const [slow, fast] = [autoregression(0.97)(score), autoregression(0.6)(score)];
    return () => slow() + fast();
  },
  'a pseudo-cycle': (score) => {
    let [value, before] = [0, 0];
    return () => {
      [value, before] = [1.2 * value - 0.5 * before + score(), value];
      return value;
    };
  },
  'a day whose height wanders': (score) => {
    const height = autoregression(0.98)(score);
    let index = 0;
    return () => height() * Math.sin((2 * Math.PI * index++) / 24) + 0.5 * score();
  },
};

const on = (period: number, steps: number) => (index: number) => (((index % period) + period) % period < steps ? 1 : 0);

/** What is found in weeks of a rhythm of day and week, noise and a season. */
function found(day: number, weeks: number, seed: number, noise: Noise, season: (index: number) => number = () => 0) {
  const random = randomOf(seed);
  const next = noise(() => normalScore(random));
  const rhythm = (index: number) =>
    3 * Math.sin((2 * Math.PI * index) / day) - (Math.floor(index / day) % 7 > 4 ? 1.5 : 0);
  const values = Float64Array.from(
    { length: 7 * day * weeks },
    (_, index) => rhythm(index) + next() + season(index + seed),
  );
  const usual = new Float64Array(7 * day);
  fillRhythm(values, day, usual);
  const rest = values.map((value, index) => value - usual[index % usual.length]!);
  return createSeasonSearch(day, 28 * day).find(rest);
}
const seeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('chance makes no season', () => {
  test.each(Object.entries(NOISES))('%s', (_, noise) => {
    const tries = seeds(150).flatMap((seed) => [found(24, 4, seed, noise), found(24, 3, seed, noise)]);
    expect(tries.filter((period) => period > 0).length / tries.length).toBeLessThan(0.01);
  });

  test.each([6, 1])('of steps of which a day has %d', (day) => {
    const tries = seeds(300).flatMap((seed) => ['white', 'red'].map((name) => found(day, 4, seed, NOISES[name]!)));
    expect(tries.filter((period) => period > 0).length / tries.length).toBeLessThan(0.01);
  });

  test('two faults are none, however long they last', () => {
    const faults = (index: number) => (Math.abs(index - 150) < 6 || Math.abs(index - 370) < 6 ? 30 : 0);
    for (const seed of seeds(20)) expect(found(24, 4, seed, NOISES.white!, (index) => faults(index - seed))).toBe(0);
  });
});

describe('a season is found', () => {
  test.each([
    ['a job of two hours every ten', 10, on(10, 2), 3],
    ['a wave of 10.4 hours', 10.4, (index: number) => Math.sin((2 * Math.PI * index) / 10.4), 3],
    ['a beat of 36 hours', 36, (index: number) => Math.sin((2 * Math.PI * index) / 36), 5],
    ['a step of 8 in 31.7 hours', 31.7, on(31.7, 8), 3],
    ['a day in five', 120, on(120, 24), 10],
    ['eight days on and four off', 288, on(288, 192), 15],
  ])('%s', (_, period, season, size) => {
    for (const seed of seeds(10)) {
      const one = found(24, 4, seed, NOISES.red!, (index) => size * season(index));
      expect(Math.abs(one / period - 1)).toBeLessThan(0.01);
    }
  });

  test.each([
    ['four hours', 6, 30, on(30, 6)],
    ['a day', 1, 5, on(5, 1)],
  ])('in steps of %s', (_, day, period, season) => {
    const tries = seeds(20).map((seed) => found(day, 4, seed, NOISES.white!, (index) => 12 * season(index)));
    expect(tries.filter((one) => Math.abs(one / period - 1) < 0.05).length).toBeGreaterThan(10);
  });

  test('neither a day nor a week nor a part of them is one', () => {
    for (const period of [8, 12, 24, 28, 42, 56, 84, 168]) {
      for (const seed of seeds(5)) {
        expect(found(24, 4, seed, NOISES.red!, (index) => 3 * on(period, 3)(index))).toBe(0);
      }
    }
  });
});

test('of what stands still nothing is found', () => {
  expect(createSeasonSearch(24, 672).find(new Float64Array(672))).toBe(0);
});
