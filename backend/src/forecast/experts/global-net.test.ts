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
  console.log(net! / least, learning! / least);
  expect(learning).toBeLessThan(1.15 * least);
  expect(net).toBeGreaterThan(1.3 * least);
});

test('what it keeps of a series that repeats itself for a year does not grow', () => {
  const shop = create();
  const rhythm = noisyRhythm(DAY, { noise: 0 });
  const jumpy = noisyRhythm(DAY);
  const process: Process = (index) => (index < 20 * DAY ? jumpy(index) : rhythm(index % DAY));
  const [from, to] = shop.places;
  const largest = (length: number) =>
    follow(shop, process, length).memory.subarray(from, to).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  console.log(largest(20 * DAY), largest(100*DAY), largest(365 * DAY));
  expect(largest(365 * DAY)).toBeLessThan(2 * largest(20 * DAY));
});
