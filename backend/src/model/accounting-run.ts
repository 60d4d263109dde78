import type { AccountingKind, AccountingRecord, AccountingStatusType, OctetRange } from './accounting.ts';

// Parsers write these numbers, as the scanner of billing logs does (parse/billing-radius/wasm/rows.ts).

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

/** What entries of a log carry, column by column. */
export interface AccountingColumns {
  /** Indices in KINDS, or NO_EVENT. */
  readonly kinds: Uint8Array;
  /** Indices in STATUS_TYPES; 0 for none. */
  readonly statusTypes: Uint8Array;
  /** 1 where the event failed, else 0. */
  readonly failed: Uint8Array;
  /** 1 where an entry carries both input and output octets, which are 0 where it does not. */
  readonly hasOctets: Uint8Array;
  readonly inputOctets: Float64Array;
  readonly outputOctets: Float64Array;
}

/** What events come to, and how many there are: by their types, by their kinds, and of those that carry a number. */
export interface AccountingSums {
  /** Events without a status type: skipped and authentication. */
  untyped: number;
  alive: number;
  start: number;
  stop: number;
  accounting: number;
  authentication: number;
  failed: number;
  /** Seconds. */
  delaySum: number;
  delayCount: number;
  /** Of events that carry both input and output octets. */
  inputSum: number;
  outputSum: number;
  trafficCount: number;
}

/**
 * Readable entries that follow one another in a log: what is counted of many needs neither an object nor a text for each. They
 * are at the indices from `from` up to `to` of the columns. Every event among them has a login.
 */
export interface AccountingRun {
  readonly columns: AccountingColumns;
  readonly from: number;
  readonly to: number;
  /** The times of the oldest and of the newest entry, epoch milliseconds UTC. */
  readonly oldest: number;
  readonly newest: number;
  /** The time of an entry. */
  time(index: number): number;
  /** The octets of the login of an event, good until another login or record is asked for. */
  login(index: number): OctetRange;
  /** The record of an event, good until another login or record is asked for. */
  record(index: number): AccountingRecord;
  /** Adds what the events from `from` up to `to` come to: the same sums as of one after another. */
  addTo(sums: AccountingSums, from: number, to: number): void;
}

/** Hands over the entries of a run one by one. */
export function eachOf(
  run: AccountingRun,
  to: { record(record: AccountingRecord): void; other?(time: number): void },
): void {
  for (let index = run.from; index < run.to; index++) {
    if (run.columns.kinds[index] === NO_EVENT) to.other?.(run.time(index));
    else to.record(run.record(index));
  }
}

/**
 * Cuts a run where the span of time of `spanAt` that its entries lie in changes, whose end does not belong to it: `use` gets
 * the entries from `from` up to `to` of the span that was told last.
 */
export function eachSpan(
  run: AccountingRun,
  spanAt: (time: number) => { readonly start: number; readonly end: number },
  use: (from: number, to: number) => void,
): void {
  for (let { from } = run; from < run.to; ) {
    const { start, end } = spanAt(run.time(from));
    let { to } = run;
    if (run.oldest < start || run.newest >= end) {
      to = from + 1;
      while (to < run.to && run.time(to) >= start && run.time(to) < end) to++;
    }
    use(from, to);
    from = to;
  }
}
