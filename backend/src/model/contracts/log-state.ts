import type { FilePosition, Positions } from './log-reader.ts';

/** A value that survives JSON unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The position of a file together with the clock and the memory that its parser had there. */
export interface LogPosition extends FilePosition {
  readonly clock: number | undefined;
  readonly memory?: Json | undefined;
}

/** One row of what a part of the aggregator keeps: a value, or octets as they are; null removes it. */
export interface RowChange {
  readonly part: string;
  readonly key: string;
  readonly data: Json | Uint8Array | null;
}

/** What the parts of an aggregator keep between two starts: rows by the name of the part and a key of its own. */
export interface AggregateRows {
  row(part: string, key: string): Json | undefined;
  rows(part: string): Iterable<[key: string, data: Json]>;
  /** The rows that are octets, in the order of their keys; they are not among `rows`. Absent where no part keeps such. */
  blobs?(part: string): Iterable<[key: string, data: Uint8Array]>;
}

/** Where the reading of one log source stands: positions and accumulators always belong to each other. */
export interface LogState extends Positions, AggregateRows {
  get(fingerprint: string): LogPosition | undefined;
  positions(): LogPosition[];
  blobs(part: string): Iterable<[key: string, data: Uint8Array]>;
  /** How many contents there are positions of. */
  files(): number;
  /** Moves positions and accumulators in one transaction. */
  commit(positions: Iterable<LogPosition>, changes: Iterable<RowChange>): void;
}
