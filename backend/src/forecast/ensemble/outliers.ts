import type { Layout, Memory } from './layout.ts';

/** How far a value may be from what was expected of it: in scales, and in the experts' space besides. */
const SCALES = 10;
const BESIDES = 1;
/** So many values in a row that far on one side are no outliers: the level has changed. */
const ENOUGH = 3;

/** What is to be learnt of a value, in the experts' space. */
export interface Tamed {
  /** By which forecasts are scored: of a wild value only as far as `SCALES` from what was expected. */
  scored: number;
  /** What history holds: in place of a wild value what was expected. */
  held: number;
  /** The values before that were taken for wild and are not, newest first: history is to hold them after all. */
  readonly returned: number[];
}

/** Tells wild values from new levels. */
export interface Outliers {
  /** Judges a value by what was `expected` of it. Valid until the next call. */
  judge(memory: Memory, value: number, expected: number, scale: number): Tamed;
}

/** Each series remembers how many wild values came in a row, below 0 where they are too low, and which. */
export function createOutliers(layout: Layout): Outliers {
  const count = layout.take(1);
  const wild = layout.take(ENOUGH - 1);
  const tamed: Tamed = { scored: 0, held: 0, returned: [] };
  return {
    judge(memory, value, expected, scale) {
      const limit = SCALES * scale + BESIDES;
      const distance = value - expected;
      const side = distance > limit ? 1 : distance < -limit ? -1 : 0;
      const before = side * memory[count]! > 0 ? Math.abs(memory[count]!) : 0;
      memory[count] = side * (before + 1);
      tamed.scored = value;
      tamed.held = value;
      tamed.returned.length = 0;
      if (side === 0) return tamed;
      if (before + 1 >= ENOUGH) {
        if (before + 1 === ENOUGH)
          for (let back = 1; back <= before; back++) tamed.returned.push(memory[wild + before - back]!);
        return tamed;
      }
      memory[wild + before] = value;
      tamed.scored = expected + side * limit;
      tamed.held = expected;
      return tamed;
    },
  };
}
