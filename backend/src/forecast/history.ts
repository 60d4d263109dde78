/** The newest values of one series at even steps; a missing value is NaN. Indices count from the series' first value. */
export interface HistoryState {
  readonly values: Float64Array;
  length: number;
}

/** Eight weeks of hours: enough for every lag and for the intervals. */
export const CAPACITY = 8 * 168;

export const emptyHistory = (capacity = CAPACITY): HistoryState => ({ values: new Float64Array(capacity), length: 0 });

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
