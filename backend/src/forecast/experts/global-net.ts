import { triangle } from '../cholesky.ts';
import { takePending } from '../ensemble/layout.ts';
import type { View } from '../ensemble/view.ts';
import { createLeastSquares } from '../net/least-squares.ts';
import { createNet } from '../net/net.ts';
import type { Expert, ExpertKind } from './contract.ts';
import { fillNetInputs, LAST_LAYER_INPUTS, NET_DAY, NET_INPUTS } from './net-inputs.ts';
import { errorCorrelation } from './whitening.ts';

/** A correction of the net is held to 0 by so many rows of other series. */
const PRIOR = 50;
const FORGETTING = 0.9995;
/** The first origin that learns whitened: by then each lead has learnt once. */
const EARLIEST = 3 * NET_DAY;
const WEEK = 7 * NET_DAY;
/** Correlations below make no difference. */
const LEAST_CORRELATION = 0.1;
const LIMIT = 3;
const LIMIT_RATE = 0.02;
const FIRST_ERROR = 0.8;
/** Furthest forecast from the day before, in units of the scale. */
const LARGEST = 12;
const LARGEST_TARGET = 10;

/**
 * One small net for all series, learnt beforehand of others, and the same net with a last layer that goes on learning of
 * each series: by recursive least squares, whose gain is the same for all leads of an origin and is used when each lead's
 * value has come (Haykin, Adaptive Filter Theory, 9.3; Huber's limit on the errors). The gain is that of whitened rows; the
 * next step, whose errors do not follow each other, learns its own by it, as with an instrumental variable.
 */
export const globalNet: ExpertKind = ({ layout, day, horizon, priors }) => {
  if (day !== NET_DAY || !priors?.net) return [];
  const net = createNet(priors.net);
  const chosen = LAST_LAYER_INPUTS.length;
  const size = chosen + net.hidden.length;
  const covariance = layout.take(triangle(size, 0));
  const corrections = layout.take(horizon * size);
  const gains = layout.take(horizon * size);
  /** What was seen at the origins whose values are still to come, whitened, and at the newest one as it was. */
  const seen = layout.take(horizon * size);
  const before = layout.take(size);
  /** What the net left over of each lead's newest value. */
  const leftOver = layout.take(horizon);
  /** Number of values when it learnt last. */
  const lastLength = layout.take(1);
  const errors = layout.take(horizon);
  const said = takePending(layout, horizon);
  const inputs = new Float32Array(NET_INPUTS);
  const placeOf = (memoryOf: number, origin: number) => memoryOf + (origin % horizon) * size;
  const squares = createLeastSquares(size, FORGETTING);
  const { features } = squares;
  const product = productOf(size);
  const first = inverseCovariance(priors.lastLayer, size);
  const firstTrace = trace(first, 0, size);

  /** None at the first origins: there is no origin before. */
  const correlationAt = (origin: number) => (origin < EARLIEST ? 0 : errorCorrelation(origin, WEEK));

  const run = (view: View) => {
    fillNetInputs(view, inputs, 0);
    net.forward(inputs);
    for (let index = 0; index < chosen; index++) features[index] = net.standardised[LAST_LAYER_INPUTS[index]!]!;
    for (let index = chosen; index < size; index++) features[index] = net.hidden[index - chosen]!;
  };

  return [
    {
      name: 'net',
      reach: horizon,
      forecast(view, _memory, out) {
        run(view);
        for (let lead = 1; lead <= horizon; lead++) {
          out[lead - 1] = view.base[lead]! + limited(net.output[lead - 1]!, LARGEST) * view.scale;
        }
      },
    },
    {
      name: 'net that learns',
      reach: horizon,
      start(memory) {
        memory.set(first, covariance);
        memory.fill(FIRST_ERROR, errors, errors + horizon);
      },
      learn({ ring: values, newest, base, length, scaleAt }, memory) {
        const follows = memory[lastLength] === length - 1;
        memory[lastLength] = length;
        for (let lead = 1; lead <= horizon; lead++) {
          const scale = scaleAt(lead);
          if (!(scale > 0)) continue;
          const origin = length - 1 - lead;
          const target = limited((values[newest]! - base[0]!) / scale, LARGEST_TARGET);
          const at = corrections + (lead - 1) * size;
          const left = target - memory[said.at(origin, lead)]!;
          const correlation = lead > 1 ? correlationAt(origin) : 0;
          const whitened = left - correlation * memory[leftOver + lead - 1]!;
          memory[leftOver + lead - 1] = left;
          // What was seen is whitened; after a missing value the error cannot be.
          if (!follows && correlation > LEAST_CORRELATION) continue;
          // By what is known now: other leads' values may have taught the same since the origin.
          const missed = whitened - product(memory, at, memory, lead > 1 ? placeOf(seen, origin) : before);
          const spread = errors + lead - 1;
          const error = limited(missed, LIMIT * memory[spread]!);
          memory[spread] = memory[spread]! + LIMIT_RATE * (1.25 * Math.abs(error) - memory[spread]!);
          const gain = placeOf(gains, origin);
          for (let index = 0; index < size; index++)
            memory[at + index] = memory[at + index]! + memory[gain + index]! * error;
        }
      },
      forecast({ base, scale }, memory, out) {
        for (let lead = 1; lead <= horizon; lead++) {
          const correction = product(memory, corrections + (lead - 1) * size, features, 0);
          out[lead - 1] = base[lead]! + limited(net.output[lead - 1]! + correction, LARGEST) * scale;
        }
      },
      keep({ length }, memory) {
        const origin = length - 1;
        for (let lead = 1; lead <= horizon; lead++) memory[said.at(origin, lead)] = net.output[lead - 1]!;
        const correlation = correlationAt(origin);
        const place = placeOf(seen, origin);
        for (let index = 0; index < size; index++) {
          const feature = features[index]!;
          features[index] = feature - correlation * memory[before + index]!;
          memory[place + index] = features[index]!;
          memory[before + index] = feature;
        }
        squares.update(memory, covariance);
        memory.set(squares.gain, placeOf(gains, origin));
        if (length % NET_DAY === 0) calm(memory);
      },
    } satisfies Expert,
  ];

  /** Forgetting lets the covariance grow where nothing is seen; it is never larger than at the start. */
  function calm(memory: Float32Array): void {
    const now = trace(memory, covariance, size);
    if (!(now > firstTrace)) return;
    const part = firstTrace / now;
    for (let at = covariance; at < covariance + triangle(size, 0); at++) memory[at] = memory[at]! * part;
  }
};

const limited = (value: number, limit: number) => (value > limit ? limit : value < -limit ? -limit : value);

/** Σ a·b over the features. */
const productOf = (size: number) => (a: Float32Array, at: number, b: Float32Array, from: number) => {
  let sum = 0;
  for (let index = 0; index < size; index++) sum += a[at + index]! * b[from + index]!;
  return sum;
};

/** The covariance at the start, as a triangle. */
function inverseCovariance(pooled: Float32Array, size: number): Float32Array {
  const first = new Float32Array(triangle(size, 0));
  for (let index = 0; index < first.length; index++) first[index] = pooled[index]! / PRIOR;
  return first;
}

function trace(memory: Float32Array, at: number, size: number): number {
  let sum = 0;
  for (let index = 0; index < size; index++) sum += memory[at + triangle(index, index)]!;
  return sum;
}
