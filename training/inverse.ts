import { solveRidge, triangle } from '../backend/src/forecast/cholesky.ts';

/** The inverse of a symmetric, positive definite matrix of `size` rows, both as triangles. */
export function inverse(matrix: Float64Array, size: number): Float32Array {
  const found = new Float32Array(triangle(size, 0));
  const factor = new Float64Array(triangle(size, 0));
  for (let column = 0; column < size; column++) {
    const unit = new Float64Array(size);
    unit[column] = 1;
    const solution = solveRidge(matrix, unit, 1e-12, size, factor);
    for (let row = column; row < size; row++) found[triangle(row, column)] = solution[row]!;
  }
  return found;
}
