import type { Series } from '../model/series.ts';
import { HOUR } from '../model/targets.ts';

/** The newest values of one series at even steps; a missing value is NaN. Indices count from the series' first value. */
export interface HistoryState {
  /** Steps of a day, the season of every series; a week is seven of them. */
  readonly day: number;
  readonly values: Float64Array;
  length: number;
}

/** Eight weeks: enough for every lag. */
const DAYS_KEPT = 56;

export const emptyHistory = (day: number): HistoryState => ({
  day,
  values: new Float64Array(DAYS_KEPT * day),
  length: 0,
});

/** Steps of a day of a series; a step longer than a day counts as a day. */
export const stepsOfDay = ({ step }: Series): number => Math.max(1, Math.round((24 * HOUR) / step));

export function append(history: HistoryState, value: number): void {
  history.values[history.length % history.values.length] = value;
  history.length++;
}

/** The value at an index; NaN for what is missing, too old or still to come. */
export function valueAt(history: HistoryState, index: number): number {
  const capacity = history.values.length;
  if (index < 0 || index >= history.length || index < history.length - capacity) return Number.NaN;
  return history.values[index % capacity]!;
}

/** Mean of the values at the given indices that are there; NaN when none is. */
export function meanAt(history: HistoryState, first: number, step: number, count: number): number {
  let sum = 0;
  let found = 0;
  for (let index = 0; index < count; index++) {
    const value = valueAt(history, first - index * step);
    if (Number.isNaN(value)) continue;
    sum += value;
    found++;
  }
  return found === 0 ? Number.NaN : sum / found;
}
