import { assert, integer, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { normal, type Random, randomOf } from '../../simulate/random.ts';
import { createNet } from './net.ts';
import { LEAK, type NetSizes, type NetWeights } from './weights.ts';

function randomNumbers(random: Random, length: number): Float32Array {
  return Float32Array.from({ length }, () => normal(random));
}

/** Weights that keep the size of what goes in. */
function randomMatrix(random: Random, rows: number, columns: number): Float32Array {
  return randomNumbers(random, rows * columns).map((value) => value / Math.sqrt(rows));
}

function randomWeights({ inputs, hidden1, hidden2, outputs }: NetSizes, random: Random): NetWeights {
  return {
    inputs,
    hidden1,
    hidden2,
    outputs,
    mean: randomNumbers(random, inputs),
    deviation: randomNumbers(random, inputs).map((value) => 0.5 + Math.abs(value)),
    skip: randomMatrix(random, inputs, outputs),
    first: randomMatrix(random, inputs, hidden1),
    firstBias: randomNumbers(random, hidden1),
    second: randomMatrix(random, hidden1, hidden2),
    secondBias: randomNumbers(random, hidden2),
    output: randomMatrix(random, hidden2, outputs),
    outputBias: randomNumbers(random, outputs),
  };
}

/** The formula of the net as it is written down, in double precision. */
function expected(weights: NetWeights, inputs: Float32Array) {
  const product = (from: readonly number[], matrix: Float32Array, columns: number) =>
    Array.from({ length: columns }, (_, column) =>
      from.reduce((sum, value, row) => sum + value * matrix[row * columns + column]!, 0),
    );
  const leaky = (values: readonly number[], bias: Float32Array) =>
    values.map((value, index) => value + bias[index]!).map((value) => (value > 0 ? value : LEAK * value));
  const standardised = Array.from(inputs, (value, index) => (value - weights.mean[index]!) / weights.deviation[index]!);
  const hidden1 = leaky(product(standardised, weights.first, weights.hidden1), weights.firstBias);
  const hidden = leaky(product(hidden1, weights.second, weights.hidden2), weights.secondBias);
  const skipped = product(standardised, weights.skip, weights.outputs);
  const output = product(hidden, weights.output, weights.outputs).map(
    (value, index) => weights.outputBias[index]! + skipped[index]! + value,
  );
  return { standardised, hidden, output };
}

/** The largest difference, relative to the largest number or to 1, about the size of the terms of a sum. */
function difference(actual: Float32Array, wanted: readonly number[]): number {
  expect(actual).toHaveLength(wanted.length);
  const largest = Math.max(...wanted.map(Math.abs), 1);
  return Math.max(...wanted.map((value, index) => Math.abs(value - actual[index]!))) / largest;
}

test('a net of any size answers what its formula says, one row after another', () => {
  const sizes = record({
    inputs: integer({ min: 1, max: 150 }),
    hidden1: integer({ min: 1, max: 140 }),
    hidden2: integer({ min: 1, max: 50 }),
    outputs: integer({ min: 1, max: 50 }),
  });
  assert(
    property(sizes, integer(), (size, seed) => {
      const random = randomOf(seed);
      const weights = randomWeights(size, random);
      const net = createNet(weights);
      for (const inputs of [randomNumbers(random, size.inputs), randomNumbers(random, size.inputs)]) {
        net.forward(inputs);
        const wanted = expected(weights, inputs);
        expect(difference(net.standardised, wanted.standardised)).toBeLessThan(1e-5);
        expect(difference(net.hidden, wanted.hidden)).toBeLessThan(1e-5);
        expect(difference(net.output, wanted.output)).toBeLessThan(1e-5);
      }
    }),
    { numRuns: 40 },
  );
});

test('two nets do not disturb each other', () => {
  const sizes = { inputs: 6, hidden1: 5, hidden2: 4, outputs: 3 };
  const random = randomOf(1);
  const inputs = randomNumbers(random, 6);
  const one = createNet(randomWeights(sizes, random));
  const other = createNet(randomWeights(sizes, random));
  one.forward(inputs);
  const before = one.output.slice();
  other.forward(inputs);
  expect(one.output).toEqual(before);
  expect(other.output).not.toEqual(before);
});
