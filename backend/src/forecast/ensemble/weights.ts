import type { Expert } from '../experts/contract.ts';
import type { Layout, Memory } from './layout.ts';

/**
 * Values whose errors are remembered at lead 1, and by what part more with each lead: the errors of neighbouring origins are
 * the more alike the further they look.
 */
const REMEMBERED = 120;
const LONGER = 0.05;
/** What is known of the experts beforehand counts as so many values. */
const PRIOR_VALUES = 64;
const SMALLEST = 1e-30;

/** How much each expert counts at each lead. */
export interface Weights {
  /** Sets what is known beforehand; `scale` is the mean absolute difference to the day before, in the unit of the series. */
  start(memory: Memory, scale: number): void;
  learn(memory: Memory, expert: number, lead: number, error: number): void;
  /** Fills `out` with the weights of all experts at a lead, which add up to 1; `reach` has the last lead of each. */
  at(memory: Memory, lead: number, reach: ArrayLike<number>, out: Float64Array): void;
}

/**
 * Weights by recent error: the discounted sum of each expert's absolute errors at a lead to the power of −8 (Bates and
 * Granger 1969 with a sharper power; Stock and Watson 2004 for the discount).
 */
export function createWeights(
  layout: Layout,
  experts: readonly Expert[],
  horizon: number,
  losses: Readonly<Record<string, readonly number[]>> = {},
): Weights {
  const count = experts.length;
  const sums = layout.take(count * horizon);
  const forgetting = Array.from({ length: horizon }, (_, lead) => 1 - 1 / (REMEMBERED * (1 + LONGER * lead)));
  return {
    start(memory, scale) {
      experts.forEach(({ name }, expert) => {
        for (let lead = 1; lead <= horizon; lead++) {
          const known = losses[name]?.[lead - 1] ?? 1;
          memory[sums + (lead - 1) * count + expert] = PRIOR_VALUES * known * scale;
        }
      });
    },
    learn(memory, expert, lead, error) {
      const at = sums + (lead - 1) * count + expert;
      memory[at] = forgetting[lead - 1]! * memory[at]! + error;
    },
    at(memory, lead, reach, out) {
      const first = sums + (lead - 1) * count;
      let best = Number.POSITIVE_INFINITY;
      for (let expert = 0; expert < count; expert++) {
        if (reach[expert]! >= lead) best = Math.min(best, memory[first + expert]!);
      }
      let sum = 0;
      for (let expert = 0; expert < count; expert++) {
        const share = reach[expert]! >= lead ? (best + SMALLEST) / (memory[first + expert]! + SMALLEST) : 0;
        // To the power of 8.
        const square = share * share;
        const fourth = square * square;
        out[expert] = fourth * fourth;
        sum += out[expert]!;
      }
      for (let expert = 0; expert < count; expert++) out[expert]! /= sum;
    },
  };
}
