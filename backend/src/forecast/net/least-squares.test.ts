import { assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { normal, randomOf } from '../../simulate/random.ts';
import { solveRidge, triangle } from '../cholesky.ts';
import { createLeastSquares } from './least-squares.ts';

/** The step as a textbook writes it, with a whole matrix in double precision. */
function expectedStep(covariance: readonly (readonly number[])[], features: readonly number[], forgetting: number) {
  const projected = covariance.map((row) => row.reduce((sum, value, column) => sum + value * features[column]!, 0));
  const denominator = features.reduce((sum, feature, index) => sum + feature * projected[index]!, forgetting);
  const gain = projected.map((value) => value / denominator);
  return {
    gain,
    covariance: covariance.map((row, i) => row.map((value, j) => (value - gain[i]! * projected[j]!) / forgetting)),
  };
}

test('a step is what the textbook says, for any number of features and any place in the memory', () => {
  assert(
    property(integer({ min: 1, max: 90 }), integer({ min: 0, max: 5 }), integer(), (size, at, seed) => {
      const random = randomOf(seed);
      const root = Array.from({ length: size }, () => Array.from({ length: size }, () => normal(random)));
      const covariance = root.map((row) =>
        root.map((other) => row.reduce((sum, value, index) => sum + (value * other[index]!) / size, 0)),
      );
      const features = Array.from({ length: size }, () => normal(random));
      const memory = new Float32Array(at + triangle(size, 0) + 3).fill(7);
      for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) memory[at + triangle(i, j)] = covariance[i]![j]!;

      const squares = createLeastSquares(size, 0.9);
      squares.features.set(features);
      squares.update(memory, at);

      const wanted = expectedStep(covariance, features, 0.9);
      const largest = Math.max(...wanted.gain.map(Math.abs), 1e-3);
      for (let i = 0; i < size; i++) {
        expect(Math.abs(squares.gain[i]! - wanted.gain[i]!)).toBeLessThan(1e-4 * largest);
        for (let j = 0; j <= i; j++) {
          expect(Math.abs(memory[at + triangle(i, j)]! - wanted.covariance[i]![j]!)).toBeLessThan(1e-4);
        }
      }
      expect(memory.subarray(0, at).every((value) => value === 7)).toBe(true);
      expect(memory.subarray(at + triangle(size, 0)).every((value) => value === 7)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('after many steps the coefficients are those of a ridge regression of all that was seen', () => {
  const size = 9;
  const random = randomOf(5);
  const squares = createLeastSquares(size, 1);
  const memory = new Float32Array(triangle(size, 0));
  for (let index = 0; index < size; index++) memory[triangle(index, index)] = 0.5;
  const coefficients = new Float64Array(size);
  const gram = new Float64Array(triangle(size, 0));
  const moment = new Float64Array(size);
  for (let row = 0; row < 300; row++) {
    for (let index = 0; index < size; index++) squares.features[index] = normal(random);
    const { features } = squares;
    const target = features.reduce((sum, feature, index) => sum + feature * (index - 3), 0) + normal(random);
    const error = target - features.reduce((sum, feature, index) => sum + feature * coefficients[index]!, 0);
    squares.update(memory, 0);
    for (let i = 0; i < size; i++) {
      coefficients[i]! += squares.gain[i]! * error;
      moment[i]! += features[i]! * target;
      for (let j = 0; j <= i; j++) gram[triangle(i, j)]! += features[i]! * features[j]!;
    }
  }
  const solution = solveRidge(gram, moment, 1 / 0.5, size, new Float64Array(gram.length));
  for (let index = 0; index < size; index++) expect(coefficients[index]).toBeCloseTo(solution[index]!, 3);
});
