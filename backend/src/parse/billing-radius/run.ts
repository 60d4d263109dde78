import type { AccountingRecord, OctetRange } from '../../model/accounting.ts';
import type { AccountingColumns, AccountingRun, AccountingSums } from '../../model/accounting-run.ts';
import type { LineTable } from './line-table.ts';
import type { BillingRecord } from './record.ts';

const SECOND = 1000;

/** Entries in rows that follow one another, whose times are known. */
export class BillingRun implements AccountingRun {
  readonly columns: AccountingColumns;
  from = 0;
  to = 0;
  oldest = Number.POSITIVE_INFINITY;
  newest = Number.NEGATIVE_INFINITY;
  /** Rows of one minute stand together, in so many stretches: at which row each ends, and when its minute began. */
  private stretches = 0;
  private readonly ends: Int32Array;
  private readonly starts: Float64Array;
  /** The stretch of the row that was asked for last. */
  private stretch = 0;
  private readonly table: LineTable;
  private readonly filled: BillingRecord;

  /** Answers `record`, filled with what is asked for. */
  constructor(table: LineTable, record: BillingRecord) {
    this.columns = table;
    this.table = table;
    this.ends = new Int32Array(table.mostRows);
    this.starts = new Float64Array(table.mostRows);
    this.filled = record;
  }

  /** Begins with a row. */
  begin(row: number): void {
    this.from = row;
    this.to = row;
    this.oldest = Number.POSITIVE_INFINITY;
    this.newest = Number.NEGATIVE_INFINITY;
    this.stretches = 0;
    this.stretch = 0;
  }

  /** Adds the next rows up to another, all of the minute that began at `start`, between two of its seconds. */
  add(to: number, start: number, oldestSecond: number, newestSecond: number): void {
    this.to = to;
    this.ends[this.stretches] = to;
    this.starts[this.stretches] = start;
    this.stretches++;
    this.oldest = Math.min(this.oldest, start + oldestSecond * SECOND);
    this.newest = Math.max(this.newest, start + newestSecond * SECOND);
  }

  time(row: number): number {
    const { ends, starts, table } = this;
    if (this.stretch > 0 && row < ends[this.stretch - 1]!) this.stretch = 0;
    while (row >= ends[this.stretch]!) this.stretch++;
    return starts[this.stretch]! + table.seconds[row]! * SECOND;
  }

  login(row: number): OctetRange {
    this.filled.take(row);
    return this.filled.loginOctets;
  }

  record(row: number): AccountingRecord {
    this.filled.time = this.time(row);
    this.filled.take(row);
    return this.filled;
  }

  addTo(sums: AccountingSums, from: number, to: number): void {
    this.table.addTo(sums, from, to);
  }
}
