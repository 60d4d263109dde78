import { assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inverse } from '../../../training/inverse.ts';
import { addRow, emptyPool, type Pool, pooledRegressions, priorOf } from '../../../training/pool.ts';
import { solveRidge, triangle } from '../forecast/cholesky.ts';
import { normalScore, type Random, randomOf } from '../model/random.ts';

const SIZE = 3;
const RIDGE = 0.003;

interface Row {
  readonly features: Float64Array;
  readonly target: number;
}

/** Rows whose target is made of the features by `weights`, and noise. */
function rowsOf(random: Random, count: number, weights: readonly number[], noise: number): Row[] {
  return Array.from({ length: count }, () => {
    const features = Float64Array.from({ length: SIZE }, () => normalScore(random));
    const target = weights.reduce((sum, weight, index) => sum + weight * features[index]!, noise * normalScore(random));
    return { features, target };
  });
}

function poolOf(rows: readonly Row[], series = 1): Pool {
  const pool = emptyPool(1, SIZE);
  pool.series = series;
  for (const { features, target } of rows) addRow(pool.sums[0]!, features, target);
  return pool;
}

/** The mean over rows of a product of two of their numbers. */
const meanOf = (rows: readonly Row[], product: (row: Row) => number) =>
  rows.reduce((sum, row) => sum + product(row), 0) / rows.length;

const solutionOf = (pools: readonly Pool[]) => Array.from(pooledRegressions(pools)[0]!.solution);

describe('the pool of one set', () => {
  test('has the solution of an ordinary ridge regression on all its rows', () => {
    assert(
      property(integer(), integer({ min: 31, max: 200 }), (seed, count) => {
        const rows = rowsOf(randomOf(seed), count, [1, -2, 0.5], 1);
        const half = Math.floor(count / 2);
        // Whether a row came with one segment or with another does not matter.
        const pool = poolOf(rows.slice(0, half));
        for (const { features, target } of rows.slice(half)) addRow(pool.sums[0]!, features, target);
        const solution = solutionOf([pool]);
        for (let i = 0; i < SIZE; i++) {
          const left = solution.reduce(
            (sum, weight, j) => sum + weight * meanOf(rows, ({ features }) => features[i]! * features[j]!),
            RIDGE * solution[i]!,
          );
          expect(left).toBeCloseTo(
            meanOf(rows, ({ features, target }) => features[i]! * target),
            9,
          );
        }
      }),
    );
  });

  test('is a prior whose own solution is that one', () => {
    const pools = [poolOf(rowsOf(randomOf(5), 100, [1, -2, 0.5], 1))];
    const { gram, moment } = priorOf(pooledRegressions(pools));
    const own = solveRidge(Float64Array.from(gram), Float64Array.from(moment), 1e-9, SIZE, new Float64Array(6));
    solutionOf(pools).forEach((weight, index) => void expect(own[index]).toBeCloseTo(weight, 5));
  });
});

describe('the pool of several sets', () => {
  const random = randomOf(9);
  const first = rowsOf(random, 400, [1, 0, 0], 1);
  const second = rowsOf(random, 4000, [0, 1, 0], 1);

  test('lies between what they say, whatever number of rows they have', () => {
    const [one, other] = solutionOf([poolOf(first), poolOf(second)]);
    expect(one).toBeCloseTo(0.5, 1);
    expect(other).toBeCloseTo(0.5, 1);
  });

  test('counts a set of more series more', () => {
    // By the root of nine, and more than three times as the other's errors are the larger ones then.
    const [one, other] = solutionOf([poolOf(first, 9), poolOf(second)]);
    expect(one).toBeGreaterThan(0.75);
    expect(other).toBeGreaterThan(0.08);
    expect(other).toBeLessThan(0.25);
  });

  test('counts a set with larger errors less', () => {
    const noisy = rowsOf(random, 4000, [1, 0, 0], 10);
    const [, other] = solutionOf([poolOf(noisy), poolOf(second)]);
    expect(other).toBeGreaterThan(0.9);
  });

  test('leaves out a set with hardly any rows', () => {
    expect(solutionOf([poolOf(first), poolOf(second.slice(0, 30))])).toEqual(solutionOf([poolOf(first)]));
  });

  test('says nothing where no set has rows', () => {
    expect(solutionOf([emptyPool(1, SIZE), emptyPool(1, SIZE)])).toEqual([0, 0, 0]);
  });
});

test('a prior has its regressions one after another', () => {
  const pool = emptyPool(2, SIZE);
  const [one, other] = [rowsOf(randomOf(1), 50, [1, 2, 3], 0), rowsOf(randomOf(2), 50, [4, 5, 6], 0)];
  for (const { features, target } of one) addRow(pool.sums[0]!, features, target);
  for (const { features, target } of other) addRow(pool.sums[1]!, features, target);
  pool.series = 1;
  const { gram, moment } = priorOf(pooledRegressions([pool]));
  expect(gram).toHaveLength(2 * triangle(SIZE, 0));
  const solve = (which: number) =>
    solveRidge(
      Float64Array.from(gram.subarray(which * 6, which * 6 + 6)),
      Float64Array.from(moment.subarray(which * SIZE, which * SIZE + SIZE)),
      1e-9,
      SIZE,
      new Float64Array(6),
    );
  [1, 2, 3].forEach((weight, index) => void expect(solve(0)[index]).toBeCloseTo(weight, 1));
  [4, 5, 6].forEach((weight, index) => void expect(solve(1)[index]).toBeCloseTo(weight, 1));
});

test('a matrix times its inverse is 1', () => {
  assert(
    property(integer(), integer({ min: 1, max: 8 }), (seed, size) => {
      const random = randomOf(seed);
      const rows = Array.from({ length: size + 5 }, () => Array.from({ length: size }, () => normalScore(random)));
      const indices = Array.from({ length: size }, (_, index) => index);
      const entry = (i: number, j: number) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, i === j ? 0.5 : 0);
      const matrix = Float64Array.from(indices.flatMap((i) => indices.slice(0, i + 1).map((j) => entry(i, j))));
      const found = inverse(matrix, size);
      const at = (i: number, j: number) => found[triangle(Math.max(i, j), Math.min(i, j))]!;
      for (const i of indices) {
        for (const j of indices) {
          const product = indices.reduce((sum, k) => sum + entry(i, k) * at(k, j), 0);
          expect(product).toBeCloseTo(i === j ? 1 : 0, 4);
        }
      }
    }),
  );
});
