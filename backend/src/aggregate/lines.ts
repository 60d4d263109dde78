import type { UnreadableReason } from '../model/accounting.ts';
import type { LineCounts } from '../model/contracts/aggregator.ts';
import type { Json } from '../model/contracts/log-state.ts';
import type { PartState } from './part.ts';

const KEY = 'counts';

/** Counts the entries of a log, readable and not. */
export function lineCounter(state: PartState) {
  const restored = state.row(KEY) as
    | { lines: number; unreadable: Record<string, number>; newest: number | null }
    | undefined;
  let lines = restored?.lines ?? 0;
  const unreadable: Record<string, number> = { ...restored?.unreadable };
  let newest = restored?.newest ?? undefined;
  const counts = (): LineCounts => ({ lines, unreadable: { ...unreadable }, newest });
  return {
    name: 'lines',
    /** Takes note of so many entries, the newest of this time. */
    readable(time: number, entries = 1): void {
      lines += entries;
      if (newest === undefined || time > newest) newest = time;
    },
    unreadable(reason: UnreadableReason): void {
      lines++;
      unreadable[reason] = (unreadable[reason] ?? 0) + 1;
    },
    counts,
    drain: () => ({ blocks: [], rows: new Map<string, Json>([[KEY, { ...counts(), newest: newest ?? null }]]) }),
  };
}
