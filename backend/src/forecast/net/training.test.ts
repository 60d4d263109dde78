import { describe, expect, test } from 'vitest';
import { createBatchNet } from '../../../../training/net/batch-net.ts';
import type { Matrix } from '../../../../training/net/matrix.ts';
import { type TrainingOptions, type TrainingRows, trainNet } from '../../../../training/net/train-net.ts';
import { normal, type Random, randomOf } from '../../simulate/random.ts';
import { solveRidge, triangle } from '../cholesky.ts';
import { createNet } from './net.ts';

const OPTIONS: TrainingOptions = {
  inputs: 5,
  hidden1: 24,
  hidden2: 10,
  outputs: 3,
  passes: 60,
  rowsPerPass: 2000,
  batch: 50,
  learningRate: 5e-3,
  decay: 0.01,
  dropout: 0,
  huber: 0.08,
  seed: 7,
};

/** Rows of a function that no line follows, with a constant as the last input. */
function rowsOf(count: number, seed: number): TrainingRows {
  const random = randomOf(seed);
  const inputs = new Float32Array(count * 5);
  const targets = new Float32Array(count * 3);
  for (let row = 0; row < count; row++) {
    const [a, b, c, d] = [normal(random), normal(random), normal(random), normal(random)];
    inputs.set([a, 100 + 30 * b, c, d, 1], row * 5);
    targets.set([Math.abs(a) - Math.abs(b), Math.max(a, c), 0.5 * d + Math.min(0, b)], row * 3);
  }
  return {
    inputs,
    targets,
    weights: new Float32Array(count * 3).fill(1),
    probabilities: new Float64Array(count).fill(1),
  };
}

/** Mean absolute error of the net on each output. */
function errorsOf(weights: ReturnType<typeof trainNet>, rows: TrainingRows): number[] {
  const net = createNet(weights);
  const sums = [0, 0, 0];
  const count = rows.probabilities.length;
  for (let row = 0; row < count; row++) {
    net.forward(rows.inputs.subarray(row * 5, row * 5 + 5));
    for (const output of sums.keys()) sums[output]! += Math.abs(net.output[output]! - rows.targets[row * 3 + output]!);
  }
  return sums.map((sum) => sum / count);
}

/** Mean absolute error of a linear regression on each output. */
function linearErrors(rows: TrainingRows, later: TrainingRows): number[] {
  const at = (row: number, column: number) => rows.inputs[row * 5 + column]!;
  const gram = new Float64Array(15);
  const moments = [0, 1, 2].map(() => new Float64Array(5));
  for (let row = 0; row < rows.probabilities.length; row++) {
    for (let i = 0; i < 5; i++) {
      for (let j = 0; j <= i; j++) gram[triangle(i, j)]! += at(row, i) * at(row, j);
      for (const [output, moment] of moments.entries()) moment[i]! += at(row, i) * rows.targets[row * 3 + output]!;
    }
  }
  return moments.map((moment, output) => {
    const solution = solveRidge(gram, moment, 1e-6, 5, new Float64Array(15));
    const count = later.probabilities.length;
    let sum = 0;
    for (let row = 0; row < count; row++) {
      const said = solution.reduce((total, factor, column) => total + factor * later.inputs[row * 5 + column]!, 0);
      sum += Math.abs(said - later.targets[row * 3 + output]!);
    }
    return sum / count;
  });
}

describe('the gradient of a batch', () => {
  const sizes = { inputs: 5, hidden1: 9, hidden2: 6, outputs: 3 };
  const fill = ({ rows, columns, stride, values }: Matrix, random: Random) => {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) values[row * stride + column] = normal(random);
    }
  };
  const dot = (a: Matrix, b: Matrix) => {
    let sum = 0;
    for (let row = 0; row < a.rows; row++) {
      for (let at = row * a.stride; at < row * a.stride + a.columns; at++) sum += a.values[at]! * b.values[at]!;
    }
    return sum;
  };

  test.each([
    { dropout: 0, batch: 7 },
    { dropout: 0.3, batch: 7 },
    { dropout: 0.3, batch: 400 },
  ])('is what finite differences find, dropping $dropout of $batch rows', ({ dropout, batch }) => {
    const net = createBatchNet(sizes, batch, dropout);
    const random = randomOf(3);
    const { all, ...matrices } = net.parameters;
    for (const matrix of [...Object.values(matrices), net.inputs, net.slopes]) fill(matrix, random);
    const loss = () => {
      net.forward(randomOf(11));
      return dot(net.outputs, net.slopes);
    };
    loss();
    net.backward();
    const gradient = net.gradient.all.slice();
    const step = 1e-3;
    const size = Math.hypot(...gradient) / Math.sqrt(gradient.length);
    expect(size).toBeGreaterThan(1);
    for (let at = 0; at < all.length; at++) {
      const kept = all[at]!;
      all[at] = kept + step;
      const above = loss();
      all[at] = kept - step;
      const below = loss();
      all[at] = kept;
      const difference = (above - below) / (2 * step);
      // Float32 sums, and now and then a kink between the two.
      expect(Math.abs(gradient[at]! - difference)).toBeLessThan(0.01 * size);
    }
  });
});

describe('training', () => {
  const rows = rowsOf(2000, 1);
  const later = rowsOf(500, 2);

  test('learns what a linear regression cannot', () => {
    const errors = errorsOf(trainNet(rows, OPTIONS), later);
    const linear = linearErrors(rows, later);
    expect(Math.min(...linear)).toBeGreaterThan(0.2);
    for (const [output, error] of errors.entries()) expect(error).toBeLessThan(linear[output]! / 3);
  });

  test('does the same again for the same seed, and something else for another', () => {
    const short = { ...OPTIONS, passes: 3, dropout: 0.1 };
    const once = trainNet(rows, short);
    expect(trainNet(rows, short)).toEqual(once);
    expect(trainNet(rows, { ...short, seed: 8 }).first).not.toEqual(once.first);
  });

  test('learns nothing of what has no weight or no probability', () => {
    const spoilt = rowsOf(2000, 1);
    for (let row = 0; row < 2000; row += 2) spoilt.probabilities[row] = 0;
    for (let row = 0; row < 2000; row += 2) spoilt.targets.fill(50, row * 3, row * 3 + 3);
    for (let row = 1; row < 2000; row += 6) spoilt.weights[row * 3] = 0;
    for (let row = 1; row < 2000; row += 6) spoilt.targets[row * 3] = -50;
    expect(Math.max(...errorsOf(trainNet(spoilt, OPTIONS), later))).toBeLessThan(0.2);
  });

  test('leaves a constant input as it is', () => {
    const { mean, deviation } = trainNet(rows, { ...OPTIONS, passes: 1 });
    expect([mean[4], deviation[4]]).toEqual([0, 1]);
    expect(mean[1]).toBeCloseTo(100, -1);
    expect(deviation[1]).toBeCloseTo(30, -1);
  });
});
