/** Digits that a double holds exactly. */
export const MOST_DIGITS: usize = 15;

/** The value of a digit, in each of eight octets. */
const VALUES: u64 = ((<u64>0x0f0f0f0f) << 32) | 0x0f0f0f0f;

/** The number that one to eight digits make. */
export function fewDigits(at: usize, count: usize): u64 {
  // The first digit is in the lowest octet: shifted up, the digits are the last of eight, and zeros stand before them.
  let digits = (load<u64>(at) & VALUES) << (64 - count * 8);
  digits = digits * 10 + (digits >> 8);
  const pairs: u64 = 0x000000ff000000ff;
  return ((digits & pairs) * 0x000f424000000064 + ((digits >> 16) & pairs) * 0x0000271000000001) >> 32;
}

/** Sixteen octets that hide what stands before digits: those from `TAIL + count` on leave the last `count` of sixteen. */
const TAIL: usize = memory.data<u8>(
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15],
  16,
);
const TENS: usize = memory.data<u8>([10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1], 16);
const HUNDREDS: usize = memory.data<u16>([100, 1, 100, 1, 100, 1, 100, 1], 16);
const TEN_THOUSANDS: usize = memory.data<u16>([10000, 1, 10000, 1, 10000, 1, 10000, 1], 16);

/** The number that one to sixteen digits make: neighbours are added, two, four and eight digits at a time. */
export function numberOf(at: usize, count: usize): u64 {
  const digits = v128.and(v128.load(at + count - 16), v128.load(TAIL + count));
  const twos = i16x8.relaxed_dot_i8x16_i7x16_s(v128.load(TENS), digits);
  const fours = i32x4.dot_i16x8_s(twos, v128.load(HUNDREDS));
  const eights = i32x4.dot_i16x8_s(i16x8.narrow_i32x4_s(fours, fours), v128.load(TEN_THOUSANDS));
  const both = i64x2.extract_lane(eights, 0);
  return (both & 0xffffffff) * 100000000 + (both >>> 32);
}
