import { ForecastData } from './types';

/** Start and end of the time axis, epoch milliseconds. */
export type Range = [from: number, to: number];

/**
 * The time axis: what is asked for, and when it reaches now also the future as far as it is forecast, but at most half of
 * the past that is shown, so that the future takes up to a third of the width.
 */
export function extendedRange([from, to]: Range, now: number, data: ForecastData, showFuture: boolean): Range {
  const last = lastPredicted(data);
  if (!showFuture || last === undefined || now <= from || to < now - step(data)) {
    return [from, to];
  }
  return [from, Math.max(to, Math.min(last, now + (now - from) / 2))];
}

/** Distance of two neighbouring times, 0 when there are fewer. */
export function step({ times }: ForecastData): number {
  return times.length < 2 ? 0 : times[1] - times[0];
}

function lastPredicted({ times, columns }: ForecastData): number | undefined {
  return times.findLast((_, index) => columns.mean[index] !== null);
}
