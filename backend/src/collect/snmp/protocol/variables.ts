import { type Element, Flaw, readElement } from './flaw.ts';
import { matchNumbers, matchOid } from './oid.ts';
import { TAGS } from './tags.ts';
import { counterOf, opaqueOf, type SnmpValue } from './values.ts';

/** Octets of the longest message. */
const LONGEST = 0xffff;
const ADDRESS_OCTETS = 4;
/** Numbers of an OID, and the largest of them (RFC 2578, 3.5). */
const MOST_ARCS = 128;
const MOST_ARC = 2 ** 32 - 1;

/**
 * The variables of an answer, checked as a whole and read one by one when they are asked for: most are counters whose names
 * are known already, and a text for each name would cost more than all else. Holds on to the octets of the answer.
 */
export class Variables {
  private readonly octets: Buffer;
  /** Where each name and each value begins and ends, two numbers of 16 bits in one, as a datagram is never longer. */
  private readonly spans: readonly number[];

  constructor(octets: Buffer, spans: readonly number[]) {
    this.octets = octets;
    this.spans = spans;
  }

  get count(): number {
    return this.spans.length / 2;
  }

  /** The type of the value, which follows the name. */
  type(place: number): number {
    return this.octets[endOf(this.spans[2 * place]!)]!;
  }

  /** The name in dots and numbers. */
  oid(place: number): string {
    const name = this.spans[2 * place]!;
    return oidText(this.octets, startOf(name), endOf(name));
  }

  /** True when the name is this one, or a column followed by this index. */
  isNamed(place: number, column: string, index = ''): boolean {
    const name = this.spans[2 * place]!;
    const end = endOf(name);
    const middle = matchOid(this.octets, startOf(name), end, column);
    return middle >= 0 && (index === '' ? middle : matchNumbers(this.octets, middle, end, index)) === end;
  }

  /** The value; null where the device has none: NULL, no such object or instance, end of the MIB. */
  value(place: number): SnmpValue | null {
    const { octets } = this;
    const value = this.spans[2 * place + 1]!;
    const [start, end] = [startOf(value), endOf(value)];
    switch (this.type(place)) {
      case TAGS.integer:
        return isPadded(octets, start, end) ? unsigned(octets, start, end) : signed(octets, start, end);
      case TAGS.counter32:
      case TAGS.gauge32:
      case TAGS.ticks:
        return unsigned(octets, start, end);
      case TAGS.counter64:
        return counterOf(octets, start, end);
      case TAGS.octets:
        return octets.subarray(start, end);
      case TAGS.opaque:
        return opaqueOf(octets.subarray(start, end));
      case TAGS.oid:
        return oidText(octets, start, end);
      case TAGS.address:
        return octets.subarray(start, end).join('.');
      default:
        return null;
    }
  }

  /** The octets of the value as they came. */
  content(place: number): Buffer {
    const value = this.spans[2 * place + 1]!;
    return this.octets.subarray(startOf(value), endOf(value));
  }
}

const span = (start: number, end: number) => (start << 16) | end;
const startOf = (both: number) => both >>> 16;
const endOf = (both: number) => both & 0xffff;

/** The variables of a list; throws a Flaw when anything in it cannot be. */
export function readVariables(octets: Buffer, list: Element): Variables {
  if (list.end > LONGEST) throw new Flaw(`a message of more than ${LONGEST} octets`);
  const spans = new Array<number>(2 * countVariables(octets, list));
  let place = 0;
  const [variable, name, value] = [{ ...list }, { ...list }, { ...list }];
  for (let at = list.start; at < list.end; at = variable.end) {
    readElement(variable, octets, at, list.end, TAGS.sequence);
    readElement(name, octets, variable.start, variable.end, TAGS.oid);
    readElement(value, octets, name.end, variable.end);
    if (value.end !== variable.end) throw new Flaw('octets after a value');
    checkOid(octets, name.start, name.end);
    checkValue(octets, value);
    spans[place++] = span(name.start, name.end);
    spans[place++] = span(value.start, value.end);
  }
  return new Variables(octets, spans);
}

/** How many there are, so that what is kept of them need not grow. */
function countVariables(octets: Buffer, list: Element): number {
  const variable = { ...list };
  let count = 0;
  for (let at = list.start; at < list.end; at = variable.end, count++) readElement(variable, octets, at, list.end);
  return count;
}

function checkOid(octets: Buffer, start: number, end: number): void {
  if (start === end || octets[end - 1]! >= 0x80) throw new Flaw('an OID that does not end');
  let arc = 0;
  let arcs = 0;
  for (let at = start; at < end; at++) {
    const octet = octets[at]!;
    arc = arc * 128 + (octet & 0x7f);
    if (arc > MOST_ARC) throw new Flaw('an OID with a number beyond 32 bits');
    if (octet >= 0x80) continue;
    if (++arcs > MOST_ARCS) throw new Flaw(`an OID of more than ${MOST_ARCS} numbers`);
    arc = 0;
  }
}

function checkValue(octets: Buffer, { tag, start, end }: Element): void {
  const length = end - start;
  switch (tag) {
    case TAGS.integer:
      if (length < 1 || (length > 4 && !isPadded(octets, start, end))) throw new Flaw(`an integer of ${length} octets`);
      return;
    case TAGS.counter32:
    case TAGS.gauge32:
    case TAGS.ticks:
      if (length < 1 || (length > 4 && !isPadded(octets, start, end))) {
        throw new Flaw(`an unsigned number of ${length} octets`);
      }
      return;
    case TAGS.octets:
    case TAGS.opaque:
    case TAGS.counter64:
      return;
    case TAGS.oid:
      checkOid(octets, start, end);
      return;
    case TAGS.address:
      if (length !== ADDRESS_OCTETS) throw new Flaw(`an address of ${length} octets`);
      return;
    case TAGS.null:
    case TAGS.noSuchObject:
    case TAGS.noSuchInstance:
    case TAGS.endOfMibView:
      if (length !== 0) throw new Flaw(`an empty value of ${length} octets`);
      return;
    default:
      throw new Flaw(`a value of the unknown type 0x${tag.toString(16)}`);
  }
}

/** Five octets with a leading zero are an unsigned number, in an integer too, as some devices write it. */
const isPadded = (octets: Buffer, start: number, end: number) => end - start === 5 && octets[start] === 0;

function unsigned(octets: Buffer, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 256 + octets[at]!;
  return value;
}

function signed(octets: Buffer, start: number, end: number): number {
  let value = (octets[start]! << 24) >> 24;
  for (let at = start + 1; at < end; at++) value = value * 256 + octets[at]!;
  return value;
}

/** An OID that was checked, in dots and numbers. */
function oidText(octets: Buffer, start: number, end: number): string {
  const arcs: number[] = [];
  let arc = 0;
  for (let at = start; at < end; at++) {
    const octet = octets[at]!;
    arc = arc * 128 + (octet & 0x7f);
    if (octet >= 0x80) continue;
    if (arcs.length > 0) arcs.push(arc);
    else {
      const top = arc < 40 ? 0 : arc < 80 ? 1 : 2;
      arcs.push(top, arc - 40 * top);
    }
    arc = 0;
  }
  return arcs.join('.');
}
