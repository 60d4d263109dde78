import { expect, test } from 'vitest';
import { normalScore, randomOf } from '../../model/random.ts';
import { readPriors } from '../priors/priors.ts';
import { directRidge } from './direct-ridge.ts';
import { errorsOf, follow, workshop } from './suite.ts';

const DAY = 24;

test('it learns how a series differs from those it started from', () => {
  const random = randomOf(8);
  const values: number[] = [];
  // Swings against the newest value, as no network does.
  const process = (index: number) => {
    while (values.length <= index) {
      values.push(-0.9 * (values.at(-1) ?? 0) + normalScore(random));
    }
    return values[index]!;
  };
  const priors = readPriors(new URL('../priors/service.priors', import.meta.url));
  const { said } = follow(workshop(directRidge, { day: DAY, horizon: 6, priors }), process, 1500);
  // The least mean error that there is, of the next step and of three leads together.
  const least = Math.sqrt(2 / Math.PI);
  for (const young of errorsOf(said.slice(0, 120), process, 48, 1)) expect(young).toBeGreaterThan(1.3 * least);
  for (const old of errorsOf(said, process, 1000, 1)) expect(old).toBeLessThan(1.2 * least);
  const leastOfThree = (least * (1 + Math.sqrt(1 + 0.9 ** 2) + Math.sqrt(1 + 0.9 ** 2 + 0.9 ** 4))) / 3;
  for (const old of errorsOf(said, process, 1000, 3)) expect(old).toBeLessThan(1.3 * leastOfThree);
});

test('it learns of the leads of half a day and a day too, what a series does and no network', () => {
  const random = randomOf(5);
  let phase = 0;
  const values: number[] = [];
  // A swing from hour to hour that comes round in a day and a half, over a daily rhythm.
  const process = (index: number) => {
    while (values.length <= index) {
      phase += Math.PI * (1 + 1 / 36) + 0.02 * normalScore(random);
      values.push(Math.cos((values.length * Math.PI) / 12) + Math.cos(phase) + 0.1 * normalScore(random));
    }
    return values[index]!;
  };
  const priors = readPriors(new URL('../priors/service.priors', import.meta.url));
  const { said } = follow(workshop(directRidge, { day: DAY, horizon: DAY, priors }), process, 600);
  const young = errorsOf(said.slice(0, 120), process, 48);
  const old = errorsOf(said, process, 400);
  old.forEach((error, expert) => void expect(error).toBeLessThan(0.6 * young[expert]!));
});
