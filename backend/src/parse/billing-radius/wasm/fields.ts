import { fewDigits, MOST_DIGITS, numberOf } from './numbers';
import {
  ADDRESS,
  DOTTED,
  digitStops,
  digitsEnd,
  hexEnd,
  holds,
  ID,
  isAddress,
  isName,
  isSame,
  LEAST_GUESSED,
  literal,
  MOST_GUESSED,
  nameEnd,
  textEnd,
} from './octets';
import * as rows from './rows';

// Each function reads from where a field begins to the end of the line, and answers where the line ends or NOWHERE. As nothing
// is asked of an answer, fields need not wait for the judgement on those before them.

/** What is answered of a line that is not as expected. */
export const NOWHERE: usize = 0;

/** `02:c1:17:4e:e0:59` */
const MAC_LENGTH: u32 = 17;

/** Two octets as they are read together. */
const COMMA_SPACE: u16 = 0x202c;

const OUTPUT = memory.data(16);
literal(OUTPUT, ' output (');
const DELAY = memory.data(16);
literal(DELAY, ' delay ');

/** `,0,11475000,185574571421,1365095871`: cause, time, input, output. */
export function counters(at: usize, row: usize, session: usize, length: usize, isSub: usize): usize {
  if (load<u8>(at) !== 44) return NOWHERE;
  const cause = at + 1;
  return (digitStops(cause) & 3) === 2
    ? numbers(cause + 1, row, session, length, isSub)
    : numbers(digitsEnd(cause), row, session, length, isSub);
}

function numbers(at: usize, row: usize, session: usize, length: usize, isSub: usize): usize {
  const time = at + 1;
  const timeLength: usize = ctz(digitStops(time) | 0x10000);
  if (load<u8>(at) !== 44) return NOWHERE;
  if (load<u8>(at - 1) === 44) return NOWHERE;
  if (timeLength - 1 >= MOST_DIGITS) return NOWHERE;
  const input = time + timeLength + 1;
  const inputLength: usize = ctz(digitStops(input) | 0x10000);
  if (load<u8>(input - 1) !== 44) return NOWHERE;
  if (inputLength - 1 >= MOST_DIGITS) return NOWHERE;
  const output = input + inputLength + 1;
  const outputLength: usize = ctz(digitStops(output) | 0x10000);
  if (load<u8>(output - 1) !== 44) return NOWHERE;
  if (outputLength - 1 >= MOST_DIGITS) return NOWHERE;
  store<u8>(row >> 3, 1, rows.HAS_OCTETS);
  store<f64>(row, <f64>(<i64>numberOf(time, timeLength)), rows.SESSION_TIME);
  store<f64>(row, <f64>(<i64>numberOf(input, inputLength)), rows.INPUT);
  store<f64>(row, <f64>(<i64>numberOf(output, outputLength)), rows.OUTPUT);
  return place(output + outputLength, row, session, length, isSub);
}

/**
 * `, 192.0.2.1, CIRCUIT, SSG, SESSION, 02:c1:17:4e:e0:59)`, where a master session has no SSG. Mostly SESSION is that which
 * stands at `session`, and the address that of the NAS: what is known need not be looked through.
 */
export function place(at: usize, row: usize, session: usize, length: usize, isSub: usize): usize {
  if (load<u16>(at) !== COMMA_SPACE) return NOWHERE;
  const field = load<u64>(row, rows.NAS);
  const nas = <usize>field;
  const nasLength = <i32>(field >>> 32) - <i32>nas;
  if (nasLength <= 16) {
    const here = at + 2 + nasLength;
    if (holds(at + 2, nas, nasLength)) {
      if (load<u16>(here) === COMMA_SPACE) return circuit(here + 2, row, session, length, isSub);
    }
  }
  const here = nameEnd(at + 2, ADDRESS);
  return here === at + 2 || load<u16>(here) !== COMMA_SPACE ? NOWHERE : circuit(here + 2, row, session, length, isSub);
}

function circuit(at: usize, row: usize, session: usize, length: usize, isSub: usize): usize {
  const end = textEnd(at);
  if (load<u16>(end) !== COMMA_SPACE) return NOWHERE;
  const here = end + 2;
  if (!canBeGuessed(length)) return names(here, row, session, length);
  // Sub-sessions have an SSG and others none, in no order: so both are read alike, where others have their session looked at twice.
  const name = session + isSub * (here - session);
  const nameLength = length + isSub * (groupLength - length);
  const guessed = here + isSub * (groupLength + 2);
  if (!isName(name, ID, nameLength, 44)) return names(here, row, session, length);
  if (load<u8>(guessed - 1) !== 32) return names(here, row, session, length);
  if (!isSession(guessed, session, length)) return names(here, row, session, length);
  return subscriber(guessed + length + 2, row);
}

/** How long the SSG was in a line before that has a session, and the first name in any line. */
let groupLength: usize = 32;
let firstLength: usize = 32;

/** `SSG, SESSION, 02:c1:17:4e:e0:59)`, where no session stands that a subscriber has who is not logged in yet. */
function names(at: usize, row: usize, session: usize, length: usize): usize {
  if (isSession(at, session, length)) return subscriber(at + length + 2, row);
  const end = isName(at, ID, firstLength, 44) ? at + firstLength : nameEnd(at, ID);
  if (canBeGuessed(end - at)) {
    firstLength = end - at;
    if (length !== 0) groupLength = firstLength;
  }
  return afterGroup(end, row, session, length);
}

function canBeGuessed(length: usize): bool {
  return length - LEAST_GUESSED <= MOST_GUESSED - LEAST_GUESSED;
}

function afterGroup(at: usize, row: usize, session: usize, length: usize): usize {
  if (load<u16>(at) !== COMMA_SPACE) return NOWHERE;
  const here = at + 2;
  if (isSession(here, session, length)) return subscriber(here + length + 2, row);
  const end = nameEnd(here, ID);
  return subscriber(load<u16>(end) === COMMA_SPACE ? end + 2 : here, row);
}

/** True for the session and what separates it from the next field. */
function isSession(at: usize, session: usize, length: usize): bool {
  if (!canBeGuessed(length)) return false;
  return load<u16>(at + length) === COMMA_SPACE ? isSame(session, at, length) : false;
}

/** `02:c1:17:4e:e0:59)` */
function subscriber(at: usize, row: usize): usize {
  return isAddress(at, 41) ? bracket(at + MAC_LENGTH, row) : bracket(nameEnd(at, ADDRESS), row);
}

function bracket(at: usize, row: usize): usize {
  if (load<u8>(at) !== 41) return NOWHERE;
  return load<u16>(at + 2) === 0x756f ? output(at + 1, row) : delay(at + 1, row);
}

/** ` output (255.255.255.254, 8640000)`, which only authentication has. */
function output(at: usize, row: usize): usize {
  if (load<u8>(row >> 3, rows.KIND) !== rows.AUTHENTICATION || !holds(at, OUTPUT, 9)) return NOWHERE;
  const address = at + 9;
  const end = nameEnd(address, DOTTED);
  if (end === address || load<u16>(end) !== COMMA_SPACE) return NOWHERE;
  const seconds = digitsEnd(end + 2);
  return seconds > end + 2 && load<u8>(seconds) === 41 ? delay(seconds + 1, row) : NOWHERE;
}

/** ` delay 0.346060` */
function delay(at: usize, row: usize): usize {
  if (!holds(at, DELAY, 7)) return NOWHERE;
  store<u8>(row >> 3, 1, rows.HAS_DELAY);
  const start = at + 7;
  const stops = digitStops(start);
  if ((stops & 0x1ff) === 0x102 && load<u8>(start + 1) === 46) {
    const value = (<u64>load<u8>(start) - 48) * 1000000 + fewDigits(start + 2, 6);
    store<f64>(row, <f64>(<i64>value) / 1000000, rows.DELAY);
    return feed(start + 8);
  }
  const whole: usize = ctz(stops | 0x10000);
  const end: usize = ctz((stops & (stops - 1)) | 0x10000);
  const decimals = end - whole - 1;
  if (whole - 1 >= MOST_DIGITS || decimals - 1 >= MOST_DECIMALS || load<u8>(start + whole) !== 46) return NOWHERE;
  // Both are exact, so their quotient is the double nearest to the number, as it is of its text.
  const power = load<u64>(POWERS + (decimals << 3));
  const value = numberOf(start, whole) * power + numberOf(start + whole + 1, decimals);
  store<f64>(row, <f64>value / <f64>power, rows.DELAY);
  return feed(start + end);
}

const MOST_DECIMALS: usize = 9;
const POWERS: usize = memory.data<u64>([1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000], 16);

/** A space and a carriage return may stand before the line feed. */
export function feed(at: usize): usize {
  at += <usize>(load<u8>(at) === 32);
  at += <usize>(load<u8>(at) === 13);
  return load<u8>(at) === 10 ? at + 1 : NOWHERE;
}

/** `8000000 ULSK-B24866SSG0000036f0c4e905128 0000b1f97e990824 4 1588277499` */
export function savedSession(at: usize): usize {
  const group = hexEnd(at) + 1;
  if (group !== at + 8 || load<u8>(group - 1) !== 32) return NOWHERE;
  const id = nameEnd(group, ID) + 1;
  if (id === group + 1 || load<u8>(id - 1) !== 32) return NOWHERE;
  const direction = hexEnd(id) + 1;
  if (direction !== id + 17 || load<u8>(direction - 1) !== 32) return NOWHERE;
  const epoch = direction + 2;
  if (digitsEnd(direction) !== direction + 1 || load<u8>(epoch - 1) !== 32) return NOWHERE;
  return digitsEnd(epoch) === epoch + 10 ? feed(epoch + 10) : NOWHERE;
}
