import { solveRidge, triangle } from '../backend/src/forecast/cholesky.ts';
import type { RegressionPrior } from '../backend/src/forecast/priors/priors.ts';

/** Rows that a set needs before it says anything. */
const FEWEST = 30;
/** Added to the diagonal of the pooled Gram matrix. */
const RIDGE = 0.003;
/** Least error variance that a set may have: no set decides alone. */
const LEAST_NOISE = 0.01;
const PASSES = 3;

/** Sums over the rows of a regression: XᵀX (its triangle), Xᵀz, zᵀz and the number of rows. */
export interface Sums {
  readonly gram: Float64Array;
  readonly moment: Float64Array;
  squares: number;
  count: number;
}

/** The sums of one set for some regressions of one size. */
export interface Pool {
  series: number;
  readonly sums: readonly Sums[];
}

export const emptyPool = (regressions: number, size: number): Pool => ({
  series: 0,
  sums: Array.from({ length: regressions }, () => ({
    gram: new Float64Array(triangle(size, 0)),
    moment: new Float64Array(size),
    squares: 0,
    count: 0,
  })),
});

export function addRow(sums: Sums, row: Float64Array, target: number): void {
  let at = 0;
  for (let i = 0; i < row.length; i++) {
    for (let j = 0; j <= i; j++, at++) sums.gram[at]! += row[i]! * row[j]!;
    sums.moment[i]! += row[i]! * target;
  }
  sums.squares += target * target;
  sums.count++;
}

/**
 * What the pools of some sets say together: a Gram matrix and a moment of one row for each regression, and their solution.
 * Each set counts by the root of its number of series over the variance of its errors.
 */
export function pooledRegressions(pools: readonly Pool[]): (RegressionPrior & { readonly solution: Float64Array })[] {
  return pools[0]!.sums.map((_, place) => pooledRegression(pools, place));
}

/** Some of them as one prior. */
export const priorOf = (regressions: readonly RegressionPrior[]): RegressionPrior => ({
  gram: Float32Array.from(regressions.flatMap(({ gram }) => Array.from(gram))),
  moment: Float32Array.from(regressions.flatMap(({ moment }) => Array.from(moment))),
});

function pooledRegression(pools: readonly Pool[], place: number) {
  const used = pools.filter(({ sums }) => sums[place]!.count > FEWEST);
  const size = pools[0]!.sums[place]!.moment.length;
  let noise = used.map(() => 1);
  let gram = new Float64Array(triangle(size, 0));
  let solution = new Float64Array(size);
  for (let pass = 0; pass < PASSES; pass++) {
    gram = new Float64Array(triangle(size, 0));
    const right = new Float64Array(size);
    const importance = used.map(({ series }, index) => Math.sqrt(series) / noise[index]!);
    const all = importance.reduce((sum, value) => sum + value, 0);
    used.forEach(({ sums }, index) => {
      const own = sums[place]!;
      const share = importance[index]! / all / own.count;
      for (let at = 0; at < gram.length; at++) gram[at]! += share * own.gram[at]!;
      for (let at = 0; at < size; at++) right[at]! += share * own.moment[at]!;
    });
    solution = Float64Array.from(solveRidge(gram, right, RIDGE, size, new Float64Array(gram.length)));
    noise = used.map(({ sums }) => Math.max(LEAST_NOISE, squaredError(sums[place]!, solution)));
  }
  for (let i = 0; i < size; i++) gram[triangle(i, i)]! += RIDGE;
  // The moment whose solution under this Gram matrix is the pooled one.
  return { gram: Float32Array.from(gram), moment: Float32Array.from(times(gram, solution)), solution };
}

const entry = (i: number, j: number) => (i >= j ? triangle(i, j) : triangle(j, i));

function times(gram: Float64Array, vector: Float64Array): Float64Array {
  return vector.map((_, i) => vector.reduce((sum, value, j) => sum + gram[entry(i, j)]! * value, 0));
}

function squaredError({ gram, moment, squares, count }: Sums, solution: Float64Array): number {
  const fitted = times(gram, solution);
  let sum = squares;
  for (let i = 0; i < solution.length; i++) sum += solution[i]! * (fitted[i]! - 2 * moment[i]!);
  return sum / count;
}
