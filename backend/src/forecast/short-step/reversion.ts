import { solveRidge, triangle } from '../cholesky.ts';

/** The newest deviation, and its means over the newest half hour and three hours of five-minute steps. */
export const FEATURES = 3;
const GRAM = triangle(FEATURES, 0);
const FORGETTING = 0.9995;
/** Strength of the pull towards the level, in rows. */
const PENALTY = 20;
const SOLVE_EVERY = 12;
/** Features and targets beyond so many mean deviations count as these. */
const FURTHEST = 4;

/** How deviations from the level come back to it at one lead: the sums of a regression, and its solution. */
export interface ReversionState {
  readonly gram: Float64Array;
  readonly moment: Float64Array;
  weights: Float64Array;
  seen: number;
}

export const emptyReversion = (): ReversionState => ({
  gram: new Float64Array(GRAM),
  moment: new Float64Array(FEATURES),
  weights: new Float64Array(FEATURES),
  seen: 0,
});

/**
 * Learns that `features` (at `from` in `row`) were followed by the deviation `target`; both in units of `deviation`.
 * A heterogeneous autoregression: Corsi, A simple approximate long-memory model, 2009.
 */
export function learnReversion(
  state: ReversionState,
  row: Float64Array,
  from: number,
  target: number,
  deviation: number,
): void {
  const unit = (value: number) => Math.max(-FURTHEST, Math.min(FURTHEST, value / deviation));
  for (let i = 0; i < FEATURES; i++) {
    const feature = unit(row[from + i]!);
    state.moment[i] = FORGETTING * state.moment[i]! + feature * unit(target);
    for (let j = 0; j <= i; j++) {
      const place = triangle(i, j);
      state.gram[place] = FORGETTING * state.gram[place]! + feature * unit(row[from + j]!);
    }
  }
  if (state.seen++ % SOLVE_EVERY === 0) {
    state.weights = solveRidge(state.gram, state.moment, PENALTY, FEATURES, new Float64Array(GRAM));
  }
}

/** The deviation expected after `features`. */
export function revert({ weights }: ReversionState, row: Float64Array, from: number): number {
  let sum = 0;
  for (let i = 0; i < FEATURES; i++) sum += weights[i]! * row[from + i]!;
  return sum;
}
