import type { Series } from '../../model/series.ts';
import type { Layout, Memory } from './layout.ts';

/** Numbers beyond these would overflow; no unit of ours comes near them. */
export const LARGEST = 1e30;
const SMALLEST = 1e-30;
const FURTHEST = Math.log(LARGEST);
/** Early values that differ by a smaller part of their size are the same number, rounded. */
const ROUNDING = 1e-6;
const LOGARITHMIC = 1;
const LINEAR = 2;

/** Between the unit of a series and the space the experts work in. */
export interface Space {
  /** Decides by the first values of a series. */
  start(memory: Memory, series: Series, early: readonly number[]): void;
  toExperts(memory: Memory, value: number): number;
  fromExperts(memory: Memory, value: number): number;
}

/**
 * Counts and loads vary in proportion to their size: of what cannot be negative the experts see the logarithm, from a fifth
 * of the smallest positive early value on; of anything else the value. Both as the distance to an early value, which
 * keeps the digits.
 */
export function createSpace(layout: Layout): Space {
  const kind = layout.take(4);
  const [floor, reference, unit] = [kind + 1, kind + 2, kind + 3];
  return {
    start(memory, { lowerBound }, early) {
      const known = early.filter((value) => !Number.isNaN(value)).map(limited);
      if (lowerBound !== undefined && lowerBound >= 0) {
        const positive = known.filter((value) => value > 0);
        memory[kind] = LOGARITHMIC;
        memory[floor] = positive.length === 0 ? 0.2 : Math.max(SMALLEST, 0.2 * Math.min(...positive));
        const first =
          positive.length === 0 ? memory[floor]! : positive.reduce((sum, value) => sum + Math.log(value), 0);
        memory[reference] = positive.length === 0 ? Math.log(memory[floor]!) : first / positive.length;
        return;
      }
      memory[kind] = LINEAR;
      memory[reference] = known.reduce((sum, value) => sum + value / known.length, 0);
      const spread = known.reduce((sum, value) => sum + Math.abs(value - memory[reference]!) / known.length, 0);
      const size = Math.abs(memory[reference]!);
      memory[unit] = spread > ROUNDING * size ? Math.max(SMALLEST, spread) : size > 0 ? Math.max(SMALLEST, size) : 1;
    },
    toExperts(memory, value) {
      if (memory[kind] === LOGARITHMIC)
        return Math.log(Math.min(LARGEST, Math.max(value, memory[floor]!))) - memory[reference]!;
      return limited((limited(value) - memory[reference]!) / memory[unit]!);
    },
    fromExperts(memory, value) {
      if (memory[kind] === LINEAR) return limited(value * memory[unit]! + memory[reference]!);
      const back = Math.exp(Math.min(FURTHEST, value + memory[reference]!));
      // What is below the floor was taken for it and is nothing.
      return back <= memory[floor]! * (1 + 1e-5) ? 0 : back;
    },
  };
}

const limited = (value: number) => Math.max(-LARGEST, Math.min(LARGEST, value));
