import { counters, MAC_LENGTH, NOWHERE, place } from './fields';
import {
  digitStops,
  endsAt,
  HOST,
  holds,
  holdsLong,
  hostStops,
  ID,
  IP,
  isName,
  isShortText,
  LEAST_GUESSED,
  literal,
  MOST_GUESSED,
  nameEnd,
  textEnd,
} from './octets';
import * as rows from './rows';

const FRAMED = memory.data(32);
literal(FRAMED, ',Virtual-Access,Framed,PPP,');
const RADIUS = memory.data(16);
literal(RADIUS, ',RADIUS,');
const ALIVE = memory.data(16);
literal(ALIVE, 'Alive,');
const START = memory.data(16);
literal(START, 'Start,');
const STOP = memory.data(16);
literal(STOP, 'Stop,');

/** How long the address of the NAS was in the line before. */
let nasLength: u32 = 15;

/** `192.0.2.1:35785781,Virtual-Access,Framed,PPP,` */
export function nas(at: usize, row: usize): usize {
  const stops = hostStops(at);
  if (endsAt(stops, nasLength)) {
    store<u64>(row, rows.field(at, at + nasLength), rows.NAS);
    return port(at + nasLength, row);
  }
  const end = nameEnd(at, HOST);
  if (end === at) return NOWHERE;
  if (end - at < 16) nasLength = <u32>(end - at);
  store<u64>(row, rows.field(at, end), rows.NAS);
  return port(end, row);
}

/** `:35785781,Virtual-Access,Framed,PPP,` */
function port(at: usize, row: usize): usize {
  const stops = digitStops(at + 1);
  if (load<u8>(at) !== 58) return NOWHERE;
  if (endsAt(stops, 8)) return framed(at + 9, row);
  const end = at + 1 + ctz(stops | 0x10000);
  return end === at + 1 ? NOWHERE : framed(end, row);
}

function framed(at: usize, row: usize): usize {
  if (!holdsLong(at, FRAMED, 27)) return NOWHERE;
  return load<u8>(row >> 3, rows.KIND) === rows.AUTHENTICATION
    ? authentication(at + 27, row)
    : accounting(at + 27, row);
}

/** `,02:c1:17:4e:e0:59`: no type, who called. */
function authentication(at: usize, row: usize): usize {
  return load<u8>(at) === 44 ? place(textEnd(at + 1), row, 0, 0) : NOWHERE;
}

/** `Alive,ULSK-BR152337931900001e23f0905128,RADIUS,4,` */
function accounting(at: usize, row: usize): usize {
  if (holds(at, ALIVE, 6)) return session(at + 6, row, rows.ALIVE);
  if (holds(at, START, 6)) return session(at + 6, row, rows.START);
  return holds(at, STOP, 5) ? session(at + 5, row, rows.STOP) : NOWHERE;
}

/** How long the session was in a line before. */
let sessionLength: usize = 32;

function session(at: usize, row: usize, type: u8): usize {
  store<u8>(row >> 3, type, rows.STATUS_TYPE);
  if (isName(at, ID, sessionLength, 44)) return service(at + sessionLength, row, at, type);
  const end = nameEnd(at, ID);
  if (end === at) return NOWHERE;
  if (end - at >= LEAST_GUESSED && end - at <= MOST_GUESSED) sessionLength = end - at;
  return service(end, row, at, type);
}

/** `,RADIUS,4,02:c1:17:4e:e0:59,`: the direction of a sub-session, who called. */
function service(at: usize, row: usize, session: usize, type: u8): usize {
  store<u64>(row, rows.field(session, at), rows.SESSION);
  if (!holds(at, RADIUS, 8)) return NOWHERE;
  const octet = load<u8>(at + 8);
  const isThere: usize = <usize>(octet !== 44);
  const direction = (octet - 48) * <u8>isThere;
  if (direction > 6 || (<u32>direction === 0) & <u32>isThere) return NOWHERE;
  store<u8>(row >> 3, direction, rows.DIRECTION);
  let here = at + 8 + isThere;
  if (load<u8>(here) !== 44) return NOWHERE;
  here++;
  const length = at - session;
  if (isShortText(here)) return address(here + MAC_LENGTH, row, session, length, type);
  return address(textEnd(here), row, session, length, type);
}

/** `,100.64.178.140` */
function address(at: usize, row: usize, session: usize, length: usize, type: u8): usize {
  if (load<u8>(at) !== 44) return NOWHERE;
  const end = nameEnd(at + 1, IP);
  if (type !== rows.START) return counters(end, row, session, length);
  rows.hasNoOctets(row);
  return place(end, row, session, length);
}
