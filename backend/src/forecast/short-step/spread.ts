import { HOUR } from '../../model/targets.ts';

const HOURS = 24;
/** Steps over which the spread is averaged, and those of one hour of the day. */
const STEPS = 288;
const STEPS_OF_HOUR = 60;
/** A deviation beyond so many mean ones counts as that many: what is out of the ordinary must not become ordinary at once. */
const LIMIT = 4;
/** An hour of the day may be so much quieter or wilder than the whole. */
const QUIETEST = 0.3;
const WILDEST = 3;
/** Mean absolute difference of two values to the standard deviation of one (normal distribution): √π / 2. */
const TO_NOISE = 0.886;
/** Digits that calculating leaves: a spread is never less. */
const ROUNDING = 1e-9;
const SMALLEST = 1e-100;

/** How far a series strays in calm times. */
export interface SpreadState {
  /** Mean absolute distance to its level. */
  deviation: number;
  /** The same by hour of the day, UTC. */
  readonly hours: Float64Array;
  /** Standard deviation from one value to the next. */
  noise: number;
}

export const newSpread = (deviation: number, noise: number): SpreadState => ({
  deviation,
  hours: new Float64Array(HOURS).fill(deviation),
  noise,
});

/** What counts as no spread at all beside `value`. */
export const leastSpread = (value: number) => ROUNDING * Math.abs(value) + SMALLEST;

const hourAt = (time: number) => ((Math.floor(time / HOUR) % HOURS) + HOURS) % HOURS;

/**
 * Learns the distance of a value to its level and to the value before (NaN when that is missing) at a time (epoch
 * milliseconds UTC), with `weight` 0 … 1; `least` is the least spread.
 */
export function learnSpread(
  spread: SpreadState,
  { time, deviation, change, weight, least }: Record<'time' | 'deviation' | 'change' | 'weight' | 'least', number>,
): void {
  const towards = (value: number, mean: number) => Math.min(value, LIMIT * mean + least) - mean;
  const hour = hourAt(time);
  spread.deviation += (weight / STEPS) * towards(deviation, spread.deviation);
  spread.hours[hour]! += (weight / STEPS_OF_HOUR) * towards(deviation, spread.hours[hour]!);
  if (!Number.isNaN(change)) spread.noise += towards(TO_NOISE * change, spread.noise) / STEPS;
}

/** Furthest deviation that is still in the ordinary. */
export const ordinary = ({ deviation }: SpreadState, least: number) => LIMIT * deviation + least;

/** How wild the hour of a time is beside the whole day: 1 when it is like all others. */
export function wildness({ deviation, hours }: SpreadState, time: number): number {
  if (!(deviation > 0)) return 1;
  return Math.max(QUIETEST, Math.min(WILDEST, hours[hourAt(time)]! / deviation));
}
