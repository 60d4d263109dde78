import type { FilePosition, Positions } from './log-reader.ts';

/** A value that survives JSON unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The position of a file together with the clock its parser had there. */
export interface LogPosition extends FilePosition {
  readonly clock: number | undefined;
}

/** What changed while lines were taken in: rows to put or remove, and the small rest as a whole. */
export interface AggregateChanges {
  /** By start of the hour, epoch milliseconds UTC. */
  readonly hours: ReadonlyMap<number, Json>;
  /** By session key; null removes the session. */
  readonly sessions: ReadonlyMap<string, Json | null>;
  readonly rest: Json;
}

/** Where the reading of one log source stands: positions and accumulators always belong to each other. */
export interface LogState extends Positions {
  get(fingerprint: string): LogPosition | undefined;
  positions(): LogPosition[];
  hour(start: number): Json | undefined;
  sessions(): Iterable<[key: string, session: Json]>;
  rest(): Json | undefined;
  /** Moves positions and accumulators in one transaction. */
  commit(positions: Iterable<LogPosition>, changes: AggregateChanges): void;
}
