// Runs of octets of one class, sixteen octets at a time. A line feed belongs to no class, so nothing runs past the one that
// ends a line.

/*
 * Classes of names, by the lower half of an octet: what the upper half must not be for the octet to belong, as bits of which
 * UPPER_HALF tells those of each half.
 */
/** `[\w.:-]`: MAC addresses, and IPv6 addresses too. */
export const ADDRESS: usize = memory.data<u8>([11, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 55, 55, 53, 53, 39], 16);
/** `[\w.-]`: names and IPv4 addresses of hosts. */
export const HOST: usize = memory.data<u8>([11, 3, 3, 3, 3, 3, 3, 3, 3, 3, 7, 55, 55, 53, 53, 39], 16);
/** `[\w-]`: session identifiers. */
export const ID: usize = memory.data<u8>([11, 3, 3, 3, 3, 3, 3, 3, 3, 3, 7, 55, 55, 53, 55, 39], 16);
/** `[\w.:]` */
export const IP: usize = memory.data<u8>([11, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 55, 55, 55, 53, 39], 16);
/** `[\d.]` */
export const DOTTED: usize = memory.data<u8>([59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 63, 63, 63, 63, 61, 63], 16);
const UPPER_HALF: usize = memory.data<u8>([1, 1, 2, 4, 8, 16, 8, 32, 1, 1, 1, 1, 1, 1, 1, 1], 16);

/** By the lower half of an octet, the one that does not belong. */
const NO_WORD: usize = memory.data<u8>([0xa0, 0, 0, 0, 0, 0, 0, 0x27, 0x28, 0, 0, 0x5b, 0x2c, 0, 0, 0x7f], 16);
const NO_TEXT: usize = memory.data<u8>([0, 0, 0, 0, 0, 0, 0, 0, 0x28, 0, 0x0a, 0x5b, 0x2c, 0x0d, 0, 0], 16);

const NO_STATUS: usize = memory.data<u8>([0, 0, 0, 0, 0, 0, 0, 0, 0x28, 0, 0, 0x5b, 0, 0, 0, 0x7f], 16);

/** The upper half where hexadecimal digits are asked for: `[\da-f]`. */
const UPPER_HALF_HEX: usize = memory.data<u8>([1, 1, 1, 2, 1, 1, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1], 16);
const HEX: usize = memory.data<u8>([5, 1, 1, 1, 1, 1, 1, 5, 5, 5, 7, 7, 7, 7, 7, 7], 16);

// Constants of sixteen octets that stand in memory cost one instruction at each use, others cost three.
const LOWER: usize = memory.data<u8>([15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15], 16);
const SPACES: usize = memory.data<u8>([32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32], 16);
/** What makes digits the least of signed octets, and what nines are then. */
const TO_LEAST: usize = memory.data<u8>([80, 80, 80, 80, 80, 80, 80, 80, 80, 80, 80, 80, 80, 80, 80, 80], 16);
const NINES_THEN: usize = memory.data<u8>(
  [137, 137, 137, 137, 137, 137, 137, 137, 137, 137, 137, 137, 137, 137, 137, 137],
  16,
);

// What a swizzle does with indices above fifteen is not asked: all are cut down to four bits.

/** Of sixteen octets, something in those that do not belong to a class of names, and zero in those that do. */
function strays(at: usize, kind: usize, upperHalf: usize): v128 {
  const octets = v128.load(at);
  const lower = i8x16.relaxed_swizzle(v128.load(kind), v128.and(octets, v128.load(LOWER)));
  const upper = i8x16.relaxed_swizzle(v128.load(upperHalf), v128.and(i16x8.shr_u(octets, 4), v128.load(LOWER)));
  return v128.and(lower, upper);
}

/** Which of sixteen octets belong to a class of names. */
function names(at: usize, kind: usize, upperHalf: usize): i32 {
  return i8x16.bitmask(i8x16.eq(strays(at, kind, upperHalf), i8x16.splat(0)));
}

/** Which of sixteen octets cannot stand in the name of a host. */
export function hostStops(at: usize): i32 {
  return names(at, HOST, UPPER_HALF) ^ 0xffff;
}

/** The lengths that can be guessed. */
export const LEAST_GUESSED: usize = 16;
export const MOST_GUESSED: usize = 48;

/** True where a name of a length that can be guessed stands, and then `follows`: so nothing need wait for its end. */
export function isName(at: usize, kind: usize, length: usize, follows: u8): bool {
  if (load<u8>(at + length) !== follows) return false;
  const last = length - 16;
  const middle = last < 16 ? last : 16;
  const first = strays(at, kind, UPPER_HALF);
  const second = strays(at + middle, kind, UPPER_HALF);
  return !v128.any_true(v128.or(v128.or(first, second), strays(at + last, kind, UPPER_HALF)));
}

/** The same of the seventeen octets of a MAC address. */
export function isAddress(at: usize, follows: u8): bool {
  if (load<u8>(at + 17) !== follows) return false;
  return !v128.any_true(v128.or(strays(at, ADDRESS, UPPER_HALF), strays(at + 1, ADDRESS, UPPER_HALF)));
}

/** True where the first of stops is at `end`: a guess, so that nothing need wait for counting them. */
export function endsAt(stops: u32, end: u32): bool {
  return stops << (31 - end) === 0x80000000;
}

/** Where the octets of a class end that begin at `at`. */
export function nameEnd(at: usize, kind: usize): usize {
  const stops = names(at, kind, UPPER_HALF) ^ 0xffff;
  return stops === 0 ? longNameEnd(at + 16, kind) : at + ctz(stops);
}

function longNameEnd(at: usize, kind: usize): usize {
  let stops = ~(names(at, kind, UPPER_HALF) | (names(at + 16, kind, UPPER_HALF) << 16));
  while (stops === 0) {
    at += 32;
    stops = ~(names(at, kind, UPPER_HALF) | (names(at + 16, kind, UPPER_HALF) << 16));
  }
  return at + ctz(stops);
}

/** Where up to sixteen hexadecimal digits end: `[\da-f]`. */
export function hexEnd(at: usize): usize {
  return at + ctz(~names(at, HEX, UPPER_HALF_HEX));
}

function wordStops(at: usize): i32 {
  const octets = v128.load(at);
  const stops = i8x16.eq(i8x16.relaxed_swizzle(v128.load(NO_WORD), v128.and(octets, v128.load(LOWER))), octets);
  return i8x16.bitmask(v128.or(stops, i8x16.le_u(octets, v128.load(SPACES))));
}

/** Where a login or a proxy ends, as a rule: `[^\0-\x20\x7f\xa0'(,[]`, neither space nor what begins or ends another field. */
export function wordEnd(at: usize): usize {
  let stops = wordStops(at) | (wordStops(at + 16) << 16);
  while (stops === 0) {
    at += 32;
    stops = wordStops(at) | (wordStops(at + 16) << 16);
  }
  return at + ctz(stops);
}

/** All bits in those of sixteen octets that cannot stand in a text. */
function textStrays(at: usize): v128 {
  const octets = v128.load(at);
  return i8x16.eq(i8x16.relaxed_swizzle(v128.load(NO_TEXT), v128.and(octets, v128.load(LOWER))), octets);
}

function longTextStops(at: usize): u32 {
  return i8x16.bitmask(textStrays(at)) | (i8x16.bitmask(textStrays(at + 16)) << 16);
}

/** Of sixty-four octets, so that texts of different lengths are read in one way. */
function textStops(at: usize): u64 {
  return <u64>longTextStops(at) | ((<u64>longTextStops(at + 32)) << 32);
}

/** Where text of a DSLAM or a binary circuit ends, as a rule: `[^\0\n\r(,[]`. */
export function textEnd(at: usize): usize {
  let stops = textStops(at);
  while (stops === 0) {
    at += 64;
    stops = textStops(at);
  }
  return at + <usize>ctz(stops);
}

function statusStops(at: usize): u32 {
  const octets = v128.load(at);
  const stops = i8x16.eq(i8x16.relaxed_swizzle(v128.load(NO_STATUS), v128.and(octets, v128.load(LOWER))), octets);
  return i8x16.bitmask(v128.or(stops, i8x16.lt_s(octets, v128.load(SPACES))));
}

/** Where the text of a status ends: `[^\0-\x1f\x7f-\xff(\[]`, printable and nothing that begins another field. */
export function statusEnd(at: usize): usize {
  let stops = statusStops(at) | (statusStops(at + 16) << 16);
  while (stops === 0) {
    at += 32;
    stops = statusStops(at) | (statusStops(at + 16) << 16);
  }
  return at + ctz(stops);
}

/** Which of sixteen octets are no digits. */
export function digitStops(at: usize): i32 {
  return i8x16.bitmask(i8x16.gt_s(i8x16.add(v128.load(at), v128.load(TO_LEAST)), v128.load(NINES_THEN)));
}

/** Where up to sixteen digits end. */
export function digitsEnd(at: usize): usize {
  return at + ctz(digitStops(at) | 0x10000);
}

/** Where the line ends that begins at `at`: its line feed. */
export function lineFeed(at: usize): usize {
  const feed = i8x16.splat(10);
  let feeds = i8x16.bitmask(i8x16.eq(v128.load(at), feed));
  while (feeds === 0) {
    at += 16;
    feeds = i8x16.bitmask(i8x16.eq(v128.load(at), feed));
  }
  return at + ctz(feeds);
}

/** True where as many octets as can be guessed stand at two places. */
export function isSame(one: usize, other: usize, length: usize): bool {
  const last = length - 16;
  const middle = last < 16 ? last : 16;
  const first = i8x16.eq(v128.load(one), v128.load(other));
  const second = i8x16.eq(v128.load(one + middle), v128.load(other + middle));
  const third = i8x16.eq(v128.load(one + last), v128.load(other + last));
  return i8x16.bitmask(v128.and(v128.and(first, second), third)) === 0xffff;
}

/** Puts a text of latin1 where it can be compared with. */
export function literal(at: usize, text: string): void {
  for (let index = 0; index < text.length; index++) store<u8>(at + index, text.charCodeAt(index));
}

/** True where a literal of up to sixteen octets stands at `at`. */
export function holds(at: usize, text: usize, length: i32): bool {
  const same = i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(text)));
  return (same ^ 0xffff) << (32 - length) === 0;
}

/** The same of sixteen to thirty-two octets. */
export function holdsLong(at: usize, text: usize, length: i32): bool {
  const last = length - 16;
  const start = i8x16.eq(v128.load(at), v128.load(text));
  return i8x16.bitmask(v128.and(start, i8x16.eq(v128.load(at + last), v128.load(text + last)))) === 0xffff;
}
