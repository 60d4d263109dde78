import type { HistoryState } from '../history.ts';

/** One way to forecast a series whose values are in `history`. What it learns is plain data, so it can be kept and restored. */
export interface Expert {
  /** Learns from the newest value of the history. */
  learn(history: HistoryState): void;
  /** The next `horizon` values after the newest; never NaN once the history holds a value. */
  forecast(history: HistoryState, horizon: number): number[];
}

/** The value one or more days before index `target`, the nearest that is known; else the newest value; else 0. */
export function seasonalBase(
  history: HistoryState,
  target: number,
  last: number,
  value: (index: number) => number,
): number {
  let index = target - history.day * Math.ceil((target - last) / history.day);
  for (let day = 0; day < 7; day++, index -= history.day) {
    const found = value(index);
    if (!Number.isNaN(found)) return found;
  }
  for (let back = last; back > last - history.values.length && back >= 0; back--) {
    const found = value(back);
    if (!Number.isNaN(found)) return found;
  }
  return 0;
}
