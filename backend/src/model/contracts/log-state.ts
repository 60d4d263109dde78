import type { FilePosition, Positions } from './log-reader.ts';

/** A value that survives JSON unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The position of a file together with the clock its parser had there. */
export interface LogPosition extends FilePosition {
  readonly clock: number | undefined;
}

/** One row of what a part of the aggregator keeps; null removes it. */
export interface RowChange {
  readonly part: string;
  readonly key: string;
  readonly data: Json | null;
}

/** What the parts of an aggregator keep between two starts: rows by the name of the part and a key of its own. */
export interface AggregateRows {
  row(part: string, key: string): Json | undefined;
  rows(part: string): Iterable<[key: string, data: Json]>;
}

/** Where the reading of one log source stands: positions and accumulators always belong to each other. */
export interface LogState extends Positions, AggregateRows {
  get(fingerprint: string): LogPosition | undefined;
  positions(): LogPosition[];
  /** How many contents there are positions of. */
  files(): number;
  /** Moves positions and accumulators in one transaction. */
  commit(positions: Iterable<LogPosition>, changes: Iterable<RowChange>): void;
}
