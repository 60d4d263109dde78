import { counters, NOWHERE, place } from './fields';
import { digitsEnd, HOST, holds, holdsLong, ID, IP, literal, nameEnd, textEnd } from './octets';
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

/** `192.0.2.1:35785781,Virtual-Access,Framed,PPP,` */
export function nas(at: usize, row: usize): usize {
  const end = nameEnd(at, HOST);
  const here = digitsEnd(end + 1);
  if (end === at || load<u8>(end) !== 58 || here === end + 1 || !holdsLong(here, FRAMED, 27)) return NOWHERE;
  rows.storeField(row, rows.NAS, at, end);
  return load<u8>(row, rows.KIND) === rows.AUTHENTICATION ? authentication(here + 27, row) : accounting(here + 27, row);
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

function session(at: usize, row: usize, type: u8): usize {
  store<u8>(row, type, rows.STATUS_TYPE);
  let here = nameEnd(at, ID);
  const length = here - at;
  rows.storeField(row, rows.SESSION, at, here);
  if (length === 0 || !holds(here, RADIUS, 8)) return NOWHERE;
  here += 8;
  const direction = load<u8>(here);
  if (direction !== 44) {
    if (direction <= 48 || direction > 54) return NOWHERE;
    store<u8>(row, direction - 48, rows.DIRECTION);
    here++;
  }
  if (load<u8>(here) !== 44) return NOWHERE;
  here = textEnd(here + 1);
  if (load<u8>(here) !== 44) return NOWHERE;
  here = nameEnd(here + 1, IP);
  return type === rows.START ? place(here, row, at, length) : counters(here, row, at, length);
}
