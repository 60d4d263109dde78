import { array, assert, double, integer, property, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalScore, randomOf } from '../../model/random.ts';
import { fillRhythm, foundSeason } from './found-season.ts';
import { profile } from './profile.ts';
import { errorsOf, follow, noisyRhythm, type Process, workshop } from './suite.ts';

const HOURLY = { day: 24, horizon: 24, priors: undefined };
const HOURS = 6 * 168;

const withJob = (seed: number): Process => {
  const rhythm = noisyRhythm(24, { noise: 0.5, seed });
  return (index) => rhythm(index) + (index % 10 < 2 ? 3 : 0);
};

describe('the expert of a season that is found', () => {
  test('says nothing before three weeks, then names the period and forecasts by it', () => {
    const shop = workshop(foundSeason, HOURLY);
    const [expert] = shop.experts;
    const process = withJob(1);
    const young = follow(shop, process, 3 * 168 - 1);
    expect(expert!.season!(young.memory)).toBe(0);
    expect(young.said.flat(2)).toEqual([]);

    const { memory, said } = follow(shop, process, HOURS);
    expect(expert!.season!(memory)).toBeCloseTo(10, 1);
    const withoutSeason = follow(workshop(profile, HOURLY), process, HOURS);
    const [error] = errorsOf(said, process, 5 * 168);
    expect(error).toBeLessThan(0.7 * errorsOf(withoutSeason.said, process, 5 * 168)[0]!);
  });

  test('series that began together look in different hours', () => {
    const lookedAt = (seed: number) => {
      const shop = workshop(foundSeason, HOURLY);
      const said = follow(shop, withJob(seed), HOURS).said.map((opinions) => opinions.flat().length > 0);
      return said.indexOf(true);
    };
    const first = [1, 2, 3, 4, 5, 6].map(lookedAt);
    for (const hour of first) expect(hour).toBeGreaterThanOrEqual(3 * 168 - 1);
    for (const hour of first) expect(hour).toBeLessThan(4 * 168);
    expect(new Set(first).size).toBeGreaterThan(3);
  });

  test('forgets a season that has gone', () => {
    const shop = workshop(foundSeason, HOURLY);
    const [job, rhythm] = [withJob(2), noisyRhythm(24, { noise: 0.5, seed: 2 })];
    const { memory } = follow(shop, (index) => (index < 5 * 168 ? job : rhythm)(index), 9 * 168 + 72);
    expect(shop.experts[0]!.season!(memory)).toBe(0);
  });

  test('takes no rounding of an exact rhythm for a season', () => {
    const shop = workshop(foundSeason, HOURLY);
    const { memory } = follow(shop, noisyRhythm(24, { noise: 0 }), 5 * 168);
    expect(shop.experts[0]!.season!(memory)).toBe(0);
  });
});

describe('the rhythm of day and week', () => {
  const rhythmOf = (values: Float64Array, day: number) => {
    const rhythm = new Float64Array(7 * day);
    fillRhythm(values, day, rhythm);
    return rhythm;
  };

  test('weeks that are all alike are their own rhythm, and it moves with the level', () => {
    const week = (day: number) =>
      array(double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 7 * day, maxLength: 7 * day });
    assert(
      property(
        tuple(week(4), integer({ min: 2, max: 4 }), double({ min: -1e6, max: 1e6, noNaN: true })),
        ([one, weeks, level]) => {
          const values = Float64Array.from(
            { length: weeks * one.length },
            (_, index) => level + one[index % one.length]!,
          );
          rhythmOf(values, 4).forEach((value, index) => {
            expect(Math.abs(value - level - one[index]!)).toBeLessThan(1e-6);
          });
        },
      ),
    );
  });

  test('where weeks are not alike it is hardly more than the mean day', () => {
    const random = randomOf(3);
    const values = Float64Array.from(
      { length: 4 * 168 },
      (_, index) => 5 * Math.sin((2 * Math.PI * index) / 24) + normalScore(random),
    );
    const rhythm = rhythmOf(values, 24);
    const strayed = rhythm.reduce(
      (sum, value, index) => sum + Math.abs(value - 5 * Math.sin((2 * Math.PI * index) / 24)),
      0,
    );
    // The mean of the four values of an hour of the week strays by 0.4.
    expect(strayed / 168).toBeLessThan(0.25);
  });
});
