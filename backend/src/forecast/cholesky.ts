/** Place of row i, column j ≤ i of a symmetric matrix that is kept as its lower triangle, row by row. */
export const triangle = (i: number, j: number): number => (i * (i + 1)) / 2 + j;

/**
 * Solves (A + penalty·I) w = b for a symmetric, positive semi-definite A of `size` rows, given as its `triangle`. By
 * Cholesky's decomposition; `factor`, as long as A, is working space. The penalty must be positive. The equations of a
 * forecast are small and many, and a matrix library spends most of its time on making matrices.
 */
export function solveRidge(
  matrix: Float64Array,
  moment: Float64Array,
  penalty: number,
  size: number,
  factor: Float64Array,
): Float64Array {
  const solution = new Float64Array(size);
  // Decomposition A = L·Lᵀ and, in the same pass, L·y = b.
  for (let i = 0; i < size; i++) {
    const row = triangle(i, 0);
    let forward = moment[i]!;
    for (let j = 0; j <= i; j++) {
      const column = triangle(j, 0);
      let sum = matrix[row + j]!;
      if (i === j) sum += penalty;
      for (let k = 0; k < j; k++) sum -= factor[row + k]! * factor[column + k]!;
      // A pivot is at least the penalty; rounding must not make it negative.
      factor[row + j] = i === j ? Math.sqrt(Math.max(sum, penalty * 1e-9)) : sum / factor[column + j]!;
      if (j < i) forward -= factor[row + j]! * solution[j]!;
    }
    solution[i] = forward / factor[row + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = solution[i]!;
    for (let k = i + 1; k < size; k++) sum -= factor[triangle(k, i)]! * solution[k]!;
    solution[i] = sum / factor[triangle(i, i)]!;
  }
  return solution;
}
