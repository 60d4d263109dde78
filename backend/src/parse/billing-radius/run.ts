import type { AccountingRecord } from '../../model/accounting.ts';
import type { AccountingRun } from '../../model/accounting-run.ts';
import type { LineTable } from './line-table.ts';
import type { BillingRecord } from './record.ts';

/** Entries in rows that follow one another, whose times are known. */
export class BillingRun implements AccountingRun {
  from = 0;
  to = 0;
  oldest = Number.NaN;
  newest = Number.NaN;
  readonly times: Float64Array;
  readonly kinds: Uint8Array;
  readonly statusTypes: Uint8Array;
  readonly failed: Uint8Array;
  readonly inputOctets: Float64Array;
  readonly outputOctets: Float64Array;
  readonly delaySeconds: Float64Array;
  private readonly filled: BillingRecord;

  /** Answers `record`, filled with what is asked for. */
  constructor(table: LineTable, record: BillingRecord) {
    this.times = new Float64Array(table.mostRows);
    this.kinds = table.kinds;
    this.statusTypes = table.statusTypes;
    this.failed = table.failed;
    this.inputOctets = table.inputOctets;
    this.outputOctets = table.outputOctets;
    this.delaySeconds = table.delaySeconds;
    this.filled = record;
  }

  /** Begins with a row. */
  begin(row: number): void {
    this.from = row;
    this.to = row;
    this.oldest = Number.POSITIVE_INFINITY;
    this.newest = Number.NEGATIVE_INFINITY;
  }

  /** Adds the next rows up to another, all of one time. */
  add(to: number, time: number): void {
    this.times.fill(time, this.to, to);
    this.to = to;
    if (time < this.oldest) this.oldest = time;
    if (time > this.newest) this.newest = time;
  }

  record(row: number): AccountingRecord {
    this.filled.time = this.times[row]!;
    this.filled.take(row);
    return this.filled;
  }
}
