/** How many numbers go in, are in each of the two hidden layers, and come out. */
export interface NetSizes {
  readonly inputs: number;
  readonly hidden1: number;
  readonly hidden2: number;
  readonly outputs: number;
}

/**
 * The weights of a small net: inputs are standardised, (x − mean) / deviation; then two hidden layers of leaky ReLUs; the
 * outputs are `outputBias` + `skip`·inputs + `output`·hidden2. A matrix is kept row by row, one row for each number that
 * goes in and one column for each that comes out.
 */
export interface NetWeights extends NetSizes {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
  /** inputs × outputs. */
  readonly skip: Float32Array;
  /** inputs × hidden1. */
  readonly first: Float32Array;
  readonly firstBias: Float32Array;
  /** hidden1 × hidden2. */
  readonly second: Float32Array;
  readonly secondBias: Float32Array;
  /** hidden2 × outputs. */
  readonly output: Float32Array;
  readonly outputBias: Float32Array;
}

/** What a leaky ReLU leaves of a negative number. */
export const LEAK = 0.05;
