import { assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalScore, randomOf } from '../../model/random.ts';
import { readPriors } from '../priors/priors.ts';
import { fillLags, lagsOf, sparseAutoregression } from './sparse-autoregression.ts';
import { errorsOf, follow, noisyRhythm, type Process, workshop } from './suite.ts';

const DAY = 24;
const priors = readPriors(new URL('../priors/service.priors', import.meta.url));

test('the lags of any day are whole, ascending and different, with the newest value, a day and a week among them', () => {
  assert(
    property(integer({ min: 1, max: 288 }), (day) => {
      const lags = lagsOf(day);
      expect(lags.every((lag, index) => Number.isInteger(lag) && lag > (lags[index - 1] ?? 0))).toBe(true);
      expect(lags).toEqual(expect.arrayContaining([1, day, 7 * day]));
      expect(lags.at(-1)).toBeLessThanOrEqual(7 * day + 1);
    }),
  );
});

test('the lags are filled with the values so long before the newest, from the mean of the week and in the unit', () => {
  assert(
    property(integer({ min: 50, max: 900 }), integer(), (length, seed) => {
      const process = noisyRhythm(DAY, { seed, noise: 20 });
      const shop = workshop(sparseAutoregression, { day: DAY, horizon: DAY, priors: undefined });
      follow(shop, process, length);
      const values = Array.from({ length }, (_, index) => Math.fround(process(index)));
      const newestWeek = values.slice(-168);
      const mean = newestWeek.reduce((sum, value) => sum + value, 0) / newestWeek.length;
      const inUnits = (lag: number) => (values[length - 1 - lag]! - mean) / shop.view.scale;
      const lags = lagsOf(DAY);
      const row = new Float64Array(lags.length + 1);
      const newest = fillLags(shop.view, lags, DAY, row);
      expect(newest).toBeCloseTo(inUnits(0), 4);
      lags.forEach((lag, index) => {
        const wanted = inUnits(lag < length ? lag : DAY);
        expect(row[index]).toBeCloseTo(Math.max(-12, Math.min(12, wanted)), 4);
      });
      expect(row.at(-1)).toBe(1);
    }),
    { numRuns: 20 },
  );
});

/** A process that is made of its own past values and of normal noise. */
function processOf(next: (back: (lag: number) => number, noise: number) => number): Process {
  const random = randomOf(11);
  const values: number[] = [];
  return (index) => {
    while (values.length <= index) {
      const at = values.length;
      values.push(next((lag) => values[at - lag] ?? 0, normalScore(random)));
    }
    return values[index]!;
  };
}

/** Mean of |noise|. */
const NOISE = Math.sqrt(2 / Math.PI);

describe.each([
  ['with what other series say', priors],
  ['without other series', undefined],
])('known processes, %s', (_, known) => {
  const setting = { day: DAY, horizon: DAY, priors: known };
  const run = (process: Process) => follow(workshop(sparseAutoregression, setting), process, 2000).said;

  test('of a process that fades it foresees how it fades', () => {
    const process = processOf((back, noise) => 0.9 * back(1) + noise);
    const said = run(process);
    expect(errorsOf(said, process, 1000, 1)[0]).toBeLessThan(1.1 * NOISE);
    // The best there is to say of each lead, and the errors of that.
    const best = said.map((_, origin) => [
      Array.from({ length: DAY }, (_, lead) => 0.9 ** (lead + 1) * process(origin)),
    ]);
    for (const leads of [3, 8, 24]) {
      expect(errorsOf(said, process, 1000, leads)[0]).toBeLessThan(1.1 * errorsOf(best, process, 1000, leads)[0]!);
    }
  });

  test('of a process that remembers the day before it foresees almost all but the noise', () => {
    const process = processOf((back, noise) => 0.6 * back(1) + 0.9 * back(24) - 0.54 * back(25) + noise);
    expect(errorsOf(run(process), process, 1000, 1)[0]).toBeLessThan(1.12 * NOISE);
  });

  test('of a process that swings with seven hours it foresees the swing', () => {
    const process = processOf((back, noise) => 1.98 * Math.cos((2 * Math.PI) / 7) * back(1) - 0.98 * back(2) + noise);
    const said = run(process);
    expect(errorsOf(said, process, 1000, 1)[0]).toBeLessThan(1.2 * NOISE);
    // The value of the hour before is off by more than four.
    expect(errorsOf(said, process, 1000, 3)[0]).toBeLessThan(1.8 * NOISE);
  });
});

test('of a series of three days it takes the day before for the days that it does not know', () => {
  const process = noisyRhythm(DAY, { noise: 0 });
  const { said } = follow(workshop(sparseAutoregression, { day: DAY, horizon: DAY, priors }), process, 4 * DAY);
  const [error] = errorsOf(said, process, 3 * DAY - 12);
  // The rhythm strays by 3.6 from its mean.
  expect(error).toBeLessThan(0.5);
});
