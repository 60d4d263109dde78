import { solveRidge, triangle } from '../cholesky.ts';
import { ageOf } from '../ensemble/age.ts';
import type { View } from '../ensemble/view.ts';
import type { Expert, ExpertKind } from './contract.ts';
import { addRow, robustWeight, takeWeights } from './robust-ridge.ts';

const NEWEST = [1, 2, 3, 4, 5, 6];
const FORGETTING = 0.9995;
/** Strength of the prior in rows, for series whose errors are like this; noisier ones are held to it more, three times at most. */
const PRIOR = 10;
const CALM_ERROR = 0.25;
const LEAST_HELD = 0.3;
const MOST_HELD = 3;
/** Without a prior: strength of the belief in the first weights, in rows. */
const PENALTY = 3;
const SOLVE_EVERY = 12;
const ROUNDING = 1e-6;
const FIRST_ERROR = 0.3;
/** Furthest that a value counts from the mean. */
const FURTHEST = 12;
/** Those weights: of the newest value and of the one a day before. */
const FIRST_NEWEST = 0.3;
const FIRST_DAY = 0.6;

/**
 * Fills `row` with the values `lags` steps before the newest, from the mean of the newest week and in units of the scale,
 * and a 1; answers the newest value the same way. A lag that is older than the series counts as a day.
 */
export function fillLags(view: View, lags: readonly number[], day: number, row: Float64Array): number {
  const { ring, newest, length, inverse, meanWeek } = view;
  for (let index = 0; index < lags.length; index++) {
    const lag = lags[index]! < length ? lags[index]! : day;
    row[index] = Math.max(-FURTHEST, Math.min(FURTHEST, (ring[newest - lag]! - meanWeek) * inverse));
  }
  row[lags.length] = 1;
  return (ring[newest]! - meanWeek) * inverse;
}

/**
 * An autoregression on few lags (Box and Jenkins 1970, chapter 9, with the zeros left out), by ridge regression on rows
 * that are forgotten slowly; further leads by putting its own forecasts in. Values are taken from the mean of the newest
 * week, in units of the difference to the day before.
 */
export const sparseAutoregression: ExpertKind = ({ layout, day, horizon, first, priors }) => {
  const lags = lagsOf(day);
  const size = lags.length + 1;
  const gram = layout.take(triangle(size, 0));
  const moment = layout.take(size);
  const weights = layout.take(size);
  const error = layout.take(1);
  const sums = { gram, moment, forgetting: FORGETTING };
  const row = new Float64Array(size);
  const matrix = new Float64Array(triangle(size, 0));
  const vector = new Float64Array(size);
  const factor = new Float64Array(triangle(size, 0));
  const dayAt = lags.indexOf(day);
  const longest = lags.at(-1)!;
  const path = new Float64Array(longest + horizon);

  const prior = priors?.autoregression;
  const solve = (memory: Float32Array, length: number) => {
    for (let index = 0; index < matrix.length; index++) matrix[index] = memory[gram + index]!;
    for (let index = 0; index < size; index++) vector[index] = memory[moment + index]!;
    if (prior) {
      const noise = Math.max(LEAST_HELD, Math.min(MOST_HELD, (memory[error]! / CALM_ERROR) ** 2));
      const age = ageOf(length, 7 * day);
      for (let index = 0; index < matrix.length; index++)
        matrix[index]! += PRIOR * noise * prior.gram[age * matrix.length + index]!;
      for (let index = 0; index < size; index++) vector[index]! += PRIOR * noise * prior.moment[age * size + index]!;
    } else {
      vector[0]! += PENALTY * FIRST_NEWEST;
      vector[dayAt]! += PENALTY * FIRST_DAY;
    }
    takeWeights(memory, solveRidge(matrix, vector, prior ? ROUNDING : PENALTY, size, factor), weights);
  };

  const expert: Expert = {
    name: 'autoregression',
    reach: horizon,
    start(memory) {
      memory[error] = FIRST_ERROR;
      solve(memory, 0);
    },
    learn(view, memory) {
      const { length, scale } = view;
      if (length <= day + 1 || !(scale > 0)) return;
      const target = Math.max(-FURTHEST, Math.min(FURTHEST, fillLags(view, lags, day, row)));
      let expected = 0;
      for (let index = 0; index < size; index++) expected += memory[weights + index]! * row[index]!;
      const weight = robustWeight(memory, error, Math.abs(target - expected));
      addRow(memory, sums, row, target, weight);
      if (length % SOLVE_EVERY === 0 || length < first + day) solve(memory, length);
    },
    forecast(view, memory, out) {
      const { ring, newest, length, meanWeek } = view;
      const known = Math.min(longest, length);
      for (let index = 0; index < known; index++) path[index] = ring[newest - known + 1 + index]! - meanWeek;
      const intercept = memory[weights + size - 1]! * view.scale;
      for (let lead = 0; lead < horizon; lead++) {
        const at = known + lead;
        let value = intercept;
        for (let index = 0; index < lags.length; index++) {
          const lag = lags[index]!;
          value += memory[weights + index]! * path[lag <= at ? at - lag : at - day]!;
        }
        path[at] = value;
        out[lead] = value + meanWeek;
      }
    },
  };
  return [expert];
};

/** The lags of series with `day` steps a day: the newest ones, and those around the same hour of earlier days and of last week. */
export function lagsOf(day: number): number[] {
  const around = (centre: number) => [centre - 1, centre, centre + 1];
  const far = [Math.round(day / 2), ...around(day), ...around(2 * day).slice(0, 2), 3 * day - 1, 3 * day];
  const further = [4 * day - 1, 4 * day, 5 * day, 6 * day, 6 * day + 1, ...around(7 * day)];
  const lags = [...NEWEST.filter((lag) => lag < day), ...far, ...further].filter((lag) => lag > 0);
  return [...new Set(lags)].toSorted((a, b) => a - b);
}
