import { LEAK, type NetWeights } from './weights.ts';

/** A net that can be asked. Its arrays are the same at every call: the next `forward` overwrites them. */
export interface Net {
  readonly standardised: Float32Array;
  /** The second hidden layer. */
  readonly hidden: Float32Array;
  readonly output: Float32Array;
  /** Fills the arrays with what the net makes of its inputs. */
  forward(inputs: Float32Array): void;
}

/** A net of these weights. */
export function createNet(weights: NetWeights): Net {
  const { mean } = weights;
  const inverse = weights.deviation.map((deviation) => 1 / deviation);
  const standardised = new Float32Array(weights.inputs);
  const hidden1 = new Float32Array(weights.hidden1);
  const hidden = new Float32Array(weights.hidden2);
  const output = new Float32Array(weights.outputs);
  return {
    standardised,
    hidden,
    output,
    forward(inputs) {
      for (let index = 0; index < mean.length; index++) {
        standardised[index] = (inputs[index]! - mean[index]!) * inverse[index]!;
      }
      hidden1.set(weights.firstBias);
      addProduct(standardised, weights.first, hidden1);
      leak(hidden1);
      hidden.set(weights.secondBias);
      addProduct(hidden1, weights.second, hidden);
      leak(hidden);
      output.set(weights.outputBias);
      addProduct(standardised, weights.skip, output);
      addProduct(hidden, weights.output, output);
    },
  };
}

function addProduct(inputs: Float32Array, matrix: Float32Array, sums: Float32Array): void {
  let at = 0;
  for (let row = 0; row < inputs.length; row++) {
    const input = inputs[row]!;
    for (let column = 0; column < sums.length; column++) sums[column]! += input * matrix[at++]!;
  }
}

function leak(values: Float32Array): void {
  for (let index = 0; index < values.length; index++) if (values[index]! < 0) values[index]! *= LEAK;
}
