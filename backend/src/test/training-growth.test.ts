import { expect, test } from 'vitest';
import { geometricMeans, growthOf } from '../../../training/growth.ts';
import { readPriors } from '../forecast/priors/priors.ts';
import { normalScore, randomOf } from '../model/random.ts';

const DAY = 24;
const priors = readPriors(new URL('../forecast/priors/service.priors', import.meta.url));

/** A daily rhythm with noise whose level wanders by so much a day. */
function series(wandering: number, length = 50 * DAY) {
  const random = randomOf(4);
  let level = 0;
  const values = Float64Array.from({ length }, (_, hour) => {
    level += (wandering / Math.sqrt(DAY)) * normalScore(random);
    const rhythm = 0.5 * Math.sin((hour * 2 * Math.PI) / DAY);
    return 1000 * Math.exp(level + rhythm + 0.1 * normalScore(random));
  });
  return { set: 's', name: 'a', values, testFrom: length };
}

test('intervals have to grow from day to day where the level wanders, and hardly where it stays', () => {
  const [calm, wild] = [growthOf([series(0)], priors), growthOf([series(0.1)], priors)];
  expect(calm).toHaveLength(6);
  expect(calm[5]! / calm[0]!).toBeLessThan(1.2);
  expect(wild[5]! / wild[0]!).toBeGreaterThan(1.4);
});

test('a series too short or without changes says nothing', () => {
  const still = { ...series(0), values: new Float64Array(50 * DAY).fill(5) };
  const calm = series(0);
  expect(growthOf([calm, still, series(0.1, 10 * DAY)], priors)).toEqual(growthOf([calm], priors));
});

test('means are geometric, day by day', () => {
  const means = geometricMeans([
    [1, 1, 2, 1, 1, 3],
    [4, 1, 8, 1, 1, 3],
  ]);
  [2, 1, 4, 1, 1, 3].forEach((mean, day) => void expect(means[day]).toBeCloseTo(mean, 10));
});
