import { allocate } from '../../backend/src/forecast/net/memory.ts';
import { LEAK, type NetSizes } from '../../backend/src/forecast/net/weights.ts';
import type { Random } from '../../backend/src/model/random.ts';
import { createKernel } from './kernel.ts';
import { createProducts, type Matrix, matrixAt, PANEL, room } from './matrix.ts';

/** The parts of the net that are learnt; with the same shapes, the gradient of a loss by each. */
export interface Parameters {
  readonly all: Float32Array;
  readonly skip: Matrix;
  readonly first: Matrix;
  readonly firstBias: Matrix;
  readonly second: Matrix;
  readonly secondBias: Matrix;
  readonly output: Matrix;
  readonly outputBias: Matrix;
}

/** A net that looks at a whole batch of rows at once, and finds the gradient of a loss by its parameters. */
export interface BatchNet {
  readonly parameters: Parameters;
  readonly gradient: Parameters;
  /** batch × inputs, standardised: to be filled before `forward`. */
  readonly inputs: Matrix;
  /** batch × outputs: filled by `forward`. */
  readonly outputs: Matrix;
  /** batch × outputs, the derivatives of the loss by the outputs: to be filled before `backward`. */
  readonly slopes: Matrix;
  /** With `random`, drops its share of the first hidden layer and enlarges the rest. */
  forward(random?: Random): void;
  /** Fills `gradient`; after a `forward` with `random`, unless the share is 0. */
  backward(): void;
}

/** Shapes of all parameters, one after another. */
const shapes = ({ inputs, hidden1, hidden2, outputs }: NetSizes) =>
  ({
    skip: [inputs, outputs],
    first: [inputs, hidden1],
    firstBias: [1, hidden1],
    second: [hidden1, hidden2],
    secondBias: [1, hidden2],
    output: [hidden2, outputs],
    outputBias: [1, outputs],
  }) as const;

/** A net of zeros. `dropout` is the share of the first hidden layer that is dropped in training. */
export function createBatchNet(sizes: NetSizes, batch: number, dropout: number): BatchNet {
  const { hidden1, hidden2, outputs } = sizes;
  const count = Object.values(shapes(sizes)).reduce((sum, [rows, columns]) => sum + room(rows, columns), 0);
  const { memory, arrays } = allocate({
    panel: PANEL,
    parameters: count,
    gradient: count,
    inputs: room(batch, sizes.inputs),
    hidden1: room(batch, hidden1),
    slopes1: room(batch, hidden1),
    hidden2: room(batch, hidden2),
    slopes2: room(batch, hidden2),
    outputs: room(batch, outputs),
    slopes: room(batch, outputs),
    second: room(hidden2, hidden1),
    output: room(outputs, hidden2),
  });
  const kernel = createKernel(memory);
  const products = createProducts(kernel, arrays.panel);
  const parameters = parametersIn(arrays.parameters, sizes);
  const gradient = parametersIn(arrays.gradient, sizes);
  const x = matrixAt(arrays.inputs, 0, batch, sizes.inputs);
  const h1 = matrixAt(arrays.hidden1, 0, batch, hidden1);
  const h2 = matrixAt(arrays.hidden2, 0, batch, hidden2);
  const y = matrixAt(arrays.outputs, 0, batch, outputs);
  const slopes1 = matrixAt(arrays.slopes1, 0, batch, hidden1);
  const slopes2 = matrixAt(arrays.slopes2, 0, batch, hidden2);
  const slopes = matrixAt(arrays.slopes, 0, batch, outputs);
  const secondTransposed = matrixAt(arrays.second, 0, hidden2, hidden1);
  const outputTransposed = matrixAt(arrays.output, 0, outputs, hidden2);
  const enlarged = 1 / (1 - dropout);

  const leak = ({ values }: Matrix, factor: number) =>
    kernel.leak(values.byteOffset, values.length, factor, LEAK * factor);
  // The derivative is told by what the layer gave: 0 is what was dropped.
  const leakSlopes = ({ values }: Matrix, factor: number, into: Matrix) =>
    kernel.leakSlopes(into.values.byteOffset, values.byteOffset, values.length, factor, LEAK * factor);

  return {
    parameters,
    gradient,
    inputs: x,
    outputs: y,
    slopes,
    forward(random) {
      repeat(parameters.firstBias, h1);
      products.add(x, parameters.first, h1);
      leak(h1, random ? enlarged : 1);
      if (random) drop(h1, dropout, random);
      repeat(parameters.secondBias, h2);
      products.add(h1, parameters.second, h2);
      leak(h2, 1);
      repeat(parameters.outputBias, y);
      products.add(x, parameters.skip, y);
      products.add(h2, parameters.output, y);
    },
    backward() {
      gradient.all.fill(0);
      products.addTransposed(x, slopes, gradient.skip);
      products.addTransposed(h2, slopes, gradient.output);
      addRows(slopes, gradient.outputBias);
      transpose(parameters.output, outputTransposed);
      slopes2.values.fill(0);
      products.add(slopes, outputTransposed, slopes2);
      leakSlopes(h2, 1, slopes2);
      products.addTransposed(h1, slopes2, gradient.second);
      addRows(slopes2, gradient.secondBias);
      transpose(parameters.second, secondTransposed);
      slopes1.values.fill(0);
      products.add(slopes2, secondTransposed, slopes1);
      leakSlopes(h1, enlarged, slopes1);
      products.addTransposed(x, slopes1, gradient.first);
      addRows(slopes1, gradient.firstBias);
    },
  };
}

function parametersIn(all: Float32Array, sizes: NetSizes): Parameters {
  let at = 0;
  const matrices = Object.entries(shapes(sizes)).map(([name, [rows, columns]]) => {
    const matrix = matrixAt(all, at, rows, columns);
    at += room(rows, columns);
    return [name, matrix];
  });
  return { all, ...(Object.fromEntries(matrices) as Omit<Parameters, 'all'>) };
}

function repeat(bias: Matrix, rows: Matrix): void {
  const row = bias.values.subarray(0, bias.stride);
  for (let at = 0; at < rows.values.length; at += rows.stride) rows.values.set(row, at);
}

function addRows({ rows, stride, values }: Matrix, sums: Matrix): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < stride; column++) sums.values[column]! += values[row * stride + column]!;
  }
}

function transpose(from: Matrix, to: Matrix): void {
  for (let row = 0; row < from.rows; row++) {
    for (let column = 0; column < from.columns; column++) {
      to.values[column * to.stride + row] = from.values[row * from.stride + column]!;
    }
  }
}

/** Sets a share of the numbers to 0: from one to the next it is a geometrically distributed number of places. */
function drop({ values }: Matrix, share: number, random: Random): void {
  if (share === 0) return;
  const perPlace = 1 / Math.log(1 - share);
  for (let at = -1; ; ) {
    at += 1 + Math.floor(Math.log(1 - random()) * perPlace);
    if (at >= values.length) return;
    values[at] = 0;
  }
}
