import { literal } from './octets';

const FIRST_MINUTE: usize = memory.data(16);
literal(FIRST_MINUTE, 'Jan  1 00:00');
/** The minute of the newest line with a date, at first one that could stand, in words; and a number that changes with it. */
let minuteStart = load<u64>(FIRST_MINUTE);
let minuteEnd = load<u32>(FIRST_MINUTE + 8);
export let minute: i32 = 0;

/** The minute of the newest event with a date, `2020.04.30 00:11`; and a number that changes with its day. */
const EVENT_MINUTE: usize = memory.data(16, 16);
literal(EVENT_MINUTE, '2000.01.01 00:00');
export let eventDay: i32 = 0;
/** The octets of the day, a bit each. */
const DAY_OCTETS = 0x3ff;

function isBetween(at: usize, low: u8, high: u8): bool {
  return load<u8>(at) >= low && load<u8>(at) <= high;
}

function isDigit(at: usize): bool {
  return isBetween(at, 48, 57);
}

/** `00:11` */
function isTime(at: usize): bool {
  return (
    isBetween(at, 48, 50) && isDigit(at + 1) && load<u8>(at + 2) === 58 && isBetween(at + 3, 48, 53) && isDigit(at + 4)
  );
}

/** True where a minute stands as lines begin with it. */
export function minuteStands(at: usize): bool {
  if (load<u64>(at) === minuteStart && load<u32>(at + 8) === minuteEnd) return true;
  if (!isBetween(at, 65, 90) || !isBetween(at + 1, 97, 122) || !isBetween(at + 2, 97, 122)) return false;
  if (load<u8>(at + 3) !== 32 || load<u8>(at + 6) !== 32) return false;
  if ((load<u8>(at + 4) !== 32 && !isDigit(at + 4)) || !isDigit(at + 5) || !isTime(at + 7)) return false;
  minuteStart = load<u64>(at);
  minuteEnd = load<u32>(at + 8);
  minute++;
  return true;
}

/** True where a minute with its year stands. */
export function eventMinuteStands(at: usize): bool {
  const octets = v128.load(at);
  if (i8x16.bitmask(i8x16.eq(octets, v128.load(EVENT_MINUTE))) === 0xffff) return true;
  for (let index = 0; index < 10; index++) {
    if (index === 4 || index === 7 ? load<u8>(at + index) !== 46 : !isDigit(at + index)) return false;
  }
  if (load<u8>(at + 10) !== 32 || !isTime(at + 11)) return false;
  const others = i8x16.bitmask(i8x16.ne(octets, v128.load(EVENT_MINUTE)));
  eventDay += i32((others & DAY_OCTETS) !== 0);
  v128.store(EVENT_MINUTE, octets);
  return true;
}

/** The second of `:25` and what follows, in a word of four octets; negative where no second stands. */
export function secondOf(word: u32, follows: u32): i32 {
  if ((word & 0xff0000ff) !== (58 | (follows << 24))) return -1;
  const digits = ((word >> 8) & 0xffff) - 0x3030;
  // Beyond 59 the highest bit of one of both octets is set, by what is subtracted or by what is added.
  if (((digits | (digits + 0x767a)) & 0x8080) !== 0) return -1;
  return (digits & 255) * 10 + (digits >> 8);
}
