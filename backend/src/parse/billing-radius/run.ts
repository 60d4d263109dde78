import type { AccountingRecord, OctetRange } from '../../model/accounting.ts';
import type { AccountingColumns, AccountingRun } from '../../model/accounting-run.ts';
import type { LineTable } from './line-table.ts';
import type { BillingRecord } from './record.ts';

/** Entries in rows that follow one another, whose times are known. */
export class BillingRun implements AccountingRun {
  readonly columns: AccountingColumns;
  from = 0;
  to = 0;
  newest = Number.NEGATIVE_INFINITY;
  stretches = 0;
  readonly ends: Int32Array;
  readonly times: Float64Array;
  private readonly filled: BillingRecord;

  /** Answers `record`, filled with what is asked for. */
  constructor(table: LineTable, record: BillingRecord) {
    this.columns = table;
    this.ends = new Int32Array(table.mostRows);
    this.times = new Float64Array(table.mostRows);
    this.filled = record;
  }

  /** Begins with a row. */
  begin(row: number): void {
    this.from = row;
    this.to = row;
    this.newest = Number.NEGATIVE_INFINITY;
    this.stretches = 0;
  }

  /** Adds the next rows up to another, all of one time. */
  add(to: number, time: number): void {
    this.to = to;
    this.ends[this.stretches] = to;
    this.times[this.stretches] = time;
    this.stretches++;
    if (time > this.newest) this.newest = time;
  }

  login(row: number): OctetRange {
    this.filled.take(row);
    return this.filled.loginOctets;
  }

  record(row: number, time: number): AccountingRecord {
    this.filled.time = time;
    this.filled.take(row);
    return this.filled;
  }
}
