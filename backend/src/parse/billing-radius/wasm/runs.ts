// What is asked of rows that follow one another, from `from` up to `to`. Marks are looked at sixteen at a time.
import * as rows from './rows';

/** The least and the greatest second of a stretch of rows of one minute, i32. */
export const SECONDS: usize = memory.data(8, 16);
/** What rows carry: starts, updates, stops, requests of authentication, other lines, failures, octets and delays, i32. */
export const COUNTS: usize = memory.data(32, 16);
/** Sums of delays, input and output octets, f64. */
export const SUMS: usize = memory.data(24, 16);

const LANES: usize = memory.data<u8>([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], 16);
const LEAST: usize = memory.data(16, 16);
const MOST: usize = memory.data(16, 16);

/** Bits of as many of sixteen rows as there are. */
function bits(count: usize): i32 {
  return count < 16 ? (1 << (<i32>count)) - 1 : 0xffff;
}

/** Where the stretch of rows of one minute ends that the first one begins; its least and greatest second are in SECONDS. */
export function stretchEnd(from: usize, to: usize): usize {
  let least = i8x16.splat(-1);
  let most = i8x16.splat(0);
  // The first row is of it whether it is marked or not.
  let begun = 1;
  let row = from;
  while (row < to) {
    const news = i8x16.bitmask(i8x16.eq(v128.load(row, rows.NEW_DATE), i8x16.splat(1))) & ~begun;
    const others: usize = to - row;
    const same: usize = min(<usize>ctz(news | 0x10000), others);
    const seconds = v128.load(row, rows.SECOND);
    const counts = i8x16.lt_u(v128.load(LANES), i8x16.splat(<i8>same));
    least = i8x16.min_u(least, v128.or(seconds, v128.not(counts)));
    most = i8x16.max_u(most, v128.and(seconds, counts));
    row += same;
    if (same < 16) break;
    begun = 0;
  }
  v128.store(LEAST, least);
  v128.store(MOST, most);
  let first: u8 = 255;
  let last: u8 = 0;
  for (let lane: usize = 0; lane < 16; lane++) {
    first = min(first, load<u8>(LEAST + lane));
    last = max(last, load<u8>(MOST + lane));
  }
  store<i32>(SECONDS, first);
  store<i32>(SECONDS + 4, last);
  return row;
}

/** How many rows have a mark. */
function count(mark: u8, column: usize, from: usize, to: usize): i32 {
  const wanted = i8x16.splat(mark);
  let sum = 0;
  for (let row = from; row < to; row += 16) {
    sum += popcnt(i8x16.bitmask(i8x16.eq(v128.load(column + row), wanted)) & bits(to - row));
  }
  return sum;
}

/** Counts what rows carry into COUNTS, and adds to the SUMS what they carry, one row after another. */
export function add(from: usize, to: usize): void {
  store<i32>(COUNTS, count(rows.START, rows.STATUS_TYPE, from, to));
  store<i32>(COUNTS + 4, count(rows.ALIVE, rows.STATUS_TYPE, from, to));
  store<i32>(COUNTS + 8, count(rows.STOP, rows.STATUS_TYPE, from, to));
  store<i32>(COUNTS + 12, count(rows.AUTHENTICATION, rows.KIND, from, to));
  store<i32>(COUNTS + 16, count(rows.OTHER, rows.KIND, from, to));
  store<i32>(COUNTS + 20, count(1, rows.FAILED, from, to));
  store<i32>(COUNTS + 24, count(1, rows.HAS_OCTETS, from, to));
  store<i32>(COUNTS + 28, count(1, rows.HAS_DELAY, from, to));
  let delay = load<f64>(SUMS);
  let input = load<f64>(SUMS + 8);
  let output = load<f64>(SUMS + 16);
  for (let row = from << 3; row < to << 3; row += 8) {
    delay += load<f64>(row, rows.DELAY);
    input += load<f64>(row, rows.INPUT);
    output += load<f64>(row, rows.OUTPUT);
  }
  store<f64>(SUMS, delay);
  store<f64>(SUMS + 8, input);
  store<f64>(SUMS + 16, output);
}
