import type { Batch } from '../series.ts';
import type { RowChange } from './log-state.ts';
import type { RecordSink } from './parser.ts';

/** What was counted of the lines of a source since its first start. */
export interface LineCounts {
  readonly lines: number;
  /** By reason. */
  readonly unreadable: Readonly<Record<string, number>>;
  /** The newest date of a line, epoch milliseconds UTC. */
  readonly newest: number | undefined;
}

/** Makes series of the events of one log source. What it answers is a pure function of its restored state and the lines. */
export interface Aggregator {
  readonly sink: RecordSink;
  /**
   * The samples that are complete and changed since the last call, with absolute values, and the changes of state that
   * belong to them. Pass the time of the clock as `now` when the log has been read to its end: hours that ended before it
   * are complete even if no later line says so.
   */
  drain(options?: { readonly now?: number }): { readonly batch: Batch; readonly changes: readonly RowChange[] };
  counts(): LineCounts;
}
