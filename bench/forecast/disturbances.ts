import type { Random } from '../../backend/src/model/random.ts';

/** A series whose measurement or whose network goes wrong. */
export interface Disturbed {
  /** What the forecaster is given. */
  readonly seen: Float64Array;
  /** What is really the case: what its forecasts are measured against. */
  readonly truth: Float64Array;
  /** The first origin that is measured. */
  readonly from: number;
  /** Size of the true values in units of the undisturbed ones. */
  readonly size: number;
}

/** Disturbs values from the index `at` on. */
export type Disturb = (values: Float64Array, at: number, random: Random) => Disturbed;

const DAY = 24;
const OUTAGE = 3 * DAY;
const MISSING = 0.3;
const SHIFT = 0.5;
const SPIKE = 1e6;

/** A measurement that fails: the truth stays. */
const failing = (values: Float64Array, from: number, seen: (value: number, index: number) => number): Disturbed => ({
  seen: values.map(seen),
  truth: values,
  from,
  size: 1,
});

export const DISTURBANCES: Readonly<Record<string, Disturb>> = {
  /** Three of ten values are missing, at random. */
  missing: (values, at, random) =>
    failing(values, at, (value, index) => (index >= at && random() < MISSING ? Number.NaN : value)),
  /** Three days are missing. */
  outage: (values, at) =>
    failing(values, at + OUTAGE, (value, index) => (index >= at && index < at + OUTAGE ? Number.NaN : value)),
  /** For a day the same value comes again and again. */
  stuck: (values, at) =>
    failing(values, at + DAY, (value, index) => (index >= at && index < at + DAY ? values[at - 1]! : value)),
  /** One value comes a million times too large. */
  spike: (values, at) => failing(values, at, (value, index) => (index === at ? SPIKE * value : value)),
  /** From now on there is half as much of everything. */
  level_shift: (values, at) => {
    const shifted = values.map((value, index) => (index >= at ? SHIFT * value : value));
    return { seen: shifted, truth: shifted, from: at, size: SHIFT };
  },
  /** Daylight saving begins: all that people do comes an hour earlier against UTC. */
  clock_change: (values, at) => {
    const shifted = values.map((value, index) => (index >= at ? (values[index + 1] ?? Number.NaN) : value));
    return { seen: shifted, truth: shifted, from: at, size: 1 };
  },
};
