import type { AccountingRecord, OctetRange } from '../../model/accounting.ts';
import type { AccountingRun } from '../../model/accounting-run.ts';
import type { LineTable } from './line-table.ts';
import type { BillingRecord } from './record.ts';

/** Entries in rows that follow one another, whose times are known. */
export class BillingRun implements AccountingRun {
  from = 0;
  to = 0;
  newest = Number.NEGATIVE_INFINITY;
  stretches = 0;
  readonly ends: Int32Array;
  readonly times: Float64Array;
  readonly kinds: Uint8Array;
  readonly statusTypes: Uint8Array;
  readonly failed: Uint8Array;
  readonly hasOctets: Uint8Array;
  readonly inputOctets: Float64Array;
  readonly outputOctets: Float64Array;
  readonly hasDelay: Uint8Array;
  readonly delaySeconds: Float64Array;
  private readonly table: LineTable;
  private readonly filled: BillingRecord;
  private readonly octets: { -readonly [K in keyof OctetRange]: OctetRange[K] } = {
    bytes: new Uint8Array(),
    start: 0,
    end: 0,
  };

  /** Answers `record`, filled with what is asked for. */
  constructor(table: LineTable, record: BillingRecord) {
    this.table = table;
    this.ends = new Int32Array(table.mostRows);
    this.times = new Float64Array(table.mostRows);
    this.kinds = table.kinds;
    this.statusTypes = table.statusTypes;
    this.failed = table.failed;
    this.hasOctets = table.hasOctets;
    this.inputOctets = table.inputOctets;
    this.outputOctets = table.outputOctets;
    this.hasDelay = table.hasDelay;
    this.delaySeconds = table.delaySeconds;
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
    const { octets, table } = this;
    octets.bytes = table.bytes;
    octets.start = table.start(row, table.logins);
    octets.end = table.end(row, table.logins);
    return octets;
  }

  record(row: number, time: number): AccountingRecord {
    this.filled.time = time;
    this.filled.take(row);
    return this.filled;
  }
}
