import type { Layout, Memory } from './layout.ts';

/** How far a value may be from what was expected of it: in scales, and in the experts' space besides. */
const SCALES = 10;
const BESIDES = 1;
/** So many values in a row that far on one side are no outliers: the level has changed. */
const ENOUGH = 3;

/** Tells wild values from new levels. */
export interface Outliers {
  /** The value as it may be learnt, in the experts' space: a wild one only as far as `SCALES` from what was `expected`. */
  tame(memory: Memory, value: number, expected: number, scale: number): number;
}

/** One place for each series counts the wild values in a row, below 0 for those that are too low. */
export function createOutliers(layout: Layout): Outliers {
  const count = layout.take(1);
  return {
    tame(memory, value, expected, scale) {
      const limit = SCALES * scale + BESIDES;
      const distance = value - expected;
      const side = distance > limit ? 1 : distance < -limit ? -1 : 0;
      memory[count] = side * memory[count]! > 0 ? memory[count]! + side : side;
      if (side === 0 || Math.abs(memory[count]!) >= ENOUGH) return value;
      return expected + side * limit;
    },
  };
}
