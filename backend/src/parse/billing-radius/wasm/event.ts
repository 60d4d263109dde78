import { counters, NOWHERE, place } from './fields';
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
/** As they are read, the first octet lowest. */
const ALIVE: u64 = 0x2c6576696c41;
const START: u64 = 0x2c7472617453;
const STOP: u64 = 0x2c706f7453;

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
  return load<u8>(at) === 44 ? place(textEnd(at + 1), row, 0, 0, 0) : NOWHERE;
}

/** `Alive,ULSK-BR152337931900001e23f0905128,RADIUS,4,`: types come in no order, so that no branch can be guessed. */
function accounting(at: usize, row: usize): usize {
  const word = load<u64>(at);
  const isAlive = u8(word << 16 === ALIVE << 16);
  const isStart = u8(word << 16 === START << 16);
  const isStop = u8(word << 24 === STOP << 24);
  const type = isStart * rows.START + isAlive * rows.ALIVE + isStop * rows.STOP;
  return type === 0 ? NOWHERE : session(at + 6 - isStop, row, type);
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
  return address(textEnd(here), row, session, length, type, isThere);
}

/** `,100.64.178.140` */
function address(at: usize, row: usize, session: usize, length: usize, type: u8, isSub: usize): usize {
  if (load<u8>(at) !== 44) return NOWHERE;
  const end = nameEnd(at + 1, IP);
  if (type !== rows.START) return counters(end, row, session, length, isSub);
  rows.hasNoOctets(row);
  return place(end, row, session, length, isSub);
}
