import { describe, expect, test } from 'vitest';
import { readPriors } from '../priors/priors.ts';
import { directRidge } from './direct-ridge.ts';
import { EXPERTS } from './experts.ts';
import { foundSeason } from './found-season.ts';
import { globalNet } from './global-net.ts';
import { seasonalNaive } from './seasonal-naive.ts';
import { expertSuite, follow, noisyRhythm, type Situation, workshop } from './suite.ts';

const priors = readPriors(new URL('../priors/service.priors', import.meta.url));
const hourly = { day: 24, horizon: 24, priors };
const SITUATIONS: Readonly<Record<string, Situation>> = {
  'hours, with priors': hourly,
  'hours, a few leads with priors': { day: 24, horizon: 4, priors },
  'hours, without priors': { day: 24, horizon: 24, priors: undefined },
  'two hours': { day: 12, horizon: 12, priors: undefined },
};

for (const [situation, setting] of Object.entries(SITUATIONS)) {
  for (const kind of EXPERTS) {
    const { experts } = workshop(kind, setting);
    const names = experts.map(({ name }) => name).join(', ');
    if (experts.length > 0)
      expertSuite(`${names}, of ${situation}`, kind, setting, kind !== seasonalNaive && kind !== foundSeason);
  }
}

describe('the kinds of experts', () => {
  const namesOf = (setting: Situation) =>
    EXPERTS.flatMap((kind) => workshop(kind, setting).experts.map(({ name }) => name));

  test('every expert of a series has a name of its own', () => {
    const names = namesOf(hourly);
    expect(new Set(names).size).toBe(names.length);
  });

  test('those that start from other series are left out where nothing of them is known', () => {
    const without = namesOf({ ...hourly, priors: undefined });
    expect(without.length).toBeGreaterThanOrEqual(3);
    expect(namesOf(hourly)).toEqual(expect.arrayContaining(without));
    for (const kind of [directRidge, globalNet]) {
      expect(workshop(kind, hourly).experts.length).toBeGreaterThan(0);
      expect(workshop(kind, { ...hourly, priors: undefined }).experts).toEqual([]);
    }
  });

  test('the net is only for hours', () => {
    expect(workshop(globalNet, { ...hourly, day: 48 }).experts).toEqual([]);
  });
});

test('the naive experts say the values of the day before and of the week before', () => {
  const process = noisyRhythm(24);
  const { said } = follow(workshop(seasonalNaive, hourly), process, 400);
  const [yesterday, lastWeek] = said[399]!;
  const ago = (lag: number) => Array.from({ length: 24 }, (_, index) => Math.fround(process(400 + index - lag)));
  expect(yesterday).toEqual(ago(24));
  expect(lastWeek).toEqual(ago(168));
});
