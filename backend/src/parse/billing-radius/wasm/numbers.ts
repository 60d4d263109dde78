/** Digits that a double holds exactly. */
export const MOST_DIGITS: usize = 15;

/** The value of a digit, in each of eight octets. */
const VALUES: u64 = ((<u64>0x0f0f0f0f) << 32) | 0x0f0f0f0f;

/** The number that one to eight digits make. */
function fewDigits(at: usize, count: usize): u64 {
  // The first digit is in the lowest octet: shifted up, the digits are the last of eight, and zeros stand before them.
  let digits = (load<u64>(at) & VALUES) << (64 - count * 8);
  digits = digits * 10 + (digits >> 8);
  const pairs: u64 = 0x000000ff000000ff;
  return ((digits & pairs) * 0x000f424000000064 + ((digits >> 16) & pairs) * 0x0000271000000001) >> 32;
}

/** The number that one to sixteen digits make. */
export function numberOf(at: usize, count: usize): u64 {
  if (count <= 8) return fewDigits(at, count);
  return fewDigits(at, count - 8) * 100000000 + fewDigits(at + count - 8, 8);
}
