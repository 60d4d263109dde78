import { readFileSync } from 'node:fs';
import type { AccountingColumns, AccountingSums } from '../../model/accounting-run.ts';

// The layout of rows is that of wasm/rows.ts, that of what is asked of many of wasm/runs.ts.

/** Kinds of lines; those that stand for an event come first. */
export const ACCOUNTING = 0;
export const UNEXPECTED = 4;

const LINE_FEED = 10;
/** Rows that are told at once, one that only tells where its line begins, and one for a line that was not read here. */
const SPARE_ROWS = 2;

type Column =
  | 'START_OF_LINE'
  | 'EVENT_DAY'
  | 'LOGIN'
  | 'STATUS'
  | 'NAS'
  | 'SESSION'
  | 'SESSION_TIME'
  | 'INPUT'
  | 'OUTPUT'
  | 'DELAY'
  | 'KIND'
  | 'FAILED'
  | 'STATUS_TYPE'
  | 'DIRECTION'
  | 'HAS_OCTETS'
  | 'HAS_DELAY'
  | 'SECOND';

interface Scanner extends Readonly<Record<Column | 'SECONDS' | 'COUNTS' | 'SUMS', { readonly value: number }>> {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly OCTETS: { readonly value: number };
  readonly MOST_OCTETS: { readonly value: number };
  readonly ROOM: { readonly value: number };
  readonly MOST_IN_ROOM: { readonly value: number };
  readonly MOST_ROWS: { readonly value: number };
  scan(from: number, to: number): number;
  stretchEnd(from: number, to: number): number;
  add(from: number, to: number): void;
  forgetDates(): void;
}

const module = new WebAssembly.Module(readFileSync(new URL('wasm/lines.wasm', import.meta.url)));

/** What is told of a line that somebody else has read. */
export interface ReadLine {
  readonly kind: number;
  readonly failed: boolean;
  readonly statusType: number;
  readonly direction: number;
  /** Of its fields, which stand one after another: login, status, NAS, session. */
  readonly lengths: readonly number[];
  /** Session time, centiseconds, and input and output octets, where it carries them. */
  readonly octets: readonly [sessionTime: number, input: number, output: number] | undefined;
  readonly delaySeconds: number | undefined;
}

/**
 * Lines that WebAssembly has read, one row each, column by column: their places in octets, so that a text is made only where it
 * is asked for. It reads lines that are exactly as expected, and tells all others as UNEXPECTED.
 */
export class LineTable implements AccountingColumns {
  private readonly scanner = new WebAssembly.Instance(module, {}).exports as unknown as Scanner;
  private readonly octets = new Uint8Array(
    this.scanner.memory.buffer,
    this.scanner.OCTETS.value,
    this.scanner.MOST_OCTETS.value,
  );
  /** Octets that are put here are read where they stand. */
  readonly room = new Uint8Array(this.scanner.memory.buffer, this.scanner.ROOM.value, this.scanner.MOST_IN_ROOM.value);
  /** Rows that are told at once, at most. */
  readonly mostRows = this.scanner.MOST_ROWS.value;
  readonly kinds = this.marks('KIND');
  /** 1 where the event failed. */
  readonly failed = this.marks('FAILED');
  /** 0 for none. */
  readonly statusTypes = this.marks('STATUS_TYPE');
  /** 0 for none. */
  readonly directions = this.marks('DIRECTION');
  /** 1 where a line carries session time, input and output octets; they are 0 where it does not. */
  readonly hasOctets = this.marks('HAS_OCTETS');
  /** 1 where a line carries a delay; it is 0 where it does not. */
  readonly hasDelay = this.marks('HAS_DELAY');
  /** Those of the dates of lines. */
  readonly seconds = this.marks('SECOND');
  /** Centiseconds. */
  readonly sessionTimes = this.numbers('SESSION_TIME');
  readonly inputOctets = this.numbers('INPUT');
  readonly outputOctets = this.numbers('OUTPUT');
  readonly delaySeconds = this.numbers('DELAY');
  /** Fields, to be asked for by `start` and `end`. */
  readonly logins = this.words('LOGIN');
  readonly statuses = this.words('STATUS');
  readonly nases = this.words('NAS');
  readonly sessions = this.words('SESSION');
  private readonly lines = this.words('START_OF_LINE');
  private readonly eventDays = this.words('EVENT_DAY');
  private readonly secondsOfMinute = new Int32Array(this.scanner.memory.buffer, this.scanner.SECONDS.value, 2);
  private readonly counts = new Int32Array(this.scanner.memory.buffer, this.scanner.COUNTS.value, 8);
  private readonly sums = new Float64Array(this.scanner.memory.buffer, this.scanner.SUMS.value, 3);
  /** How much greater places are in rows than in `bytes`. */
  private shift = 0;
  /** Places up to where lines are scanned, and where the last one ends. */
  private scanned = 0;
  private taken = 0;
  /** The octets in which the lines stand. */
  bytes: Buffer = Buffer.alloc(0);

  /**
   * Takes as many whole lines from `start` on as find place: where they end, or `start` if the first is too long. In the room
   * all do.
   */
  load(bytes: Buffer, start: number, end: number): number {
    const { octets, scanner } = this;
    const isInRoom = bytes.buffer === scanner.memory.buffer;
    const last = (isInRoom ? end : Math.min(end, start + octets.length)) - 1;
    const to = Math.max(start, bytes.lastIndexOf(LINE_FEED, last) + 1);
    if (!isInRoom) octets.set(bytes.subarray(start, to));
    this.bytes = bytes;
    this.shift = isInRoom ? bytes.byteOffset : scanner.OCTETS.value - start;
    this.scanned = start + this.shift;
    this.taken = to + this.shift;
    return to;
  }

  /** Reads on in the lines that were taken last: how many rows tell of them, from 0 on; none when all were told. */
  scan(): number {
    if (this.scanned === this.taken) return 0;
    const rows = this.scanner.scan(this.scanned, this.taken);
    this.scanned = this.lines[2 * rows]!;
    return rows;
  }

  /** Lines were read by others, or those of another file follow: the next row has new dates. */
  forgetDates(): void {
    this.scanner.forgetDates();
  }

  /**
   * Puts a line that was not read here into the row behind all others, and answers that row. It is good until `load`. Its fields
   * are places in a text of their own, from 0 on.
   */
  put(line: ReadLine): number {
    const row = this.mostRows + 1;
    this.kinds[row] = line.kind;
    this.failed[row] = Number(line.failed);
    this.statusTypes[row] = line.statusType;
    this.directions[row] = line.direction;
    let end = this.shift;
    for (const [index, field] of [this.logins, this.statuses, this.nases, this.sessions].entries()) {
      field[2 * row] = end;
      end += line.lengths[index]!;
      field[2 * row + 1] = end;
    }
    this.hasOctets[row] = Number(line.octets !== undefined);
    this.hasDelay[row] = Number(line.delaySeconds !== undefined);
    const [sessionTime, input, output] = line.octets ?? [0, 0, 0];
    this.sessionTimes[row] = sessionTime;
    this.inputOctets[row] = input;
    this.outputOctets[row] = output;
    this.delaySeconds[row] = line.delaySeconds ?? 0;
    return row;
  }

  /** Where the line begins in `bytes`. */
  lineStart(row: number): number {
    return this.lines[2 * row]! - this.shift;
  }

  /** Where the next line begins. */
  lineEnd(row: number): number {
    return this.lineStart(row + 1);
  }

  /** A number that is another one for another minute in which a line was written. */
  minute(row: number): number {
    return this.lines[2 * row + 1]!;
  }

  /** A number that is another one for another day, of that which stands with its year in accounting lines. */
  eventDay(row: number): number {
    return this.eventDays[2 * row]!;
  }

  /**
   * Where the stretch of rows ends that the first one begins, at most at `to`: those of one minute, whose accounting lines tell the
   * same day as the one before them, or a line that is UNEXPECTED alone. Between which seconds they lie is in `oldestSecond` and
   * `newestSecond` until the next question.
   */
  stretchEnd(from: number, to: number): number {
    return this.scanner.stretchEnd(from, to);
  }

  get oldestSecond(): number {
    return this.secondsOfMinute[0]!;
  }

  get newestSecond(): number {
    return this.secondsOfMinute[1]!;
  }

  /** Adds what the rows from `from` up to `to` come to, one after another; none of them is UNEXPECTED. */
  addTo(sums: AccountingSums, from: number, to: number): void {
    const { counts, sums: totals } = this;
    totals[0] = sums.delaySum;
    totals[1] = sums.inputSum;
    totals[2] = sums.outputSum;
    this.scanner.add(from, to);
    sums.delaySum = totals[0];
    sums.inputSum = totals[1];
    sums.outputSum = totals[2];
    const start = counts[0]!;
    const alive = counts[1]!;
    const stop = counts[2]!;
    const authentication = counts[3]!;
    const events = to - from - counts[4]!;
    sums.start += start;
    sums.alive += alive;
    sums.stop += stop;
    sums.untyped += events - start - alive - stop;
    sums.authentication += authentication;
    sums.accounting += events - authentication;
    sums.failed += counts[5]!;
    sums.trafficCount += counts[6]!;
    sums.delayCount += counts[7]!;
  }

  /** Where a field starts in `bytes`. */
  start(row: number, field: Int32Array): number {
    return field[2 * row]! - this.shift;
  }

  /** Where it ends; it starts there too where the line has no such field. */
  end(row: number, field: Int32Array): number {
    return field[2 * row + 1]! - this.shift;
  }

  private marks(column: Column): Uint8Array {
    return new Uint8Array(...this.place(column, 1));
  }

  private numbers(column: Column): Float64Array {
    return new Float64Array(...this.place(column, 1));
  }

  private words(column: Column): Int32Array {
    return new Int32Array(...this.place(column, 2));
  }

  /** Where a column stands, of so many values a row. */
  private place(column: Column, values: number): [ArrayBuffer, number, number] {
    const { memory, MOST_ROWS } = this.scanner;
    return [memory.buffer, this.scanner[column].value, (MOST_ROWS.value + SPARE_ROWS) * values];
  }
}
