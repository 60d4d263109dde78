import { createKernel } from './kernel.ts';
import { allocate, padded } from './memory.ts';
import { LEAK, type NetWeights } from './weights.ts';

/** Columns of a panel, in which kernel.wat reads a matrix. */
const PANEL = 8;

/** A net that can be asked. Its arrays are the same at every call: the next `forward` overwrites them. */
export interface Net {
  readonly standardised: Float32Array;
  /** The second hidden layer. */
  readonly hidden: Float32Array;
  readonly output: Float32Array;
  /** Fills the arrays with what the net makes of its inputs. */
  forward(inputs: Float32Array): void;
}

/** A net of these weights, of which it keeps a copy. */
export function createNet(weights: NetWeights): Net {
  const { inputs, hidden1, hidden2, outputs, mean } = weights;
  const { memory, arrays } = allocate({
    standardised: inputs,
    hidden1,
    hidden: hidden2,
    output: outputs,
    skip: room(inputs, outputs),
    first: room(inputs, hidden1),
    second: room(hidden1, hidden2),
    last: room(hidden2, outputs),
  });
  const { standardised, hidden, output } = arrays;
  const inverse = weights.deviation.map((deviation) => 1 / deviation);
  fillPanels(weights.skip, outputs, arrays.skip);
  fillPanels(weights.first, hidden1, arrays.first);
  fillPanels(weights.second, hidden2, arrays.second);
  fillPanels(weights.output, outputs, arrays.last);

  const kernel = createKernel(memory);
  const addProduct = (from: Float32Array, matrix: Float32Array, to: Float32Array) =>
    kernel.addProduct(from.byteOffset, matrix.byteOffset, to.byteOffset, padded(from.length), padded(to.length));
  const leak = (layer: Float32Array) => kernel.leakyRelu(layer.byteOffset, padded(layer.length), LEAK);

  return {
    standardised,
    hidden,
    output,
    forward(values) {
      for (let index = 0; index < inputs; index++) {
        standardised[index] = (values[index]! - mean[index]!) * inverse[index]!;
      }
      arrays.hidden1.set(weights.firstBias);
      addProduct(standardised, arrays.first, arrays.hidden1);
      leak(arrays.hidden1);
      hidden.set(weights.secondBias);
      addProduct(arrays.hidden1, arrays.second, hidden);
      leak(hidden);
      output.set(weights.outputBias);
      addProduct(standardised, arrays.skip, output);
      addProduct(hidden, arrays.last, output);
    },
  };
}

const room = (rows: number, columns: number): number => padded(rows) * padded(columns);

/** Arranges a matrix of rows in panels; what is beyond its rows and columns stays 0. */
function fillPanels(matrix: Float32Array, columns: number, panels: Float32Array): void {
  const rows = matrix.length / columns;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const panel = Math.floor(column / PANEL) * padded(rows) * PANEL;
      panels[panel + row * PANEL + (column % PANEL)] = matrix[row * columns + column]!;
    }
  }
}
