import type { Foreseen } from './ensemble.ts';
import { createFarWidths } from './far-widths.ts';
import type { Intervals } from './intervals.ts';
import type { Layout, Memory } from './layout.ts';

/** What forecasts beyond the horizon are made of. */
export interface FarParts {
  readonly layout: Layout;
  readonly day: number;
  readonly horizon: number;
  /** By what the widths of other series grow, a block of leads a number; the last of them goes on. */
  readonly growth: readonly number[];
  foresee(memory: Memory, length: number, slot: number): Foreseen;
  /** What was expected of a lead at the newest of `length` values, holidays apart. */
  expected(memory: Memory, length: number, lead: number): number;
  /** Takes what is expected of all leads for values that have come and answers what is expected then; changes the memory. */
  goOn(memory: Memory, length: number, slot: number, values: Float64Array): Float64Array;
  onHoliday(memory: Memory, length: number, slot: number, lead: number, value: number): number;
  readonly intervals: Pick<Intervals, 'scale' | 'width'>;
}

/** Forecasts beyond the horizon, in blocks, each a horizon long, with numbers from 1. */
export interface Far {
  /** What is foreseen for `leads` leads, with widths that grow from block to block. */
  foresee(memory: Memory, length: number, slot: number, leads: number): Foreseen;
  /** Keeps a far forecast from the newest value, from some origins, to learn how wide it had to be. */
  look(memory: Memory, length: number, slot: number): void;
  /** Learns the value with a number. */
  learn(memory: Memory, index: number, value: number): void;
  /** By what one series' intervals of a lead beyond the horizon are wider than those of other series. */
  ownGrowth(memory: Memory, lead: number): number;
}

/** By putting what is foreseen in for what is not yet known, block after block. */
export function createFar(parts: FarParts): Far {
  const { horizon, growth, intervals } = parts;
  const widths = createFarWidths(parts.layout, parts.day, horizon);
  const values = new Float64Array(horizon);

  const usualGrowth = (block: number) => growth[Math.min(block, growth.length) - 1] ?? 1;
  const ownGrowth = (memory: Memory, block: number): number => {
    const own = usualGrowth(block) * widths.factor(memory, (block + 1) * horizon);
    // What comes later is never the surer.
    return block > 1 ? Math.max(own, ownGrowth(memory, block - 1)) : own;
  };

  const goOn = (
    known: Memory,
    length: number,
    slot: number,
    leads: number,
    growthOf: (block: number) => number,
  ): Foreseen => {
    const memory = known.slice();
    const far = { mean: new Float64Array(leads), scale: new Float64Array(leads) };
    const near = parts.foresee(known, length, slot);
    far.mean.set(near.mean.subarray(0, leads));
    far.scale.set(near.scale.subarray(0, leads));
    for (let lead = 1; lead <= horizon; lead++) values[lead - 1] = parts.expected(known, length, lead);
    for (let from = horizon; from < leads; from += horizon) {
      values.set(parts.goOn(memory, length + from - horizon, slot + from - horizon, values));
      const grown = growthOf(from / horizon);
      for (let lead = from + 1; lead <= Math.min(from + horizon, leads); lead++) {
        const expected = values[lead - from - 1]!;
        const last = intervals.scale(memory, horizon, slot + lead - horizon, expected);
        far.mean[lead - 1] = parts.onHoliday(known, length, slot, lead, expected);
        far.scale[lead - 1] = grown * Math.hypot(near.scale[lead - from - 1]!, last);
      }
    }
    return far;
  };

  return {
    foresee: (memory, length, slot, leads) => goOn(memory, length, slot, leads, (block) => ownGrowth(memory, block)),
    look(memory, length, slot) {
      const reach = widths.reach(length - 1);
      if (reach === 0) return;
      const far = goOn(memory, length, slot, reach, usualGrowth);
      widths.keep(memory, length - 1, (lead, coverage) => ({
        mean: far.mean[lead - 1]!,
        half: far.scale[lead - 1]! * intervals.width(memory, horizon, coverage),
      }));
    },
    learn: widths.learn,
    ownGrowth(memory, lead) {
      const block = Math.ceil(lead / horizon) - 1;
      return ownGrowth(memory, block) / usualGrowth(block);
    },
  };
}
