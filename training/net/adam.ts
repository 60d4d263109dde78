import type { Parameters } from './batch-net.ts';

const FIRST_MOMENT = 0.9;
const SECOND_MOMENT = 0.99;
const EPSILON = 1e-7;

/**
 * Adam with a decay of the weights, not of the biases, that does not pass through the moments (Kingma and Ba 2015;
 * Loshchilov and Hutter 2019).
 */
export function createAdam(parameters: Parameters, gradient: Parameters, decay: number) {
  const matrices = (['skip', 'first', 'second', 'output'] as const).map((name) => [name, decay] as const);
  const biases = (['firstBias', 'secondBias', 'outputBias'] as const).map((name) => [name, 0] as const);
  const parts = [...matrices, ...biases].map(([name, partDecay]) => ({
    values: parameters[name].values,
    slopes: gradient[name].values,
    first: new Float32Array(parameters[name].values.length),
    second: new Float32Array(parameters[name].values.length),
    decay: partDecay,
  }));
  let steps = 0;

  return {
    /** Moves the parameters against the gradient. */
    step(rate: number): void {
      steps++;
      const firstScale = 1 / (1 - FIRST_MOMENT ** steps);
      const secondScale = 1 / (1 - SECOND_MOMENT ** steps);
      for (const { values, slopes, first, second, decay: partDecay } of parts) {
        for (let at = 0; at < values.length; at++) {
          const slope = slopes[at]!;
          const mean = FIRST_MOMENT * first[at]! + (1 - FIRST_MOMENT) * slope;
          const square = SECOND_MOMENT * second[at]! + (1 - SECOND_MOMENT) * slope * slope;
          first[at] = mean;
          second[at] = square;
          const value = values[at]!;
          const direction = (mean * firstScale) / (Math.sqrt(square * secondScale) + EPSILON);
          values[at] = value - rate * (direction + partDecay * value);
        }
      }
    },
  };
}
