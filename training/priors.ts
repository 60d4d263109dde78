import { triangle } from '../backend/src/forecast/cholesky.ts';
import { LAST_LAYER_INPUTS, NET_INPUTS } from '../backend/src/forecast/experts/net-inputs.ts';
import { CORRECTED } from '../backend/src/forecast/experts/regression-features.ts';
import { createNet } from '../backend/src/forecast/net/net.ts';
import type { NetWeights } from '../backend/src/forecast/net/weights.ts';
import type { DirectPrior, Priors } from '../backend/src/forecast/priors/priors.ts';
import { inverse } from './inverse.ts';
import { LEADS, type Material } from './material.ts';
import { type TrainingOptions, trainNet } from './net/train-net.ts';
import { pooledRegressions, priorOf } from './pool.ts';

/** How much the sets count beside each other, by the root of their rows; 1.5 where nothing is said. */
const IMPORTANCE: Readonly<Record<string, number>> = { m4: 1, asd: 0.5, smd: 0.5, freifunk: 1, wsd: 1 };
const USUAL = 1.5;
/** The set whose series are smooth. */
const SMOOTH = 'm4';
const OPTIONS: TrainingOptions = {
  inputs: NET_INPUTS,
  hidden1: 192,
  hidden2: 28,
  outputs: LEADS,
  passes: 60,
  rowsPerPass: 160_000,
  batch: 512,
  learningRate: 2e-3,
  decay: 0.02,
  dropout: 0.1,
  huber: 0.08,
  seed: 1,
};
/** Rows of a set by which the last layer's features are known, and what is added to their Gram matrix, in parts of its mean. */
const LAST_LAYER_ROWS = 3000;
const LAST_LAYER_RIDGE = 1e-3;

/** Trains everything but the losses and the growth of widths on the material of some sets. */
export function trainPriors(
  material: readonly Material[],
  change: Partial<TrainingOptions> = {},
): Omit<Priors, 'losses' | 'growth'> {
  const net = trainNet(joined(material), { ...OPTIONS, ...change });
  return { net, lastLayer: lastLayerOf(net, material), ...regressionPriors(material) };
}

/** What the regressions start from, without the net. */
export function regressionPriors(material: readonly Pick<Material, 'set' | 'regressions'>[]) {
  const pooledOf = (of: typeof material) => pooledRegressions(of.map(({ regressions }) => regressions.direct));
  const networks = pooledOf(material.filter(({ set }) => set !== SMOOTH));
  const smooth = material.filter(({ set }) => set === SMOOTH);
  return {
    direct: {
      networks: directPrior(networks),
      smooth: smooth.length > 0 ? directPrior(pooledOf(smooth)) : directPrior(networks),
    },
    corrections: Float32Array.from(networks.flatMap(({ gram }) => part(gram, CORRECTED))),
    autoregression: priorOf(pooledRegressions(material.map(({ regressions }) => regressions.autoregression))),
  };
}

function directPrior(pooled: ReturnType<typeof pooledRegressions>): DirectPrior {
  const nextStep = pooled.filter((_, place) => place % LEADS === 0);
  return { ...priorOf(nextStep), weights: Float32Array.from(pooled.flatMap(({ solution }) => Array.from(solution))) };
}

/** The rows and columns of some features of a matrix kept as its triangle. */
const part = (gram: Float32Array, features: readonly number[]): number[] =>
  features.flatMap((row, i) => features.slice(0, i + 1).map((column) => gram[triangle(row, column)]!));

/** The rows of all sets one after another, and how often each is to be taken. */
function joined(material: readonly Material[]) {
  const count = material.reduce((sum, { rows }) => sum + rows.count, 0);
  const inputs = new Float32Array(count * NET_INPUTS);
  const targets = new Float32Array(count * LEADS);
  const weights = new Float32Array(count * LEADS);
  const probabilities = new Float64Array(count);
  let at = 0;
  for (const { set, rows } of material) {
    inputs.set(rows.inputs, at * NET_INPUTS);
    targets.set(rows.targets, at * LEADS);
    weights.set(rows.weights, at * LEADS);
    probabilities.fill((IMPORTANCE[set] ?? USUAL) / Math.sqrt(rows.count), at, at + rows.count);
    at += rows.count;
  }
  return { inputs, targets, weights, probabilities };
}

/** The inverse of the Gram matrix of what the last layer sees, the mean of the sets. */
function lastLayerOf(weights: NetWeights, material: readonly Material[]): Float32Array {
  const net = createNet(weights);
  const chosen = LAST_LAYER_INPUTS.length;
  const size = chosen + weights.hidden2;
  const features = new Float64Array(size);
  const gram = new Float64Array(triangle(size, 0));
  for (const { rows } of material) {
    const stride = Math.max(1, Math.floor(rows.count / LAST_LAYER_ROWS));
    const share = stride / rows.count / material.length;
    for (let row = 0; row < rows.count; row += stride) {
      net.forward(rows.inputs.subarray(row * NET_INPUTS, (row + 1) * NET_INPUTS));
      for (let index = 0; index < chosen; index++) features[index] = net.standardised[LAST_LAYER_INPUTS[index]!]!;
      features.set(net.hidden, chosen);
      let at = 0;
      for (let i = 0; i < size; i++)
        for (let j = 0; j <= i; j++, at++) gram[at]! += share * features[i]! * features[j]!;
    }
  }
  let trace = 0;
  for (let index = 0; index < size; index++) trace += gram[triangle(index, index)]!;
  for (let index = 0; index < size; index++) gram[triangle(index, index)]! += (LAST_LAYER_RIDGE * trace) / size;
  return inverse(gram, size);
}
