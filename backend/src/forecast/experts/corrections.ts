import { solveRidge, triangle } from '../cholesky.ts';
import { ageOf } from '../ensemble/age.ts';
import { type Layout, type Memory, takePending } from '../ensemble/layout.ts';
import type { View } from '../ensemble/view.ts';
import { CORRECTED, fillCorrected, LARGEST } from './regression-features.ts';
import { addRow, robustWeight, takeWeights } from './robust-ridge.ts';
import { errorCorrelation } from './whitening.ts';

const SIZE = CORRECTED.length;
const GRAM = triangle(SIZE, 0);
const FORGETTING = 0.999;
/** A correction is held to 0 by so many rows of other series, and by this part more for each further lead. */
const PRIOR = 50;
const PRIOR_GROWTH = 0.05;
/** Series with larger errors have noisier rows and are held more, three times at most. */
const CALM_ERROR = 0.4;
const MOST_HELD = 3;
const LARGEST_ERROR = 30;

/**
 * What fixed forecasts of the leads from the second on have wrong in each series, by a few of their features. Learnt of one
 * such forecast, it serves all that have the same features.
 */
export interface Corrections {
  start(memory: Memory): void;
  /** Learns the newest value; each lead is solved anew every so many values. */
  learn(view: View, memory: Memory, every: number): void;
  /** The correction of a lead, whose row of all features begins at `at`: in units of the scale. */
  at(memory: Memory, lead: number, rows: Float32Array, at: number): number;
  /** Keeps what was said of each lead, as differences to the day before in units of the scale, until it comes. */
  keep(view: View, memory: Memory, said: Float64Array): void;
}

/**
 * A ridge regression of the error for each lead, on rows that are made anew when its value comes; with Huber's weights, and
 * whitened. `pooled` has the Gram matrices of a row of other series: by class of age, then lead 1 … a day.
 */
export function createCorrections(setting: {
  readonly layout: Layout;
  readonly day: number;
  readonly horizon: number;
  readonly pooled: Float32Array;
}): Corrections {
  const { layout, day, horizon, pooled } = setting;
  const week = 7 * day;
  const [grams, moments] = [layout.take(horizon * GRAM), layout.take(horizon * SIZE)];
  const weights = layout.take(horizon * SIZE);
  const errors = layout.take(horizon);
  /** The row and the error that a lead has learnt last; 0 where there was none. */
  const lastRows = layout.take(horizon * (SIZE + 1));
  /** Number of values when it learnt last. */
  const lastLength = layout.take(1);
  const said = takePending(layout, horizon);
  /** Means over seven days at the time of day of the newest origins. */
  const ring = horizon + 3;
  const profiles = layout.take(ring);
  const profile = new Float64Array(3);
  const row = new Float64Array(SIZE);
  const matrix = new Float64Array(GRAM);
  const vector = new Float64Array(SIZE);
  const factor = new Float64Array(GRAM);

  /** The row of `lead` and its error, whitened, into its sums. */
  const add = (memory: Memory, lead: number, error: number, correlation: number) => {
    const miss = Math.abs(error - correctionOf(memory, lead));
    const weight = robustWeight(memory, errors + lead - 1, miss);
    const last = lastRows + (lead - 1) * (SIZE + 1);
    const target = error - correlation * memory[last + SIZE]!;
    memory[last + SIZE] = error;
    for (let index = 0; index < SIZE; index++) {
      const value = row[index]!;
      row[index] = value - correlation * memory[last + index]!;
      memory[last + index] = value;
    }
    const sums = { gram: grams + (lead - 1) * GRAM, moment: moments + (lead - 1) * SIZE, forgetting: FORGETTING };
    addRow(memory, sums, row, target, weight);
  };
  const correctionOf = (memory: Memory, lead: number) => {
    const first = weights + (lead - 1) * SIZE;
    let sum = 0;
    for (let index = 0; index < SIZE; index++) sum += memory[first + index]! * row[index]!;
    return sum;
  };
  const solve = (memory: Memory, length: number, lead: number) => {
    const noise = Math.min(MOST_HELD, (memory[errors + lead - 1]! / CALM_ERROR) ** 2);
    const strength = PRIOR * (1 + PRIOR_GROWTH * (lead - 1)) * noise;
    const others = (ageOf(length, week) * day + lead - 1) * GRAM;
    const own = grams + (lead - 1) * GRAM;
    for (let index = 0; index < GRAM; index++)
      matrix[index] = memory[own + index]! + strength * pooled[others + index]!;
    for (let index = 0; index < SIZE; index++) vector[index] = memory[moments + (lead - 1) * SIZE + index]!;
    takeWeights(memory, solveRidge(matrix, vector, 1e-9, SIZE, factor), weights + (lead - 1) * SIZE);
  };

  return {
    start: (memory) => void memory.fill(1, errors, errors + horizon),
    learn(view, memory, every) {
      const { ring: values, newest, base, length, scaleAt } = view;
      const correlation = errorCorrelation(length, week);
      // After a missing value nothing is known of the step before.
      if (memory[lastLength] !== length - 1) memory.fill(0, lastRows, lastRows + horizon * (SIZE + 1));
      memory[lastLength] = length;
      for (let lead = 2; lead <= horizon; lead++) {
        const scale = scaleAt(lead);
        const origin = length - 1 - lead;
        for (let back = 0; back < 3; back++) profile[back] = memory[profiles + ((origin - back + ring) % ring)]!;
        const largest = scale > 0 ? fillCorrected(view, lead, scale, profile, row, day) : LARGEST;
        const error = (values[newest]! - base[0]!) / scale - memory[said.at(origin, lead)]!;
        if (largest < LARGEST && Math.abs(error) < LARGEST_ERROR) add(memory, lead, error, correlation);
        else memory.fill(0, lastRows + (lead - 1) * (SIZE + 1), lastRows + lead * (SIZE + 1));
        if ((length + lead) % every === 0) solve(memory, length, lead);
      }
    },
    at(memory, lead, rows, at) {
      const first = weights + (lead - 1) * SIZE;
      let sum = 0;
      for (let index = 0; index < SIZE; index++) sum += memory[first + index]! * rows[at + CORRECTED[index]!]!;
      return sum;
    },
    keep({ length, days7Back }, memory, differences) {
      const origin = length - 1;
      // The first origin has no others before it that have kept theirs.
      for (let back = 0; back < 3; back++) memory[profiles + ((origin - back + ring) % ring)] = days7Back[back]!;
      for (let lead = 2; lead <= horizon; lead++) memory[said.at(origin, lead)] = differences[lead - 1]!;
    },
  };
}
