import type { NetSizes, NetWeights } from '../../backend/src/forecast/net/weights.ts';
import { type Random, randomOf } from '../../backend/src/model/random.ts';
import { normal } from '../../backend/src/simulate/random.ts';
import { createAdam } from './adam.ts';
import { type BatchNet, createBatchNet, type Parameters } from './batch-net.ts';
import type { Matrix } from './matrix.ts';
import { createSampler } from './sampler.ts';
import { standardisationOf } from './standardise.ts';

/** n rows that a net is trained on. */
export interface TrainingRows {
  /** n × inputs. */
  readonly inputs: Float32Array;
  /** n × outputs. */
  readonly targets: Float32Array;
  /** n × outputs: how much each error counts, 0 where the target is not known. */
  readonly weights: Float32Array;
  /** n: how often each row is taken, in any unit. */
  readonly probabilities: Float64Array;
}

export interface TrainingOptions extends NetSizes {
  readonly passes: number;
  /** Rows of a pass, at most as many as there are. */
  readonly rowsPerPass: number;
  readonly batch: number;
  /** The highest; it rises to it over the first 200 steps, then falls to 0 as half a cosine. */
  readonly learningRate: number;
  /** Share of the weights (not of the biases) that a step takes away, times the learning rate. */
  readonly decay: number;
  /** Share of the first hidden layer that is dropped. */
  readonly dropout: number;
  /** Size of an error from which on the loss grows linearly, with slope 1. */
  readonly huber: number;
  readonly seed: number;
  /** Told of the mean weighted absolute error over about the last 100 steps. */
  readonly onProgress?: (step: number, steps: number, error: number) => void;
}

const WARM_UP = 200;
const LEAST_RATE = 1e-6;
/** Part of the steps after which the weights are averaged, and how fast. */
const AVERAGED_FROM = 0.6;
const AVERAGING_RATE = 0.01;
const ERROR_RATE = 0.01;
const PROGRESS_EVERY = 1000;

/** What Adam learnt with a decoupled decay, of rows taken at random by their probability; the same for the same seed. */
export function trainNet(rows: TrainingRows, options: TrainingOptions): NetWeights {
  const { inputs, batch, passes, learningRate, decay, huber } = options;
  const count = rows.probabilities.length;
  const steps = Math.max(1, Math.floor((passes * Math.min(options.rowsPerPass, count)) / batch));
  const random = randomOf(options.seed);
  const { mean, deviation } = standardisationOf(rows.inputs, inputs, rows.probabilities);
  const net = createBatchNet(options, batch, options.dropout);
  initialise(net.parameters, random);
  const sample = createSampler(rows.probabilities, random);
  const taken = new Int32Array(batch);
  const adam = createAdam(net.parameters, net.gradient, decay);
  const average = new Float32Array(net.parameters.all.length);
  const averagedFrom = Math.min(steps - 1, Math.floor(steps * AVERAGED_FROM) + 1);
  let error = 0;

  for (let step = 0; step < steps; step++) {
    for (let row = 0; row < batch; row++) taken[row] = sample();
    takeInputs(net.inputs, rows.inputs, taken, mean, deviation);
    net.forward(random);
    error += ERROR_RATE * (differentiate(net, rows, taken, huber) - error);
    net.backward();
    const cosine = (1 + Math.cos((Math.PI * step) / steps)) / 2;
    adam.step(learningRate * Math.min(1, (step + 1) / WARM_UP) * cosine + LEAST_RATE);
    if (step >= averagedFrom) mix(average, net.parameters.all, step === averagedFrom ? 1 : AVERAGING_RATE);
    if (step % PROGRESS_EVERY === 0) options.onProgress?.(step, steps, error / (1 - (1 - ERROR_RATE) ** (step + 1)));
  }
  net.parameters.all.set(average);
  return weightsOf(net.parameters, options, mean, deviation);
}

/** Normally distributed weights, whose size keeps the layers' outputs at about the size of their inputs, or smaller (He et al. 2015). */
function initialise({ skip, first, second, output }: Parameters, random: Random): void {
  for (const [matrix, size] of [
    [skip, 0.05],
    [first, 0.7],
    [second, 0.7],
    [output, 0.1],
  ] as const) {
    for (let row = 0; row < matrix.rows; row++) {
      for (let column = 0; column < matrix.columns; column++) {
        matrix.values[row * matrix.stride + column] = normal(random) * size * Math.sqrt(2 / matrix.rows);
      }
    }
  }
}

function takeInputs(
  to: Matrix,
  inputs: Float32Array,
  taken: Int32Array,
  mean: Float32Array,
  deviation: Float32Array,
): void {
  for (let row = 0; row < taken.length; row++) {
    const from = taken[row]! * to.columns;
    const at = row * to.stride;
    for (let column = 0; column < to.columns; column++) {
      to.values[at + column] = (inputs[from + column]! - mean[column]!) / deviation[column]!;
    }
  }
}

/** Fills the slopes of the loss, the weighted mean over the rows of Huber's; answers the weighted mean absolute error. */
function differentiate({ outputs, slopes }: BatchNet, rows: TrainingRows, taken: Int32Array, huber: number): number {
  const { columns, stride } = outputs;
  let sum = 0;
  for (let row = 0; row < taken.length; row++) {
    const from = taken[row]! * columns;
    const at = row * stride;
    for (let column = 0; column < columns; column++) {
      const error = outputs.values[at + column]! - rows.targets[from + column]!;
      const weight = rows.weights[from + column]!;
      sum += Math.abs(error) * weight;
      slopes.values[at + column] = (Math.max(-1, Math.min(1, error / huber)) * weight) / taken.length;
    }
  }
  return sum / (taken.length * columns);
}

function mix(average: Float32Array, values: Float32Array, part: number): void {
  for (let at = 0; at < values.length; at++) average[at]! += part * (values[at]! - average[at]!);
}

function weightsOf(
  parameters: Parameters,
  { inputs, hidden1, hidden2, outputs }: NetSizes,
  mean: Float32Array,
  deviation: Float32Array,
): NetWeights {
  const plain = ({ rows, columns, stride, values }: Matrix) =>
    Float32Array.from(
      { length: rows * columns },
      (_, at) => values[Math.floor(at / columns) * stride + (at % columns)]!,
    );
  return {
    inputs,
    hidden1,
    hidden2,
    outputs,
    mean,
    deviation,
    skip: plain(parameters.skip),
    first: plain(parameters.first),
    firstBias: plain(parameters.firstBias),
    second: plain(parameters.second),
    secondBias: plain(parameters.secondBias),
    output: plain(parameters.output),
    outputBias: plain(parameters.outputBias),
  };
}
