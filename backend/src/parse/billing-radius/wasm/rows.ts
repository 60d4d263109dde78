// What is told of each line. Places are counted from the start of the octets; a field that a line does not carry is empty, and
// a number NaN. The reader of rows is ../line-table.ts.

/** Where the octets of lines are put, how many at most, and where the rows stand. */
export const OCTETS: usize = 0x10000;
export const MOST_OCTETS: usize = 0x20000;
/** Behind the octets of lines as many are readable. */
const SPARE: usize = 256;
export const ROWS: usize = OCTETS + MOST_OCTETS + SPARE;
export const MOST_ROWS: i32 = 1024;
export const ROW_LENGTH: i32 = 80;

/** Where the line begins, i32; behind the last row stands where the line after it begins. */
export const START_OF_LINE: usize = 0;
/** Octets. */
export const KIND: usize = 4;
export const FAILED: usize = 5;
export const STATUS_TYPE: usize = 6;
export const DIRECTION: usize = 7;
/** The date of the line, i32: its second, and above six bits a number that changes with its minute. */
export const MOMENT: usize = 8;
/** A number that changes with the minute that an event carries with its year, i32. */
export const EVENT_MINUTE: usize = 12;
/** Fields: where they start and, four octets on, where they end. */
export const LOGIN: usize = 16;
export const STATUS: usize = 24;
export const NAS: usize = 32;
export const SESSION: usize = 40;
/** f64, the session time in centiseconds, the delay in seconds. */
export const SESSION_TIME: usize = 48;
export const INPUT: usize = 56;
export const OUTPUT: usize = 64;
export const DELAY: usize = 72;

export const ACCOUNTING: u8 = 0;
export const SKIPPED: u8 = 1;
export const AUTHENTICATION: u8 = 2;
/** Stands for no event. */
export const OTHER: u8 = 3;
/** Is left to the whole grammar. */
export const UNEXPECTED: u8 = 4;
/** Beside the kind of a line whose date, or that of its event, is another one than in the row before. */
export const NEW_DATE: u8 = 128;

export const START: u8 = 1;
export const ALIVE: u8 = 2;
export const STOP: u8 = 3;

/** Forgets what the row told before. */
export function clear(row: usize, kind: u8): void {
  const nothing = f64x2.splat(NaN);
  store<u32>(row, kind, KIND);
  v128.store(row, i32x4.splat(0), LOGIN);
  v128.store(row, i32x4.splat(0), NAS);
  v128.store(row, nothing, SESSION_TIME);
  v128.store(row, nothing, OUTPUT);
}

export function storeField(row: usize, field: usize, start: usize, end: usize): void {
  store<i32>(row + field, <i32>start);
  store<i32>(row + field, <i32>end, 4);
}
