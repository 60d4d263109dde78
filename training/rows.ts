import { fillNetInputs, NET_INPUTS } from '../backend/src/forecast/experts/net-inputs.ts';
import { isAlive, part, type Segment } from './segments.ts';
import { walk } from './walk.ts';

/** Values before the first row, as in the service. */
const FIRST = 48;
/** An old series, and how long a young one is looked at. */
const OLD = 300;
const YOUNG = 400;
const LARGEST_TARGET = 10;

/** What the net is trained on: rows of inputs, targets (differences to the day before, in units of the scale) and their weights. */
export interface Rows {
  readonly count: number;
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
  readonly weights: Float32Array;
}

/** Gathers rows, up to a number, whose room it takes at once. */
export function createRows(most: number, leads: number) {
  const inputs = new Float32Array(most * NET_INPUTS);
  const targets = new Float32Array(most * leads);
  const weights = new Float32Array(most * leads);
  let count = 0;

  const add = (segment: Segment, from: number, to: number, stride: number, phase: number) => {
    walk(segment, { horizon: leads, first: FIRST }, ({ view, index, inner, change, unit }) => {
      if (count === most || index < from || index > to || (index + phase) % stride !== 0) return;
      if (index + leads >= inner.length || segment.missing[index] || !(view.scale > 0) || !(change > 0)) return;
      fillNetInputs(view, inputs, count * NET_INPUTS);
      let lacking = 0;
      for (let lead = 1; lead <= leads; lead++) {
        const base = view.base[lead]!;
        const target = (inner[index + lead]! - base) * view.inverse;
        // An error in the experts' space counts as what it is in the unit of the series.
        const size = view.scale * unit * Math.exp((inner[index + lead]! + base) / 2);
        const far = Math.abs(target) > LARGEST_TARGET;
        const weight = segment.missing[index + lead] ? 0 : Math.min(5, Math.max(0.02, size / change)) * (far ? 0.3 : 1);
        targets[count * leads + lead - 1] = Math.max(-LARGEST_TARGET, Math.min(LARGEST_TARGET, target));
        weights[count * leads + lead - 1] = weight;
        lacking += segment.missing[index + lead]!;
      }
      if (lacking < leads / 4) count++;
    });
  };

  return {
    /** Rows of a segment: of its old age, and of parts of it as if each were a young series. */
    take(segment: Segment, { stride, phase }: { stride: number; phase: number }): void {
      if (isAlive(segment)) add(segment, OLD, Number.MAX_SAFE_INTEGER, stride, phase);
      const step = segment.values.length > 6000 ? 2 * YOUNG : YOUNG;
      for (let from = 0; from + 120 < segment.values.length; from += step) {
        const young = part(segment, from, Math.min(segment.values.length, from + YOUNG));
        if (isAlive(young)) add(young, FIRST - 1, OLD, stride, phase);
      }
    },
    get count() {
      return count;
    },
    finish: (): Rows => ({
      count,
      inputs: inputs.subarray(0, count * NET_INPUTS),
      targets: targets.subarray(0, count * leads),
      weights: weights.subarray(0, count * leads),
    }),
  };
}
