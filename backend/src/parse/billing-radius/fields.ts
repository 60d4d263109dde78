import type { AccountingStatusType } from '../../model/accounting.ts';
import * as octets from './octets.ts';
import type { Field } from './record.ts';

// Names of the module itself are constants to the compiler; imported ones are looked up at each use.
const { ADDRESS, DIGIT, HEX, HOST, ID, IP, TEXT, holds, isSame, literal, skip } = octets;

/** What is answered of octets that are not as expected. */
export const UNEXPECTED = -1;

export const LINE_FEED = 10;
export const CARRIAGE_RETURN = 13;
export const SPACE = 32;
export const QUOTE = 39;
export const OPEN = 40;
export const CLOSE = 41;
export const COMMA = 44;
export const DOT = 46;
const SLASH = 47;
export const ZERO = 48;
export const SIX = 54;
export const COLON = 58;
export const BRACKET = 91;
export const DELETE = 127;
/** Two octets as they are read together. */
const COMMA_SPACE = 0x20_2c;
const BRACKET_SPACE = 0x20_5d;

const PROCESS = literal(' radiusd: [');
const ALIVE = literal('Alive,');
const START = literal('Start,');
const STOP = literal('Stop,');
const OUTPUT = literal(' output (');

/** True for `:25` and what follows, in a word of four octets. */
export function isSecond(word: number, follows: number): boolean {
  const tens = ((word >>> 8) & 255) - ZERO;
  const ones = ((word >>> 16) & 255) - ZERO;
  return (word & 255) === COLON && tens >= 0 && tens < 6 && ones >= 0 && ones < 10 && word >>> 24 === follows;
}

/** Where `rad radiusd: [17697] ` ends, or UNEXPECTED, as of all that follow. */
export function processEnd(view: DataView, at: number): number {
  const host = skip(view, at, HOST);
  if (host === at || !holds(view, host, PROCESS)) return UNEXPECTED;
  const start = host + PROCESS.length;
  const end = skip(view, start, DIGIT);
  return end >= start + 5 && end <= start + 7 && view.getUint16(end, true) === BRACKET_SPACE ? end + 2 : UNEXPECTED;
}

/** `238/`: the identifier of the RADIUS packet. */
export function identifierEnd(view: DataView, at: number): number {
  const end = skip(view, at, DIGIT);
  return end > at && end <= at + 3 && view.getUint8(end) === SLASH ? end + 1 : UNEXPECTED;
}

/** The status type in `Alive,`. */
export function statusTypeAt(view: DataView, at: number): AccountingStatusType | undefined {
  if (holds(view, at, ALIVE)) return 'Alive';
  if (holds(view, at, START)) return 'Start';
  return holds(view, at, STOP) ? 'Stop' : undefined;
}

/** `8000000 ULSK-B24866SSG0000036f0c4e905128 0000b1f97e990824 4 1588277499` */
export function savedSessionEnd(view: DataView, at: number): number {
  const group = skip(view, at, HEX) + 1;
  if (group !== at + 8 || view.getUint8(group - 1) !== SPACE) return UNEXPECTED;
  const id = skip(view, group, ID) + 1;
  if (id === group + 1 || view.getUint8(id - 1) !== SPACE) return UNEXPECTED;
  const direction = skip(view, id, HEX) + 1;
  if (direction !== id + 17 || view.getUint8(direction - 1) !== SPACE) return UNEXPECTED;
  const epoch = skip(view, direction, DIGIT) + 1;
  if (epoch !== direction + 2 || view.getUint8(epoch - 1) !== SPACE) return UNEXPECTED;
  const end = skip(view, epoch, DIGIT);
  return end === epoch + 10 ? end : UNEXPECTED;
}

/** `, 192.0.2.1, CIRCUIT, SSG, SESSION, 02:c1:17:4e:e0:59)`, where a master session has no SSG; SESSION is mostly `session`. */
export function placeEnd(view: DataView, at: number, session: Field): number {
  if (at === UNEXPECTED || view.getUint16(at, true) !== COMMA_SPACE) return UNEXPECTED;
  let here = skip(view, at + 2, ADDRESS);
  if (here === at + 2 || view.getUint16(here, true) !== COMMA_SPACE) return UNEXPECTED;
  here = skip(view, here + 2, TEXT);
  if (view.getUint16(here, true) !== COMMA_SPACE) return UNEXPECTED;
  here = idEnd(view, here + 2, session);
  if (view.getUint16(here, true) !== COMMA_SPACE) return UNEXPECTED;
  here = idEnd(view, here + 2, session);
  if (view.getUint16(here, true) === COMMA_SPACE) here += 2;
  here = skip(view, here, ADDRESS);
  return view.getUint8(here) === CLOSE ? here + 1 : UNEXPECTED;
}

function idEnd(view: DataView, at: number, { start, end }: Field): number {
  return skip(view, isSame(view, start, at, end - start) ? at + end - start : at, ID);
}

/** ` output (255.255.255.254, 8640000)`, or nothing. */
export function outputEnd(view: DataView, at: number): number {
  if (at === UNEXPECTED || !holds(view, at, OUTPUT)) return at;
  const address = at + OUTPUT.length;
  const end = skip(view, address, IP);
  for (let index = address; index < end; index++) if (!isDigitOrDot(view.getUint8(index))) return UNEXPECTED;
  if (end === address || view.getUint16(end, true) !== COMMA_SPACE) return UNEXPECTED;
  const seconds = skip(view, end + 2, DIGIT);
  return seconds > end + 2 && view.getUint8(seconds) === CLOSE ? seconds + 1 : UNEXPECTED;
}

const isDigitOrDot = (octet: number) => octet === DOT || (octet >= ZERO && octet < COLON);
