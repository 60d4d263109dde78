import { normalScore, type Random, studentSpread } from './random.ts';

/**
 * One way that a series may go on: a straight or bending line, an excursion from it that dies away (or, with memory 1, a
 * random walk), and noise of its own at every step. Variances are multiples of that of the noise.
 */
interface TrendModel {
  /** Variance of the slope before anything is known, as a multiple of all noise together. */
  readonly sloping: number;
  /** Variance of the change of the slope from one step to the next. */
  readonly bending: number;
  /** Variance of what is added to the excursion at each step. */
  readonly wandering: number;
  /** Part of the excursion that is left after a step, 0 … 1. */
  readonly memory: number;
  /** Probability before anything is known. */
  readonly prior: number;
}

/** A model with what it learnt: its state (line, slope, excursion) and covariance, the latter in units of `noise`. */
export interface FittedTrend extends TrendModel {
  readonly state: readonly [number, number, number];
  readonly root: readonly (readonly number[])[];
  /** Variance of the noise, and the number of values that it is known from. */
  readonly noise: number;
  readonly degrees: number;
  readonly logLikelihood: number;
}

/** Variance of the line's start: nothing is known of it. */
const UNKNOWN = 1e7;

/** Chosen on series made up of even, bending and factorial growth, steps, random walks and noise: no growth, gentle or steep. */
const SLOPES = [
  { sloping: 0, bending: 0, prior: 0.3 },
  ...[0.01, 1].flatMap((sloping) => [
    { sloping, bending: 0, prior: 0.15 },
    ...[1e-5, 1e-4, 1e-3, 1e-2].map((bending) => ({ sloping, bending, prior: 0.05 })),
  ]),
];
const EXCURSIONS = [
  { wandering: 0, memory: 0, prior: 0.6 },
  ...[0.1, 1, 10].flatMap((wandering) => [0.5, 0.8, 0.95, 1].map((memory) => ({ wandering, memory, prior: 0.4 / 12 }))),
];
const MODELS: readonly TrendModel[] = SLOPES.flatMap((slope) =>
  EXCURSIONS.map((excursion) => ({
    ...slope,
    ...excursion,
    bending: slope.bending * (1 + excursion.wandering),
    prior: slope.prior * excursion.prior,
  })),
);

/**
 * What each of many structural models (A. C. Harvey, Forecasting, Structural Time Series Models and the Kalman Filter, 1989,
 * chapter 4) makes of values at equal steps; NaN is missing, at least two are there.
 */
export const fitTrends = (values: readonly number[]): FittedTrend[] => MODELS.map((model) => fitted(model, values));

/** Kalman filter with the noise's variance concentrated out of the likelihood. */
function fitted(model: TrendModel, values: readonly number[]): FittedTrend {
  const { sloping, bending, wandering, memory } = model;
  let [line, slope, excursion] = [values.find((value) => !Number.isNaN(value))!, 0, 0];
  // The covariance of the state, by the initials of its parts.
  let [ll, ls, le, ss, se] = [UNKNOWN, 0, 0, sloping * (1 + wandering), 0];
  let ee = memory < 1 ? wandering / (1 - memory * memory) : 0;
  let [sum, logs, seen] = [0, 0, 0];
  for (const [index, value] of values.entries()) {
    if (index > 0) {
      line += slope;
      excursion *= memory;
      ll += 2 * ls + ss;
      ls += ss;
      le = (le + se) * memory;
      ss += bending;
      se *= memory;
      ee = ee * memory * memory + wandering;
    }
    if (Number.isNaN(value)) continue;
    const [lineGain, slopeGain, excursionGain] = [ll + le, ls + se, le + ee];
    const variance = lineGain + excursionGain + 1;
    const error = value - line - excursion;
    // The first value only tells where the line starts.
    if (seen++ > 0) {
      sum += (error * error) / variance;
      logs += Math.log(variance);
    }
    line += (lineGain / variance) * error;
    slope += (slopeGain / variance) * error;
    excursion += (excursionGain / variance) * error;
    ll -= (lineGain * lineGain) / variance;
    ls -= (lineGain * slopeGain) / variance;
    le -= (lineGain * excursionGain) / variance;
    ss -= (slopeGain * slopeGain) / variance;
    se -= (slopeGain * excursionGain) / variance;
    ee -= (excursionGain * excursionGain) / variance;
  }
  const degrees = seen - 1;
  const noise = Math.max(sum / degrees, Number.MIN_VALUE);
  return {
    ...model,
    ...{ noise, degrees, logLikelihood: -0.5 * (logs + degrees * Math.log(noise)) },
    state: [line, slope, excursion],
    root: triangularRoot([
      [ll, ls, le],
      [ls, ss, se],
      [le, se, ee],
    ]),
  };
}

/** One possible course of a series from its last value on. */
export interface Course {
  /** Change a step as it is now. */
  readonly slope: number;
  /** The value one step later, each time it is called. */
  next(): number;
}

/** Draws a course from what a model learnt, all that it is not sure of included. */
export function drawCourse(trend: FittedTrend, random: Random): Course {
  const { state, root, noise, degrees, bending, wandering, memory } = trend;
  const normal = () => normalScore(random);
  const deviation = Math.sqrt(noise) * studentSpread(degrees, random);
  const scores = [normal(), normal(), normal()];
  const drawn = state.map(
    (mean, row) => mean + deviation * root[row]!.reduce((sum, entry, column) => sum + entry * scores[column]!, 0),
  );
  let [line, slope, excursion] = drawn as [number, number, number];
  const [wanders, bends] = [deviation * Math.sqrt(wandering), deviation * Math.sqrt(bending)];
  return {
    slope,
    next() {
      line += slope;
      excursion = memory * excursion + (wanders > 0 ? wanders * normal() : 0);
      if (bends > 0) slope += bends * normal();
      return line + excursion + deviation * normal();
    },
  };
}

/** Cholesky's root of a covariance that may be singular. */
function triangularRoot(covariance: readonly (readonly number[])[]): number[][] {
  const root = covariance.map((row) => row.map(() => 0));
  for (const [row, entries] of covariance.entries()) {
    for (let column = 0; column <= row; column++) {
      let left = entries[column]!;
      for (let k = 0; k < column; k++) left -= root[row]![k]! * root[column]![k]!;
      const pivot = root[column]![column]!;
      root[row]![column] = row === column ? Math.sqrt(Math.max(left, 0)) : pivot > 1e-9 ? left / pivot : 0;
    }
  }
  return root;
}
