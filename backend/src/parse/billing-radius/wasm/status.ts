import { eventDay, eventMinuteStands, secondOf } from './dates';
import { nas } from './event';
import { NOWHERE } from './fields';
import { holds, isSame, literal, MOST_GUESSED, statusEnd, wordEnd } from './octets';
import * as rows from './rows';

const VIA = memory.data(16);
literal(VIA, ' via ');
const OK = memory.data(16);
literal(OK, ' - OK -- input (');
const FAILED = memory.data(16);
literal(FAILED, ' - FAILED ');
const INPUT = memory.data(16);
literal(INPUT, ' -- input (');
const CODE_INPUT = memory.data(16);
literal(CODE_INPUT, ', input (');
const CODE = memory.data(16);
literal(CODE, ' -- code ');

/** ` via radius@startip_nn - OK -- input (` as it stood in a line before. */
const KNOWN = memory.data(64);
let knownLength: usize = 0;

/** ` via radius@startip_nn - OK -- input (` */
export function status(at: usize, row: usize): usize {
  if (knownLength === 0) return newStatus(at, row);
  if (!isSame(at, KNOWN, knownLength)) return newStatus(at, row);
  const end = at + knownLength;
  store<u64>(row, rows.field(end - 13, end - 11), rows.STATUS);
  return input(end, row);
}

function newStatus(at: usize, row: usize): usize {
  if (!holds(at, VIA, 5)) return NOWHERE;
  const proxy = wordEnd(at + 5);
  if (proxy === at + 5) return NOWHERE;
  if (!holds(proxy, OK, 16)) return failed(proxy, row);
  const end = proxy + 16;
  store<u64>(row, rows.field(end - 13, end - 11), rows.STATUS);
  if (end - at <= MOST_GUESSED) {
    knownLength = end - at;
    memory.copy(KNOWN, at, knownLength);
  }
  return input(end, row);
}

/** ` - FAILED Service isn?t ON. -- code -3, input (`: the text ends before the first bracket, or is not as expected. */
function failed(at: usize, row: usize): usize {
  if (!holds(at, FAILED, 10)) return NOWHERE;
  const text = at + 10;
  const bracket = statusEnd(text);
  let end = bracket - 10;
  if (end < text) return NOWHERE;
  if (!holds(end, INPUT, 11)) {
    end = codeStart(text, bracket);
    if (end === NOWHERE) return NOWHERE;
  }
  store<u8>(row >> 3, 1, rows.FAILED);
  store<u64>(row, rows.field(at + 3, end), rows.STATUS);
  return input(bracket + 1, row);
}

/** Where ` -- code -3, input (` begins, of which the bracket is known. */
function codeStart(text: usize, bracket: usize): usize {
  let here = bracket - 8;
  if (!holds(here, CODE_INPUT, 9)) return NOWHERE;
  const end = here;
  while (here > text && load<u8>(here - 1) - 48 <= 9) here--;
  if (here === end) return NOWHERE;
  if (load<u8>(here - 1) === 45) here--;
  here -= 9;
  return here >= text && holds(here, CODE, 9) ? here : NOWHERE;
}

/** What was asked of the server: the event of an accounting line carries its date, `2020.04.30 00:11:25,`. */
function input(at: usize, row: usize): usize {
  if (load<u8>(row >> 3, rows.KIND) === rows.AUTHENTICATION) return nas(at, row);
  if (!eventMinuteStands(at)) return NOWHERE;
  if (secondOf(load<u32>(at + 16), 44) < 0) return NOWHERE;
  store<i32>(row, eventDay, rows.EVENT_DAY);
  return nas(at + 20, row);
}
