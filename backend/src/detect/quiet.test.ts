import { describe, expect, test } from 'vitest';
import { answeredSeries, cpuSeries } from '../model/device-series.ts';
import type { Forecast } from '../model/forecast.ts';
import type { Alarm } from '../model/incident.ts';
import type { Series } from '../model/series.ts';
import { HOUR } from '../model/targets.ts';
import { normal, type Random, randomOf } from '../simulate/random.ts';
import { createDetector } from './detector.ts';
import { loadKinds } from './kinds.ts';
import { forecast, link, minute, SPEED, samples, sessions, thermometer } from './suite.ts';

const WEEK = 7 * 24 * 60;

/** From 0 at four in the morning to 1 at four in the afternoon. */
const busy = (at: number) => (1 - Math.cos((2 * Math.PI * (at - 240)) / 1440)) / 2;

/** A series with a day's rhythm and noise whose deviation is `sigma` and that is alike by `memory` from minute to minute. */
interface Rhythm {
  readonly series: Series;
  readonly level: (at: number) => number;
  readonly sigma: number;
  readonly memory: number;
}

const RHYTHMS: readonly Rhythm[] = [
  { series: link, level: (at) => SPEED * (0.15 + 0.6 * busy(at)), sigma: SPEED * 0.03, memory: 0.9 },
  { series: thermometer, level: (at) => 45 + 15 * busy(at), sigma: 1.5, memory: 0.95 },
  { series: cpuSeries('switch', 'cpu1'), level: (at) => 10 + 45 * busy(at), sigma: 7, memory: 0.5 },
  { series: sessions, level: (at) => 50 + 150 * busy(at), sigma: 4, memory: 0.95 },
  { series: answeredSeries('switch'), level: () => 1, sigma: 0, memory: 0 },
];

/** What an honest forecaster says that knows the rhythm but for `error` of it, and the noise. */
function honest({ series, level, sigma, memory }: Rhythm, made: number, noise: number, error: number): Forecast[] {
  return [5, 60].flatMap((minutes) => {
    if (made % minutes !== 0) return [];
    const mean = (at: number) => level(at) * (1 + error) + noise * memory ** (at - made);
    return [forecast(series, made, mean, { step: (minutes * HOUR) / 60, width: 1.96 * sigma })];
  });
}

/** A week of all rhythms by the minute, one poll in a hundred missed; `change` makes of a value what a fault makes of it. */
function week(random: Random, change: (series: Series, at: number, value: number) => number): Alarm[] {
  const detector = createDetector({ kinds: loadKinds() });
  const alarms: Alarm[] = [];
  const noises = RHYTHMS.map(({ sigma }) => sigma * normal(random));
  for (let at = 0; at < WEEK; at++) {
    for (const [index, rhythm] of RHYTHMS.entries()) {
      const { series, level, sigma, memory } = rhythm;
      const noise = memory * noises[index]! + sigma * Math.sqrt(1 - memory ** 2) * normal(random);
      noises[index] = noise;
      const missed = random() < 0.01;
      const value = change(series, at, Math.max(0, level(at) + noise));
      alarms.push(...detector.observe(missed ? [] : samples(series, [value], at)));
      if (at % 5 === 0) alarms.push(...detector.foresee(honest(rhythm, at, noise, 0.05 * (random() - 0.5))));
    }
    alarms.push(...detector.tick(minute(at) + 30_000));
  }
  return alarms;
}

describe('a week of noisy days', () => {
  test.each([1, 2, 3])('without a fault raises nothing (seed %i)', (seed) => {
    expect(week(randomOf(seed), (_series, _at, value) => value)).toEqual([]);
  });

  test('with a fault of each kind opens one incident each', () => {
    const noon = 3 * 1440 + 720;
    const faulty = (at: number) => at >= noon && at < noon + 60;
    const broken: Record<string, number> = { interface: SPEED, temperature: 80, cpu: 99, sessions: 20, device: 0 };
    const alarms = week(randomOf(1), ({ measurement }, at, value) => (faulty(at) ? broken[measurement]! : value));
    for (const { kind } of loadKinds().filter(({ series }) => series.measurement in broken)) {
      const states = alarms.filter((alarm) => alarm.kind === kind).map(({ condition }) => condition);
      expect(states, kind).toEqual(['active', 'clearing', 'clear']);
    }
    const delays = alarms
      .filter(({ condition }) => condition === 'active')
      .map(({ time }) => (time - minute(noon)) / 60_000);
    expect(Math.max(...delays)).toBeLessThanOrEqual(2);
  });
});
