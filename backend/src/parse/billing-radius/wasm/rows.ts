// What is told of each line, column by column, so that who wants one thing of all lines reads nothing else. A row is eight octets
// of each column of places and numbers, and one octet of each column of marks. Places are those of this memory; a
// field that a line does not carry is empty, and a number zero. The reader of rows is ../line-table.ts.

/** Where the octets of lines are copied to, and how many at most. */
export const OCTETS: usize = 0x10000;
export const MOST_OCTETS: usize = 0x20000;
/** Behind the octets of lines as many are readable. */
const SPARE: usize = 256;
/** Where octets may be put that are read where they stand, and how many at most. */
export const ROOM: usize = OCTETS + MOST_OCTETS + SPARE;
export const MOST_IN_ROOM: usize = 0x80000;
/** So few that what is told of lines is at hand when it is read, and takes little memory in each of many parsers. */
export const MOST_ROWS: i32 = 256;

/** Behind the last row stands where the line after it begins, and there is place for one more. */
const PLACES: usize = <usize>MOST_ROWS + 2;
/** From one column to the next: rows of all columns find place at once where a processor keeps what it needs next. */
const COLUMN: usize = PLACES * 8 + 176;
/** The first column. */
const ROWS: usize = ROOM + MOST_IN_ROOM + SPARE;

/** Where the line begins, i32, and a number that changes with the minute of its date, i32. */
export const START_OF_LINE: usize = ROWS;
export const MINUTE: usize = ROWS + 4;
/** A number that changes with the day that an event carries with its year, i32. */
export const EVENT_DAY: usize = ROWS + COLUMN;
/** Fields: where they start and, in the upper half, where they end. */
export const LOGIN: usize = ROWS + 2 * COLUMN;
export const STATUS: usize = ROWS + 3 * COLUMN;
export const NAS: usize = ROWS + 4 * COLUMN;
export const SESSION: usize = ROWS + 5 * COLUMN;
/** f64, the session time in centiseconds, the delay in seconds. */
export const SESSION_TIME: usize = ROWS + 6 * COLUMN;
export const INPUT: usize = ROWS + 7 * COLUMN;
export const OUTPUT: usize = ROWS + 8 * COLUMN;
export const DELAY: usize = ROWS + 9 * COLUMN;

/** Marks, of one octet. */
export const KIND: usize = ROWS + 10 * COLUMN;
export const FAILED: usize = KIND + PLACES + 30;
export const STATUS_TYPE: usize = FAILED + PLACES + 30;
export const DIRECTION: usize = STATUS_TYPE + PLACES + 30;
/** One where the minute of a line, or the day of its event, may be another one than in the row before. */
export const NEW_DATE: usize = DIRECTION + PLACES + 30;
/** One where the line carries session time, input and output; one where it carries a delay. */
export const HAS_OCTETS: usize = NEW_DATE + PLACES + 30;
export const HAS_DELAY: usize = HAS_OCTETS + PLACES + 30;
/** The second of the date of a line. */
export const SECOND: usize = HAS_DELAY + PLACES + 30;

export const ACCOUNTING: u8 = 0;
export const SKIPPED: u8 = 1;
export const AUTHENTICATION: u8 = 2;
/** Stands for no event. */
export const OTHER: u8 = 3;
/** Is left to the whole grammar. */
export const UNEXPECTED: u8 = 4;

export const START: u8 = 1;
export const ALIVE: u8 = 2;
export const STOP: u8 = 3;

/** A field as it stands in its column. */
export function field(start: usize, end: usize): u64 {
  return start | ((<u64>end) << 32);
}

/** The row tells of no failure, until one is found. */
export function begin(row: usize, kind: u8): void {
  store<u8>(row >> 3, kind, KIND);
  store<u8>(row >> 3, 0, FAILED);
}

/** The line has no octets. */
export function hasNoOctets(row: usize): void {
  store<u8>(row >> 3, 0, HAS_OCTETS);
  store<f64>(row, 0, SESSION_TIME);
  store<f64>(row, 0, INPUT);
  store<f64>(row, 0, OUTPUT);
}

/** The line is no event of a session. */
export function hasNoSession(row: usize): void {
  store<u64>(row, 0, SESSION);
  store<u8>(row >> 3, 0, STATUS_TYPE);
  store<u8>(row >> 3, 0, DIRECTION);
  hasNoOctets(row);
}

/** Nothing was asked. */
export function hasNoRequest(row: usize): void {
  store<u64>(row, 0, NAS);
  store<u8>(row >> 3, 0, HAS_DELAY);
  store<f64>(row, 0, DELAY);
  hasNoSession(row);
}
