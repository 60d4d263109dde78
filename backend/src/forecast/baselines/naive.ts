import type { Baseline, Method } from './baseline.ts';
import { filled } from './filled.ts';

/** A forecast that needs no fit and so never fails. */
export function naive(name: string, method: Method): Baseline {
  return {
    name,
    fallbacks: 0,
    forecast(history, horizon, day) {
      return history.length === 0 ? Array<number>(horizon).fill(0) : method(filled(history, day), horizon, day);
    },
  };
}

/** The newest whole season again and again; the newest value where there is no season yet. */
export function repeatSeason(values: Float64Array, horizon: number, season: number): number[] {
  const start = values.length - season;
  return Array.from({ length: horizon }, (_, step) => (start < 0 ? values.at(-1)! : values[start + (step % season)]!));
}
