import { takePending } from '../ensemble/layout.ts';
import type { View } from '../ensemble/view.ts';
const createNet: any = undefined;
import { triangle } from '../cholesky.ts';
import type { Expert, ExpertKind } from './contract.ts';
import { fillNetInputs, LAST_LAYER_INPUTS, NET_DAY, NET_INPUTS } from './net-inputs.ts';

/** A correction of the net is held to 0 by so many rows of other series. */
const PRIOR = 200;
const FORGETTING = 0.9998;
/** Further leads have more noise and learn slower. */
const SLOWER = 0.2;
const LIMIT = 3;
const LIMIT_RATE = 0.02;
const FIRST_ERROR = 0.8;
/** Furthest forecast from the day before, in units of the scale. */
const LARGEST = 12;
const LARGEST_TARGET = 10;

/**
 * One small net for all series, learnt beforehand of others, and the same net with a last layer that goes on learning of
 * each series: by recursive least squares, whose gain is the same for all leads of an origin and is used when each lead's
 * value has come (Haykin, Adaptive Filter Theory, 9.3; Huber's limit on the errors).
 */
export const globalNet: ExpertKind = ({ layout, day, horizon, priors }) => {
  if (day !== NET_DAY || !priors?.net) return [];
  const net = createNet(priors.net);
  const chosen = LAST_LAYER_INPUTS.length;
  const size = chosen + net.hidden.length;
  const covariance = layout.take(triangle(size, 0));
  const corrections = layout.take(horizon * size);
  const gains = layout.take(horizon * size);
  const errors = layout.take(horizon);
  const said = takePending(layout, horizon);
  const inputs = new Float32Array(NET_INPUTS);
  const features = new Float64Array(size);
  const projected = new Float64Array(size);
  const corrected = new Float64Array(horizon);
  const first = inverseCovariance(priors.lastLayer, size);
  const firstTrace = trace(first, 0, size);

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
      forecast(view, memory, out) {
        run(view);
        for (let lead = 1; lead <= horizon; lead++) {
          const difference = net.output[lead - 1]!;
          let correction = 0;
          const at = corrections + (lead - 1) * size;
          for (let index = 0; index < size; index++) correction += memory[at + index]! * features[index]!;
          corrected[lead - 1] = difference + correction;
          out[lead - 1] = view.base[lead]! + limited(difference, LARGEST) * view.scale;
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
      learn({ ring, newest, base, length, scaleAt }, memory) {
        for (let lead = 1; lead <= horizon; lead++) {
          const scale = scaleAt(lead);
          if (!(scale > 0)) continue;
          const origin = length - 1 - lead;
          const target = limited((ring[newest]! - base[0]!) / scale, LARGEST_TARGET);
          const place = errors + lead - 1;
          const error = limited(target - memory[said.at(origin, lead)]!, LIMIT * memory[place]!);
          memory[place] = memory[place]! + LIMIT_RATE * (1.25 * Math.abs(error) - memory[place]!);
          const step = error / (1 + SLOWER * (lead - 1));
          const gain = gains + (origin % horizon) * size;
          const at = corrections + (lead - 1) * size;
          for (let index = 0; index < size; index++) memory[at + index] = memory[at + index]! + memory[gain + index]! * step;
        }
      },
      forecast({ base, scale }, _memory, out) {
        for (let lead = 1; lead <= horizon; lead++) {
          out[lead - 1] = base[lead]! + limited(corrected[lead - 1]!, LARGEST) * scale;
        }
      },
      keep({ length }, memory) {
        const origin = length - 1;
        for (let lead = 1; lead <= horizon; lead++) memory[said.at(origin, lead)] = corrected[lead - 1]!;
        update(memory, gains + (origin % horizon) * size);
        if (length % NET_DAY === 0) calm(memory);
      },
    } satisfies Expert,
  ];

  /** One step of recursive least squares: the gain of the newest features, and what they leave of the covariance. */
  function update(memory: Float32Array, gain: number): void {
    projected.fill(0);
    let at = covariance;
    for (let i = 0; i < size; i++) {
      const feature = features[i]!;
      let sum = 0;
      for (let j = 0; j < i; j++, at++) {
        const value = memory[at]!;
        sum += value * features[j]!;
        projected[j]! += value * feature;
      }
      projected[i]! += sum + memory[at]! * feature;
      at++;
    }
    let denominator = FORGETTING;
    for (let index = 0; index < size; index++) denominator += features[index]! * projected[index]!;
    at = covariance;
    for (let i = 0; i < size; i++) {
      const part = projected[i]! / denominator;
      memory[gain + i] = part;
      for (let j = 0; j <= i; j++, at++) memory[at] = (memory[at]! - part * projected[j]!) / FORGETTING;
    }
  }

  /** Forgetting lets the covariance grow where nothing is seen; it is never larger than at the start. */
  function calm(memory: Float32Array): void {
    const now = trace(memory, covariance, size);
    if (!(now > firstTrace)) return;
    const part = firstTrace / now;
    for (let at = covariance; at < covariance + triangle(size, 0); at++) memory[at] = memory[at]! * part;
  }
};

const limited = (value: number, limit: number) => (value > limit ? limit : value < -limit ? -limit : value);

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
