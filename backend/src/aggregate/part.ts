import type { AccountingRecord } from '../model/accounting.ts';
import type { AccountingRun } from '../model/accounting-run.ts';
import type { Json } from '../model/contracts/log-state.ts';
import type { SeriesBlock } from '../model/series.ts';

/** What a part has to tell since it was asked last: samples that are complete, with absolute values, and its changed rows. */
export interface Drained {
  readonly blocks: readonly SeriesBlock[];
  /** By key; null removes the row. */
  readonly rows: ReadonlyMap<string, Json | Uint8Array | null>;
}

/** The rows of one part as its `drain` has made them: what it goes on from. */
export interface PartState {
  row(key: string): Json | undefined;
  rows(): Iterable<[key: string, data: Json]>;
  blobs(): Iterable<[key: string, data: Uint8Array]>;
}

/**
 * Makes some of the series of a log source. What it answers is a pure function of its restored rows and the entries since:
 * reading again from the last commit gives the same. Rows that `drain` answers are in the state before the next entry comes.
 */
export interface AggregatePart {
  /** Name of the part, under which its rows are kept. */
  readonly name: string;
  record(record: AccountingRecord): void;
  /** Takes the entries of a run in place of each by `record` or `other`, where that takes less time. */
  run?(run: AccountingRun): void;
  /** A readable entry that stands for no event: the log has come to its date, no more. */
  other?(time: number): void;
  /**
   * `reached` is how far the log has come: the newest date of an entry, or the time of the clock when the log has been read to
   * its end; undefined while nothing is known.
   */
  drain(reached: number | undefined): Drained;
}
