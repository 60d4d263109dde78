import { cpuSeries, interfaceSeries, memorySeries, temperatureSeries } from '../../model/device-series.ts';
import { probabilityBeyond } from '../../model/distribution.ts';
import type { Forecast } from '../../model/forecast.ts';
import { stepSeries } from '../../model/resample.ts';
import type { Series } from '../../model/series.ts';
import { HOUR, MINUTE } from '../../model/targets.ts';

export const STEP = 5 * MINUTE;
export const DAY_STEPS = (24 * HOUR) / STEP;
/** A Monday. */
export const START = Date.UTC(2026, 0, 5);
const SPEED = 1e9;

/** Numbers of a normal distribution, the same in every run with the same seed (mulberry32 and Box–Muller). */
function normalNumbers(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A part of a network in its normal state: what it measures at each five-minute step after START. */
export interface Calm {
  readonly series: Series;
  /** Beyond this it is a fault. */
  readonly threshold: number;
  readonly values: (steps: number, seed: number) => number[];
}

/** 0 at four in the night, 1 at four in the afternoon. */
const daylight = (step: number) => 0.5 - 0.5 * Math.cos(2 * Math.PI * (step / DAY_STEPS - 1 / 6));
const weekend = (step: number) => Math.floor(step / DAY_STEPS) % 7 > 4;

/** `steps` values of a function of the step, white noise and a slowly wandering one, both of standard deviation 1. */
function course(steps: number, seed: number, at: (step: number, noise: number, wander: number) => number): number[] {
  const normal = normalNumbers(seed);
  let wander = 0;
  return Array.from({ length: steps }, (_, step) => {
    wander = 0.9 * wander + Math.sqrt(1 - 0.9 ** 2) * normal();
    return at(step, normal(), wander);
  });
}

const minuteSeries = {
  temperature: temperatureSeries('a', 'board'),
  memory: memorySeries('a', 'heap'),
  cpu: cpuSeries('a', 'main'),
  link: interfaceSeries({ device: 'a', component: 'uplink' }, 'in_bits_per_second', SPEED),
};

export const CALM: Readonly<Record<keyof typeof minuteSeries, Calm>> = {
  temperature: {
    series: stepSeries(minuteSeries.temperature, STEP),
    threshold: 70,
    values: (steps, seed) => course(steps, seed, (step, noise) => 38 + 4 * daylight(step) + 0.5 * noise),
  },
  memory: {
    series: stepSeries(minuteSeries.memory, STEP),
    threshold: 90,
    values: (steps, seed) => course(steps, seed, (_, noise, wander) => 50 + wander + 0.2 * noise),
  },
  cpu: {
    series: stepSeries(minuteSeries.cpu, STEP),
    threshold: 90,
    values: (steps, seed) =>
      course(steps, seed, (step, noise, wander) =>
        Math.max(1, Math.min(100, 25 + 35 * daylight(step) + 4 * noise + 3 * wander)),
      ),
  },
  link: {
    series: stepSeries(minuteSeries.link, STEP),
    threshold: 0.9 * SPEED,
    values: (steps, seed) =>
      course(steps, seed, (step, noise, wander) => {
        const load = (0.2 + 0.45 * daylight(step)) * (weekend(step) ? 0.85 : 1);
        return SPEED * load * Math.max(0, 1 + 0.02 * noise + 0.04 * wander);
      }),
  },
};

/** A fault that moves what is measured evenly from where it is at `from` to `to`, within `duration` steps, and stays. */
export interface Fault {
  readonly from: number;
  readonly duration: number;
  readonly to: number;
}

/**
 * The calm values with a fault: an even way that is added to them and leads to `to` at its end. What is noise stays noise,
 * what is rhythm stays rhythm.
 */
export function withFault(
  calm: readonly number[],
  { from, duration, to }: Fault,
  upperBound = Number.MAX_VALUE,
): number[] {
  const end = from + duration;
  const added = to - mean(calm.slice(end - 6, end + 6));
  return calm.map((value, step) =>
    Math.min(upperBound, value + added * Math.max(0, Math.min(1, (step - from) / duration))),
  );
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** The probability (0 … 1) that a forecast's values exceed `threshold` at one lead at least: the largest of its leads'. */
export const breachProbability = (forecast: Forecast, threshold: number): number =>
  Math.max(...forecast.mean.map((_, index) => probabilityBeyond(forecast, index + 1, 1, threshold)));
