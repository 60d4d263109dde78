import type { AccountingKind, AccountingRecord, AccountingStatusType } from './accounting.ts';

/** Kinds of events by their numbers in a run. */
export const KINDS: readonly AccountingKind[] = ['accounting', 'skipped', 'authentication'];
/** The number of a readable entry that stands for no event. */
export const NO_EVENT = KINDS.length;
/** Types of events by their numbers in a run. */
export const STATUS_TYPES: readonly (AccountingStatusType | undefined)[] = [
  undefined,
  'Start',
  'Alive',
  'Stop',
  'On',
  'Off',
];

/**
 * Readable entries that follow one another in a log, column by column: what is counted of many needs neither an object nor a text
 * for each. Those of the run are at the indices from `from` up to `to` of each column; a number that an entry does not carry is
 * NaN.
 */
export interface AccountingRun {
  readonly from: number;
  readonly to: number;
  /** The times of the oldest and the newest entry. */
  readonly oldest: number;
  readonly newest: number;
  /** Epoch milliseconds UTC. */
  readonly times: Float64Array;
  /** Indices in KINDS, or NO_EVENT. */
  readonly kinds: Uint8Array;
  /** Indices in STATUS_TYPES; 0 for none. */
  readonly statusTypes: Uint8Array;
  /** 1 where the event failed, else 0. */
  readonly failed: Uint8Array;
  readonly inputOctets: Float64Array;
  readonly outputOctets: Float64Array;
  readonly delaySeconds: Float64Array;
  /** The record of an event, good until the next one is asked for. */
  record(index: number): AccountingRecord;
}

/** Hands over the entries of a run one by one. */
export function eachOf(
  run: AccountingRun,
  to: { record(record: AccountingRecord): void; other?(time: number): void },
): void {
  for (let index = run.from; index < run.to; index++) {
    if (run.kinds[index] === NO_EVENT) to.other?.(run.times[index]!);
    else to.record(run.record(index));
  }
}
