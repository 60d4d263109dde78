import { describe, expect, test } from 'vitest';
import { createForecaster } from '../forecast/forecaster.ts';
import type { Alarm } from '../model/incident.ts';
import { createResampler } from '../model/resample.ts';
import type { Batch } from '../model/series.ts';
import { HOUR, MINUTE } from '../model/targets.ts';
import { type Random, randomOf } from '../simulate/random.ts';
import { createDetector } from './detector.ts';
import { loadKinds } from './kinds.ts';
import { minute, samples, sessions } from './suite.ts';

const DAY = 24 * 60;
const HISTORY = 14 * DAY;
/** Mean minutes that a session lasts. */
const LIFE = 120;

/** Of a Poisson distribution (Knuth 1969, multiplication of uniform numbers). */
function poisson(random: Random, mean: number): number {
  const least = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > least; product *= random()) count++;
  return count;
}

/** Sessions of a NAS by the minute, as people come and go: `night` of them at four in the morning, twice as many by day. */
function course(seed: number, minutes: number, night: number): number[] {
  const random = randomOf(seed);
  const level = (at: number) => night * (1.5 - Math.cos((2 * Math.PI * (at - 240)) / DAY) / 2);
  const values: number[] = [];
  let count = Math.round(level(0));
  for (let at = 0; at < minutes; at++) {
    values.push(count);
    const gone = Array.from({ length: count }).filter(() => random() < 1 / LIFE).length;
    count += poisson(random, Math.max(0, level(at) / LIFE + level(at + 1) - level(at))) - gone;
  }
  return values;
}

/** What is told of sessions after two weeks of history, minute by minute and with the forecasts that are really made. */
async function watch(values: readonly number[]): Promise<Alarm[]> {
  const detector = createDetector({ kinds: loadKinds() });
  const forecaster = createForecaster({ horizon: 24 });
  const resampler = createResampler([5 * MINUTE, HOUR]);
  const forecasts = async (batch: Batch) => forecaster.observe(resampler.push(batch), minute(HISTORY - DAY));
  detector.foresee(await forecasts(samples(sessions, values.slice(0, HISTORY))));
  const alarms: Alarm[] = [];
  for (let at = HISTORY; at < values.length; at++) {
    const batch = samples(sessions, [values[at]], at);
    alarms.push(...detector.observe(batch));
    alarms.push(...detector.foresee(await forecasts(batch)));
    alarms.push(...detector.tick(minute(at)));
  }
  return alarms;
}

/** From `from` on a fifth of the sessions leave each hour, until `least` is left of them. */
const eroded = (values: readonly number[], from: number, least = 0.4) =>
  values.map((value, at) => Math.round(value * Math.max(least, Math.min(1, 1 - (at - from) / 300))));

const openings = (alarms: readonly Alarm[]) =>
  alarms.filter(
    ({ condition }, index) => condition !== 'clear' && (alarms[index - 1]?.condition ?? 'clear') === 'clear',
  );

describe('sessions of a NAS, with the forecasts that are really made', () => {
  test.each([300, 1000])(
    'calm weeks of %i sessions and more predict nothing',
    async (night) => {
      for (let seed = 1; seed <= 4; seed++) expect(await watch(course(seed, HISTORY + 14 * DAY, night))).toEqual([]);
    },
    120_000,
  );

  test('weeks of a small one, whose number strays by a sixth, hardly ever', async () => {
    let predicted = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const alarms = openings(await watch(course(seed, HISTORY + 14 * DAY, 100)));
      predicted += alarms.filter(({ condition }) => condition === 'predicted').length;
    }
    expect(predicted).toBeLessThanOrEqual(4);
  }, 120_000);

  test('an erosion is predicted before it is a fall, whatever the time of day, and is one incident', async () => {
    const leads: number[] = [];
    for (let seed = 1; seed <= 3; seed++) {
      for (const hour of [2, 8, 14, 20]) {
        const from = HISTORY + hour * 60;
        const alarms = await watch(eroded(course(seed, from + 210, 1000), from));
        const [opening, ...others] = openings(alarms);
        expect(others).toEqual([]);
        expect(opening!.condition).toBe('predicted');
        leads.push((alarms.find(({ condition }) => condition === 'active')!.time - opening!.time) / MINUTE);
      }
    }
    leads.sort((a, b) => a - b);
    expect(leads[0]).toBeGreaterThanOrEqual(5);
    expect(leads[leads.length / 2]).toBeGreaterThanOrEqual(20);
  }, 120_000);

  test('an outage is not predicted, nor repeated by what is predicted after it', async () => {
    for (let seed = 1; seed <= 3; seed++) {
      const from = HISTORY + 10 * 60;
      const values = course(seed, HISTORY + 4 * DAY, 500).map((value, at) =>
        at >= from && at < from + 90 ? 0 : value,
      );
      const alarms = await watch(values);
      expect(openings(alarms).map(({ condition, time }) => `${condition} ${time}`)).toEqual([`active ${minute(from)}`]);
    }
  }, 120_000);
});
