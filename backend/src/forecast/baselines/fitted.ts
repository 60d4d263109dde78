import type { Baseline, Method } from './baseline.ts';
import { filled } from './filled.ts';
import { repeatSeason } from './naive.ts';

/** A forecast this many ranges of the history outside of it is a fit that has exploded. */
const EXPLODED = 10;

/**
 * A method that is fitted anew to the newest `days` of the history for each forecast. Where it throws, or answers what is
 * not finite or far outside of all that was seen, the seasonal naive forecast stands in and is counted.
 */
export function fitted(name: string, days: number, method: Method): Baseline {
  let fallbacks = 0;
  return {
    name,
    get fallbacks() {
      return fallbacks;
    },
    forecast(history, horizon, day) {
      if (history.length === 0) return Array<number>(horizon).fill(0);
      const values = filled(history, day).subarray(-days * day);
      const made = attempt(method, values, horizon, day);
      if (made && usable(made, values, horizon)) return made;
      fallbacks++;
      return repeatSeason(values, horizon, day);
    },
  };
}

/** What a method answers; undefined where it cannot be fitted, which libraries say in many ways. */
function attempt(method: Method, values: Float64Array, horizon: number, day: number): number[] | undefined {
  try {
    return method(values, horizon, day);
  } catch {
    return undefined;
  }
}

function usable(made: readonly number[], values: Float64Array, horizon: number): boolean {
  const lowest = values.reduce((least, value) => Math.min(least, value));
  const highest = values.reduce((most, value) => Math.max(most, value));
  // A constant history has no range: its size is what a forecast may be off by.
  const room = EXPLODED * (highest - lowest || Math.abs(highest) || 1);
  return made.length === horizon && made.every((value) => value >= lowest - room && value <= highest + room);
}
