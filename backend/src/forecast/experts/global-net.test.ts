import { expect, test } from 'vitest';
import { normalScore, randomOf } from '../../model/random.ts';
import { readPriors } from '../priors/priors.ts';
import { globalNet } from './global-net.ts';
import { errorsOf, follow, noisyRhythm, type Process, workshop } from './suite.ts';

const DAY = 24;
const priors = readPriors(new URL('../priors/service.priors', import.meta.url));
const create = () => workshop(globalNet, { day: DAY, horizon: DAY, priors });

/** A process that swings against its newest value, as no network does. */
function swinging(): Process {
  const random = randomOf(8);
  const values: number[] = [];
  return (index) => {
    while (values.length <= index) values.push(-0.9 * (values.at(-1) ?? 0) + normalScore(random));
    return values[index]!;
  };
}

test('the net that learns begins as the net', () => {
  const { said } = follow(create(), noisyRhythm(DAY), 2 * DAY);
  const [net, learning] = said.at(-1)!;
  expect(learning).toEqual(net);
});

test('the net that learns comes to know a series that is like no other', () => {
  const process = swinging();
  const { said } = follow(create(), process, 1500);
  // The least mean error there is of the leads 1, 2 and 3 together.
  const least = Math.sqrt(2 / Math.PI) * ((1 + Math.sqrt(1 + 0.9 ** 2) + Math.sqrt(1 + 0.9 ** 2 + 0.9 ** 4)) / 3);
  const [net, learning] = errorsOf(said, process, 1000, 3);
  expect(learning).toBeLessThan(1.15 * least);
  expect(net).toBeGreaterThan(1.3 * least);
});

test('after a year that repeats itself, what is new does not make the net that learns wild', () => {
  const rhythm = noisyRhythm(DAY, { noise: 0 });
  const noisy = noisyRhythm(DAY);
  const quiet = 365 * DAY;
  const process: Process = (index) => (index < 20 * DAY || index >= quiet ? noisy(index) : rhythm(index % DAY));
  const { said } = follow(create(), process, quiet + 10 * DAY);
  const [net, learning] = errorsOf(said, process, quiet);
  expect(learning).toBeLessThan(1.3 * net!);
});
