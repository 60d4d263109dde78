/** Steps over which the errors of the experts are averaged. */
const STEPS = 36;
/** How sharply the better one is preferred. */
const POWER = 4;
const LEAST_WEIGHT = 1e-9;

/** The experts: back to the level in the day's rhythm; the newest values, moved by the rhythm; the newest value as it is. */
export const BACK = 0;
export const STAY = 1;
export const LAST = 2;
const EXPERTS = 3;

/** How good the experts have lately been at one lead. */
export interface MixtureState {
  /** Mean absolute errors. */
  readonly errors: number[];
  /** Sum to 1. */
  readonly weights: number[];
  seen: number;
}

export const emptyMixture = (): MixtureState => ({
  errors: Array(EXPERTS).fill(0),
  weights: Array(EXPERTS).fill(1 / EXPERTS),
  seen: 0,
});

/** Learns the absolute error of each expert, and weighs them anew by their mean errors⁻⁴. */
export function learnErrors(
  state: MixtureState,
  newest: Record<typeof BACK | typeof STAY | typeof LAST, number>,
): void {
  const { errors, weights } = state;
  state.seen++;
  const rate = Math.max(1 / STEPS, 1 / state.seen);
  for (const expert of [BACK, STAY, LAST] as const) errors[expert]! += rate * (newest[expert] - errors[expert]!);
  const best = Math.min(errors[BACK]!, errors[STAY]!, errors[LAST]!);
  let sum = 0;
  for (let expert = 0; expert < EXPERTS; expert++) {
    const error = errors[expert]!;
    weights[expert] = error > 0 ? Math.max(LEAST_WEIGHT, (best / error) ** POWER) : 1;
    sum += weights[expert]!;
  }
  for (let expert = 0; expert < EXPERTS; expert++) weights[expert]! /= sum;
}
