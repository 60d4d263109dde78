import { readFileSync } from 'node:fs';

// The layout of rows is that of wasm/rows.ts, here in words of four octets, or of eight where numbers stand.
const ROW_WORDS = 20;
const START_OF_LINE = 0;
const TAGS = 1;
const MOMENT = 2;
const EVENT_MINUTE = 3;
/** Fields: where they start, and in the word after it where they end. */
export const LOGIN = 4;
export const STATUS = 6;
export const NAS = 8;
export const SESSION = 10;
/** Numbers. */
export const SESSION_TIME = 6;
export const INPUT = 7;
export const OUTPUT = 8;
export const DELAY = 9;

/** Kinds of lines; those that stand for an event come first. */
export const ACCOUNTING = 0;
export const OTHER = 3;
export const UNEXPECTED = 4;

const KIND_BITS = 127;
const NEW_DATE = 128;

const LINE_FEED = 10;

interface Scanner {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly OCTETS: { readonly value: number };
  readonly MOST_OCTETS: { readonly value: number };
  readonly ROWS: { readonly value: number };
  readonly MOST_ROWS: { readonly value: number };
  scan(from: number, to: number): number;
}

const module = new WebAssembly.Module(readFileSync(new URL('wasm/lines.wasm', import.meta.url)));

/** What is told of a line that somebody else has read. */
export interface ReadLine {
  readonly kind: number;
  readonly failed: boolean;
  readonly statusType: number;
  readonly direction: number;
  /** Of its fields, which stand one after another: LOGIN, STATUS, NAS, SESSION. */
  readonly lengths: readonly number[];
  /** SESSION_TIME, INPUT, OUTPUT, DELAY; NaN where the line has no such number. */
  readonly numbers: readonly number[];
}

/**
 * Lines that WebAssembly has read, one row each: their places in octets, so that a text is made only where it is asked for. It
 * reads lines that are exactly as expected, and tells all others as UNEXPECTED.
 */
export class LineTable {
  private readonly scanner = new WebAssembly.Instance(module, {}).exports as unknown as Scanner;
  private readonly octets = new Uint8Array(
    this.scanner.memory.buffer,
    this.scanner.OCTETS.value,
    this.scanner.MOST_OCTETS.value,
  );
  private readonly words = new Int32Array(this.scanner.memory.buffer, this.scanner.ROWS.value);
  private readonly numbers = new Float64Array(this.scanner.memory.buffer, this.scanner.ROWS.value);
  /** How much greater places are in rows than in `bytes`. */
  private shift = 0;
  /** Where the first line begins in `bytes`. */
  private taken = 0;
  private length = 0;
  private scanned = 0;
  /** The octets in which the lines stand. */
  bytes: Buffer = Buffer.alloc(0);

  /** Takes as many whole lines from `start` on as find room: where they end, or `start` if the first is too long. */
  load(bytes: Buffer, start: number, end: number): number {
    const { octets, scanner } = this;
    const last = Math.min(end, start + octets.length) - 1;
    const to = Math.max(start, bytes.lastIndexOf(LINE_FEED, last) + 1);
    octets.set(bytes.subarray(start, to));
    this.bytes = bytes;
    this.shift = scanner.OCTETS.value - start;
    this.taken = start;
    this.length = to - start;
    this.scanned = 0;
    return to;
  }

  /** Reads on in the lines that were taken last: where the rows of these lines end, zero when all were told. */
  scan(): number {
    if (this.scanned === this.length) return 0;
    const rows = this.scanner.scan(this.scanned, this.length) * ROW_WORDS;
    this.scanned = this.words[rows + START_OF_LINE]!;
    return rows;
  }

  /**
   * Puts a line that was not read here into the row behind all others, and answers that row. It is good until `load`. Its fields
   * are places in a text of their own, from 0 on.
   */
  put({ kind, failed, statusType, direction, lengths, numbers }: ReadLine): number {
    // The row behind the last one only tells where its line ends.
    const row = (this.scanner.MOST_ROWS.value + 1) * ROW_WORDS;
    this.words[row + TAGS] = kind | (Number(failed) << 8) | (statusType << 16) | (direction << 24);
    let end = this.shift;
    for (const [index, length] of lengths.entries()) {
      this.words[row + LOGIN + 2 * index] = end;
      end += length;
      this.words[row + LOGIN + 2 * index + 1] = end;
    }
    this.numbers.set(numbers, row / 2 + SESSION_TIME);
    return row;
  }

  /** The row after another; the first is 0. */
  after(row: number): number {
    return row + ROW_WORDS;
  }

  /** Where the line begins in `bytes`. */
  lineStart(row: number): number {
    return this.words[row + START_OF_LINE]! + this.taken;
  }

  /** Where the next line begins. */
  lineEnd(row: number): number {
    return this.lineStart(row + ROW_WORDS);
  }

  kind(row: number): number {
    return this.words[row + TAGS]! & KIND_BITS;
  }

  /** True for a line that is as expected and has the dates of the last such line before it. */
  isAsBefore(row: number): boolean {
    return (this.words[row + TAGS]! & (NEW_DATE | UNEXPECTED)) === 0;
  }

  /** 1 where the event failed. */
  failed(row: number): number {
    return (this.words[row + TAGS]! >>> 8) & 255;
  }

  /** 0 for none. */
  statusType(row: number): number {
    return (this.words[row + TAGS]! >>> 16) & 255;
  }

  /** 0 for none. */
  direction(row: number): number {
    return this.words[row + TAGS]! >>> 24;
  }

  /** The second in which the line was written, and above six bits a number that is another one for another minute. */
  moment(row: number): number {
    return this.words[row + MOMENT]!;
  }

  /** A number that is another one for another minute, of that which stands with its year in accounting lines. */
  eventMinute(row: number): number {
    return this.words[row + EVENT_MINUTE]!;
  }

  /** Where a field starts in `bytes`. */
  start(row: number, field: number): number {
    return this.words[row + field]! - this.shift;
  }

  /** Where it ends; it starts there too where the line has no such field. */
  end(row: number, field: number): number {
    return this.words[row + field + 1]! - this.shift;
  }

  /** NaN where the line has no such number. */
  number(row: number, column: number): number {
    return this.numbers[row / 2 + column]!;
  }
}
