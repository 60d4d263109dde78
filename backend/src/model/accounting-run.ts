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
  /** 1 where an entry carries a delay, which is 0 where it does not. */
  readonly hasDelay: Uint8Array;
  readonly delaySeconds: Float64Array;
}

/**
 * Readable entries that follow one another in a log: what is counted of many needs neither an object nor a text for each. They
 * are at the indices from `from` up to `to` of the columns. Every event among them has a login.
 */
export interface AccountingRun {
  readonly columns: AccountingColumns;
  readonly from: number;
  readonly to: number;
  /** The time of the newest entry. */
  readonly newest: number;
  /** Entries of one time stand together, in so many stretches: at which index each ends, and its time, epoch milliseconds UTC. */
  readonly stretches: number;
  readonly ends: Int32Array;
  readonly times: Float64Array;
  /** The octets of the login of an event, good until another login or record is asked for. */
  login(index: number): OctetRange;
  /** The record of an event, of which the time is known; good until another login or record is asked for. */
  record(index: number, time: number): AccountingRecord;
}

/** Hands over the entries of a run one by one. */
export function eachOf(
  run: AccountingRun,
  to: { record(record: AccountingRecord): void; other?(time: number): void },
): void {
  let index = run.from;
  for (let stretch = 0; stretch < run.stretches; stretch++) {
    const time = run.times[stretch]!;
    for (; index < run.ends[stretch]!; index++) {
      if (run.columns.kinds[index] === NO_EVENT) to.other?.(time);
      else to.record(run.record(index, time));
    }
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
  let { from } = run;
  for (let stretch = 0; stretch < run.stretches; ) {
    const { start, end } = spanAt(run.times[stretch]!);
    let to = run.ends[stretch++]!;
    while (stretch < run.stretches && run.times[stretch]! >= start && run.times[stretch]! < end) {
      to = run.ends[stretch++]!;
    }
    use(from, to);
    from = to;
  }
}
