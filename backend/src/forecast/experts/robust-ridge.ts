import type { Memory } from '../ensemble/layout.ts';

/** Errors beyond so many mean ones count as that many, and how fast the mean follows them. */
const LIMIT = 3;
const LIMIT_RATE = 0.02;
/** Mean absolute error of normal errors, turned into their standard deviation. */
const NORMAL = 1.25;

/** The weight of a row whose forecast missed by so much (Huber 1964), against the usual error kept `at`, which follows it. */
export function robustWeight(memory: Memory, at: number, miss: number): number {
  const limit = LIMIT * memory[at]!;
  memory[at] = memory[at]! + LIMIT_RATE * (NORMAL * Math.min(miss, limit) - memory[at]!);
  return miss > limit ? limit / miss : 1;
}

/** Features are differences in units of usual ones: a greater weight is rounding of equations that say next to nothing. */
const GREATEST_WEIGHT = 1e6;

/** Takes the solution of a regression for its weights `at`; those before stay where rounding has made it useless. */
export function takeWeights(memory: Memory, solution: Float64Array, at: number): void {
  for (const weight of solution) if (!(Math.abs(weight) <= GREATEST_WEIGHT)) return;
  memory.set(solution, at);
}

/** Where a ridge regression keeps its sums: the triangle of XᵀX, and Xᵀz; and how slowly it forgets. */
export interface RidgeSums {
  readonly gram: number;
  readonly moment: number;
  readonly forgetting: number;
}

/** Adds a row with its target to the sums. */
export function addRow(
  memory: Memory,
  { gram, moment, forgetting }: RidgeSums,
  row: Float64Array,
  target: number,
  weight: number,
): void {
  for (let i = 0, entry = gram; i < row.length; i++) {
    const value = weight * row[i]!;
    for (let j = 0; j <= i; j++, entry++) memory[entry] = forgetting * memory[entry]! + value * row[j]!;
    memory[moment + i] = forgetting * memory[moment + i]! + value * target;
  }
}
