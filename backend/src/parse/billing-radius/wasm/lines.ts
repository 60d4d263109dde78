// Reads lines that are exactly as expected, by the grammar of ../grammar.ts and some narrower: every line of which it cannot be
// sure that the grammar makes the same is told as unexpected. Octets are looked at sixteen at a time.
import { minute, minuteStands, secondOf } from './dates';
import { feed, NOWHERE, savedSession } from './fields';
import {
  digitStops,
  digitsEnd,
  endsAt,
  HOST,
  holds,
  holdsLong,
  hostStops,
  lineFeed,
  literal,
  nameEnd,
  wordEnd,
} from './octets';
import * as rows from './rows';
import { status } from './status';

export {
  DELAY,
  DIRECTION,
  EVENT_DAY,
  FAILED,
  HAS_DELAY,
  HAS_OCTETS,
  INPUT,
  KIND,
  LOGIN,
  MOST_IN_ROOM,
  MOST_OCTETS,
  MOST_ROWS,
  NAS,
  OCTETS,
  OUTPUT,
  ROOM,
  SECOND,
  SESSION,
  SESSION_TIME,
  START_OF_LINE,
  STATUS,
  STATUS_TYPE,
} from './rows';
export { add, COUNTS, SECONDS, SUMS, stretchEnd } from './runs';

const PROCESS = memory.data(16);
literal(PROCESS, ' radiusd: [');
const ACCOUNTING = memory.data(32);
literal(ACCOUNTING, 'Billing-Accounting: ');
const AUTHENTICATION = memory.data(32);
literal(AUTHENTICATION, 'Billing-Authentication: ');
const SAVED_SESSION = memory.data(32);
literal(SAVED_SESSION, 'huawei_save_sessid: added ');
/** Forty-three octets. */
const SKIPPED = memory.data(48);
literal(SKIPPED, ' - OK Skiped due to traffic limit -- code 0');

const BRACKET_SPACE: u16 = 0x205d;

/**
 * Tells in rows what the lines are that begin at `from` and end before `to`, where a line feed stands last. Answers how many
 * rows there are: fewer than lines, where they do not find place.
 */
export function scan(from: usize, to: usize): i32 {
  let at = from;
  let row: usize = 0;
  while (at < to && row < <usize>rows.MOST_ROWS * 8) {
    store<i32>(row, <i32>at, rows.START_OF_LINE);
    const next = line(at, row);
    if (next === NOWHERE) {
      store<u8>(row >> 3, rows.UNEXPECTED, rows.KIND);
      store<u8>(row >> 3, 1, rows.NEW_DATE);
      // What is made of it may tell another year.
      forgetDates();
      at = lineFeed(at) + 1;
    } else {
      noteDate(row);
      at = next;
    }
    row += 8;
  }
  store<i32>(row, <i32>at, rows.START_OF_LINE);
  return <i32>(row >> 3);
}

/** The dates of the newest line. */
let newestMinute: i32 = -1;
let newestEventDay: i32 = -1;

/** The next line has other dates than any before it. */
export function forgetDates(): void {
  newestMinute = -1;
  newestEventDay = -1;
}

function noteDate(row: usize): void {
  const day = load<u8>(row >> 3, rows.KIND) === rows.ACCOUNTING ? load<i32>(row, rows.EVENT_DAY) : newestEventDay;
  store<i32>(row, minute, rows.MINUTE);
  store<u8>(row >> 3, u8(minute !== newestMinute) | u8(day !== newestEventDay), rows.NEW_DATE);
  newestMinute = minute;
  newestEventDay = day;
}

/** `Apr 30 00:11:25 rad radiusd: [17697] ` */
function line(at: usize, row: usize): usize {
  const second = secondOf(load<u32>(at + 12), 32);
  if (!minuteStands(at)) return NOWHERE;
  if (second < 0) return NOWHERE;
  store<u8>(row >> 3, <u8>second, rows.SECOND);
  const names = hostStops(at + 16);
  // What is the same in most lines is guessed, as the fields after it then need not wait for its end.
  if (endsAt(names, 3)) return process(at + 19, row);
  const host = nameEnd(at + 16, HOST);
  return host === at + 16 ? NOWHERE : process(host, row);
}

/** ` radiusd: [17697] ` */
function process(at: usize, row: usize): usize {
  if (!holds(at, PROCESS, 11)) return NOWHERE;
  const start = at + 11;
  const stops = digitStops(start);
  if (endsAt(stops, 5)) return load<u16>(start + 5) === BRACKET_SPACE ? body(start + 7, row) : NOWHERE;
  const end = start + ctz(stops | 0x100);
  return end >= start + 5 && end <= start + 7 && load<u16>(end) === BRACKET_SPACE ? body(end + 2, row) : NOWHERE;
}

function body(at: usize, row: usize): usize {
  if (holdsLong(at, ACCOUNTING, 20)) return accounting(at + 20, row);
  if (holdsLong(at, AUTHENTICATION, 24)) return authentication(at + 24, row);
  rows.begin(row, rows.OTHER);
  rows.hasNoRequest(row);
  store<u64>(row, 0, rows.LOGIN);
  store<u64>(row, 0, rows.STATUS);
  return holdsLong(at, SAVED_SESSION, 26) ? savedSession(at + 26) : NOWHERE;
}

/** `170/0 'CkoLpb28c@pppoe'`: the identifier of the RADIUS packet, a number, the login. */
function accounting(at: usize, row: usize): usize {
  const stops = digitStops(at);
  const slash = at + ctz(stops | 0x10000);
  const end = at + ctz((stops & (stops - 1)) | 0x10000);
  if (slash - at - 1 >= 3) return NOWHERE;
  if (load<u8>(slash) !== 47) return NOWHERE;
  if (end === slash + 1) return NOWHERE;
  if (load<u16>(end) !== 0x2720) return NOWHERE;
  rows.begin(row, rows.ACCOUNTING);
  const login = end + 2;
  const here = wordEnd(login);
  store<u64>(row, rows.field(login, here), rows.LOGIN);
  if (here === login) return NOWHERE;
  if (load<u8>(here) !== 39) return NOWHERE;
  return load<u32>(here + 1) === 0x4f202d20 ? skipped(here + 1, row) : status(here + 1, row);
}

/** ` - OK Skiped due to traffic limit -- code 0` */
function skipped(at: usize, row: usize): usize {
  if (!holdsLong(at, SKIPPED, 32) || !holds(at + 32, SKIPPED + 32, 11)) return NOWHERE;
  store<u8>(row >> 3, rows.SKIPPED, rows.KIND);
  rows.hasNoRequest(row);
  store<u64>(row, rows.field(at + 3, at + 33), rows.STATUS);
  return feed(at + 43);
}

/** `169/0 0A49E220-15af1a@dhcp` */
function authentication(at: usize, row: usize): usize {
  const slash = digitsEnd(at);
  if (slash - at - 1 >= 3 || load<u8>(slash) !== 47 || load<u16>(slash + 1) !== 0x2030) return NOWHERE;
  rows.begin(row, rows.AUTHENTICATION);
  rows.hasNoSession(row);
  const login = slash + 3;
  const here = wordEnd(login);
  store<u64>(row, rows.field(login, here), rows.LOGIN);
  return here === login ? NOWHERE : status(here, row);
}
