/** Fewest values since its beginning that make a ramp. */
const SHORTEST = 4;
/** The newest values, which must still go the ramp's way. */
const NEWEST = 5;
/** Sum of squared distances of NEWEST even steps to their mean. */
const NEWEST_SPREAD = 10;
/** Between these a rise counts more and more: in mean deviations of calm times. */
const RISE = [3, 5.5] as const;
/** The same for how much better a ramp explains the values than a step or no change does, as an F statistic. */
const EVIDENCE = [4, 10] as const;
/** A ramp is expected to go on for so many times as long as it has been seen. */
const LASTS = 2;
const SMALLEST = 1e-100;

/** A steady way up or down that the newest values are on. */
export interface Ramp {
  /** How far it is believed: 0 not at all … 1 wholly. */
  readonly belief: number;
  /** Where the newest value lies without noise. */
  readonly level: number;
  /** Change per step. */
  readonly slope: number;
  /** Steps for which it is expected to go on. */
  readonly lasts: number;
}

export const NO_RAMP: Ramp = { belief: 0, level: 0, slope: 0, lasts: 0 };

/**
 * Looks for a ramp in `values` (newest first, NaN missing). Least squares fits "a level, then steady change" for each
 * possible beginning, and the best one has to explain the values better than "a level, then another level" and than no
 * change do: so a new level is not taken for a way. `deviation` is the mean distance from the level in calm times, `noise`
 * the standard deviation from one value to the next; both positive.
 */
export function findRamp(values: Float64Array, deviation: number, noise: number): Ramp {
  const { ramp, step, count, squares } = explain(values);
  if (!ramp) return NO_RAMP;
  const error = Math.max(ramp.left / Math.max(1, count - 3), 1e-9 * squares, SMALLEST);
  const rise = (Math.abs(ramp.slope) * ramp.length) / deviation;
  const belief = between(rise, RISE) * between((step - ramp.left) / error, EVIDENCE);
  if (!(belief > 0)) return NO_RAMP;
  const goesOn = continuation(values, ramp.slope, noise);
  const level = goesOn * ramp.end + (1 - goesOn) * meanOfNewest(values, 3);
  return { belief, level, slope: ramp.slope * goesOn, lasts: LASTS * ramp.length };
}

/** The best ramp: its slope, steps since its beginning, where it ends, and the sum of squares it leaves unexplained. */
interface Fit {
  readonly slope: number;
  readonly length: number;
  readonly end: number;
  readonly left: number;
}

/**
 * The best ramp, and the sum of squares that the best step leaves unexplained, in one pass: the sums over the values younger
 * than a possible beginning grow value by value.
 */
function explain(values: Float64Array): { ramp: Fit | undefined; step: number; count: number; squares: number } {
  // Differences to the newest value, so that large levels cost no digits.
  const base = values[0]!;
  const whole = { count: 0, sum: 0, squares: 0 };
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    whole.count++;
    whole.sum += value - base;
    whole.squares += (value - base) ** 2;
  }
  const flat = whole.squares - whole.sum ** 2 / whole.count;
  let ramp: Fit | undefined;
  let step = flat;
  let count = 0;
  let ages = 0;
  let squaredAges = 0;
  let sum = 0;
  let moment = 0;
  for (let age = 0; age < values.length; age++) {
    const value = values[age]! - base;
    if (Number.isNaN(value)) continue;
    count++;
    ages += age;
    squaredAges += age * age;
    sum += value;
    moment += value * age;
    const older = whole.count - count;
    if (older > 0) step = Math.min(step, whole.squares - sum ** 2 / count - (whole.sum - sum) ** 2 / older);
    if (count < SHORTEST || whole.count < 2 * SHORTEST) continue;
    // Regression on u = max(0, length − age): 0 up to the beginning, then 1, 2, … length.
    const length = age + 1;
    const u = length * count - ages;
    const spread = length * length * count - 2 * length * ages + squaredAges - (u * u) / whole.count;
    const common = length * sum - moment - (u * whole.sum) / whole.count;
    const slope = common / spread;
    const left = Math.max(0, flat - slope * common);
    if (ramp && left >= ramp.left) continue;
    ramp = { slope, length, end: base + (whole.sum - slope * u) / whole.count + slope * length, left };
  }
  return { ramp, step, count: whole.count, squares: whole.squares };
}

/** 0 up to the first bound, 1 from the second on. */
const between = (value: number, [low, high]: readonly [number, number]) =>
  Math.max(0, Math.min(1, (value - low) / (high - low)));

/** How much of the slope the newest values still show, with the benefit of the doubt that the noise gives: 0 … 1. */
function continuation(values: Float64Array, slope: number, noise: number): number {
  let moment = 0;
  for (let age = 0; age < NEWEST; age++) moment += ((NEWEST - 1) / 2 - age) * values[age]!;
  if (Number.isNaN(moment)) return 1;
  const doubt = (2 * noise) / Math.sqrt(NEWEST_SPREAD);
  return Math.max(0, Math.min(1, moment / NEWEST_SPREAD / slope + doubt / Math.abs(slope)));
}

/** Mean of those of the `count` newest values that are there. */
export function meanOfNewest(values: Float64Array, count: number): number {
  let sum = 0;
  let found = 0;
  for (let age = 0; age < count; age++) {
    if (Number.isNaN(values[age]!)) continue;
    sum += values[age]!;
    found++;
  }
  return sum / found;
}
