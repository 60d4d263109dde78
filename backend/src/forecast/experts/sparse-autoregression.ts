import { solveRidge, triangle } from '../cholesky.ts';
import type { View } from '../ensemble/view.ts';
import type { Expert, ExpertKind } from './contract.ts';

/** Lags in hours of a day of 24: the newest ones, and those around the same hour of earlier days and of last week. */
const NEWEST = [1, 2, 3, 4, 5, 6];
const FORGETTING = 0.9995;
/** Errors beyond so many mean ones count as that many (Huber 1964). */
const LIMIT = 3;
const LIMIT_RATE = 0.02;
/** Strength of the belief in the first weights, in rows. */
const PENALTY = 3;
const SOLVE_EVERY = 12;
/** First weights: of the newest value and of the one a day before. */
const FIRST_NEWEST = 0.3;
const FIRST_DAY = 0.6;

/**
 * An autoregression on few lags (Box and Jenkins 1970, chapter 9, with the zeros left out), by ridge regression on rows
 * that are forgotten slowly; further leads by putting its own forecasts in. Values are taken from the mean of the newest
 * week, in units of the difference to the day before.
 */
export const sparseAutoregression: ExpertKind = ({ layout, day, horizon, first }) => {
  const lags = lagsOf(day);
  const size = lags.length + 1;
  const gram = layout.take(triangle(size, 0));
  const moment = layout.take(size);
  const weights = layout.take(size);
  const error = layout.take(1);
  const row = new Float64Array(size);
  const matrix = new Float64Array(triangle(size, 0));
  const vector = new Float64Array(size);
  const factor = new Float64Array(triangle(size, 0));
  const dayAt = lags.indexOf(day);
  const longest = lags.at(-1)!;
  const path = new Float64Array(longest + horizon);

  /** What was known one step before the newest value. */
  const fillRow = ({ ring, newest, length, inverse, meanWeek }: View) => {
    for (const [index, lag] of lags.entries()) {
      const known = lag < length ? lag : day;
      row[index] = Math.max(-12, Math.min(12, (ring[newest - known]! - meanWeek) * inverse));
    }
    row[size - 1] = 1;
  };
  const solve = (memory: Float32Array) => {
    for (let index = 0; index < matrix.length; index++) matrix[index] = memory[gram + index]!;
    for (let index = 0; index < size; index++) vector[index] = memory[moment + index]!;
    vector[0]! += PENALTY * FIRST_NEWEST;
    vector[dayAt]! += PENALTY * FIRST_DAY;
    memory.set(solveRidge(matrix, vector, PENALTY, size, factor), weights);
  };

  const expert: Expert = {
    name: 'autoregression',
    reach: horizon,
    start(memory) {
      memory[weights] = FIRST_NEWEST;
      memory[weights + dayAt] = FIRST_DAY;
      memory[error] = 1;
    },
    learn(view, memory) {
      const { ring, newest, length, scale, inverse, meanWeek } = view;
      if (length <= day + 1 || !(scale > 0)) return;
      fillRow(view);
      const target = Math.max(-12, Math.min(12, (ring[newest]! - meanWeek) * inverse));
      let expected = 0;
      for (let index = 0; index < size; index++) expected += memory[weights + index]! * row[index]!;
      const miss = Math.abs(target - expected);
      const limit = LIMIT * memory[error]!;
      const weight = miss > limit ? limit / miss : 1;
      memory[error] = memory[error]! + LIMIT_RATE * (1.25 * Math.min(miss, limit) - memory[error]!);
      let at = gram;
      for (let i = 0; i < size; i++) {
        const value = weight * row[i]!;
        for (let j = 0; j <= i; j++, at++) memory[at] = FORGETTING * memory[at]! + value * row[j]!;
        memory[moment + i] = FORGETTING * memory[moment + i]! + value * target;
      }
      if (length % SOLVE_EVERY === 0 || length < first + day) solve(memory);
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

function lagsOf(day: number): number[] {
  const around = (centre: number) => [centre - 1, centre, centre + 1];
  const far = [Math.round(day / 2), ...around(day), ...around(2 * day).slice(0, 2), 3 * day - 1, 3 * day];
  const further = [4 * day - 1, 4 * day, 5 * day, 6 * day, 6 * day + 1, ...around(7 * day)];
  const lags = [...NEWEST.filter((lag) => lag < day), ...far, ...further].filter((lag) => lag > 0);
  return [...new Set(lags)].toSorted((a, b) => a - b);
}
