import { triangle } from '../cholesky.ts';
import { createKernel } from './kernel.ts';
import { allocate } from './memory.ts';

/** Recursive least squares for many series of the same number of features. */
export interface LeastSquares {
  /** The newest features, to be filled before `update`. */
  readonly features: Float32Array;
  /** What `update` found: times the error of a forecast by these features, it is the change of their coefficients. */
  readonly gain: Float32Array;
  /** Finds the gain, and what the features leave of the covariance: a `triangle` in `memory`, from the place `at` on. */
  update(memory: Float32Array, at: number): void;
}

/** By recursive least squares with a forgetting factor a little below 1 (Haykin, Adaptive Filter Theory, 9.3). */
export function createLeastSquares(size: number, forgetting: number): LeastSquares {
  const length = triangle(size, 0);
  const { memory: own, arrays } = allocate({ covariance: length, features: size, projected: size, gain: size });
  const { covariance, features, projected, gain } = arrays;
  const kernel = createKernel(own);
  return {
    features,
    gain,
    update(memory, at) {
      covariance.set(memory.subarray(at, at + length));
      kernel.leastSquares(
        covariance.byteOffset,
        features.byteOffset,
        projected.byteOffset,
        gain.byteOffset,
        size,
        forgetting,
      );
      memory.set(covariance, at);
    },
  };
}
