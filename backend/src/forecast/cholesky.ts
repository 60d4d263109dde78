/**
 * Solves (A + penalty·I) w = b for a symmetric, positive semi-definite A of `size` rows, of which the lower triangle is
 * read, row by row. By Cholesky's decomposition; `factor`, of the size of A, is working space. The equations of a forecast
 * are small and many, and a matrix library spends most of its time on making matrices. The penalty must be positive.
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
    const row = i * size;
    let forward = moment[i]!;
    for (let j = 0; j <= i; j++) {
      const column = j * size;
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
    for (let k = i + 1; k < size; k++) sum -= factor[k * size + i]! * solution[k]!;
    solution[i] = sum / factor[i * size + i]!;
  }
  return solution;
}
