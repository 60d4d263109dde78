import { ObjectType, PduType, type Varbind } from 'net-snmp';
import { type Element, element, Flaw } from './flaw.ts';

const SEQUENCE = 0x30;
const ADDRESS_OCTETS = 4;
/** Numbers of an OID, and the largest of them (RFC 2578, 3.5). */
const MOST_ARCS = 128;
const MOST_ARC = 2 ** 32 - 1;
/** Characters of the longest OID: ten digits and a dot for each number, and the first octet stands for two. */
const OID_ROOM = 11 * (MOST_ARCS + 1);
const ZERO = 0x30;
const DOT = 0x2e;

/** A response to a v1 or v2c request. */
export interface Answer {
  readonly version: number;
  readonly community: string;
  readonly requestId: number;
  readonly errorStatus: number;
  readonly errorIndex: number;
  readonly variables: Varbind[];
}

/**
 * Reads a datagram as an answer to a v1 or v2c request (RFC 1157, 3416; BER, X.690); throws a Flaw when it is none. net-snmp
 * reads on past the end of a list, takes unsigned numbers for negative ones and falls over reports. What devices write a
 * little wrong is read as it is meant: an unsigned number with or without its leading zero.
 */
export function readAnswer(octets: Buffer): Answer {
  const message = element(octets, 0, octets.length, SEQUENCE);
  if (message.end !== octets.length) throw new Flaw('octets after the message');
  const version = element(octets, message.start, message.end, ObjectType.Integer);
  const community = element(octets, version.end, message.end, ObjectType.OctetString);
  const pdu = element(octets, community.end, message.end);
  if (pdu.tag !== PduType.GetResponse) throw new Flaw(`a PDU of type 0x${pdu.tag.toString(16)} instead of a response`);
  if (pdu.end !== message.end) throw new Flaw('octets after the PDU');
  const requestId = element(octets, pdu.start, pdu.end, ObjectType.Integer);
  const errorStatus = element(octets, requestId.end, pdu.end, ObjectType.Integer);
  const errorIndex = element(octets, errorStatus.end, pdu.end, ObjectType.Integer);
  const list = element(octets, errorIndex.end, pdu.end, SEQUENCE);
  if (list.end !== pdu.end) throw new Flaw('octets after the list of variables');
  const oidOf = oidReader(octets);
  const variables: Varbind[] = [];
  for (let at = list.start; at < list.end; ) {
    const variable = element(octets, at, list.end, SEQUENCE);
    const name = element(octets, variable.start, variable.end, ObjectType.OID);
    const value = element(octets, name.end, variable.end);
    if (value.end !== variable.end) throw new Flaw('octets after a value');
    variables.push({ oid: oidOf(name), type: value.tag, value: contentOf(octets, value, oidOf) });
    at = variable.end;
  }
  return {
    version: integerOf(octets, version),
    community: octets.toString('utf8', community.start, community.end),
    requestId: integerOf(octets, requestId),
    errorStatus: integerOf(octets, errorStatus),
    errorIndex: integerOf(octets, errorIndex),
    variables,
  };
}

/** The value of an element as net-snmp gives it. */
function contentOf(octets: Buffer, value: Element, oidOf: (at: Element) => string): Varbind['value'] {
  const { tag, start, end } = value;
  switch (tag) {
    case ObjectType.Integer:
      return integerOf(octets, value);
    case ObjectType.Counter32:
    case ObjectType.Gauge32:
    case ObjectType.TimeTicks:
      return unsignedOf(octets, value);
    case ObjectType.OctetString:
    case ObjectType.Opaque:
    case ObjectType.Counter64:
      return octets.subarray(start, end);
    case ObjectType.OID:
      return oidOf(value);
    case ObjectType.IpAddress:
      if (end - start !== ADDRESS_OCTETS) throw new Flaw(`an address of ${end - start} octets`);
      return octets.subarray(start, end).join('.');
    case ObjectType.Null:
    case ObjectType.NoSuchObject:
    case ObjectType.NoSuchInstance:
    case ObjectType.EndOfMibView:
      if (end !== start) throw new Flaw(`an empty value of ${end - start} octets`);
      return null;
    default:
      throw new Flaw(`a value of the unknown type 0x${tag.toString(16)}`);
  }
}

/** Five octets with a leading zero: some devices write an unsigned number into an integer. */
function integerOf(octets: Buffer, { start, end }: Element): number {
  const length = end - start;
  if (length === 5 && octets[start] === 0) return octets.readUIntBE(start, length);
  if (length < 1 || length > 4) throw new Flaw(`an integer of ${length} octets`);
  return octets.readIntBE(start, length);
}

function unsignedOf(octets: Buffer, { start, end }: Element): number {
  const length = end - start;
  if (length < 1 || length > 5 || (length === 5 && octets[start] !== 0)) {
    throw new Flaw(`an unsigned number of ${length} octets`);
  }
  return octets.readUIntBE(start, length);
}

/** Writes OIDs in dots and numbers; one for an answer, since each string that grows by pieces leaves its pieces behind. */
function oidReader(octets: Buffer): (at: Element) => string {
  const digits = Buffer.allocUnsafe(OID_ROOM);
  let written = 0;
  const write = (arc: number) => {
    if (written > 0) digits[written++] = DOT;
    let places = 1;
    for (let limit = 10; arc >= limit; limit *= 10) places++;
    written += places;
    let rest = arc;
    for (let place = written - 1; places > 0; place--, places--) {
      digits[place] = ZERO + (rest % 10);
      rest = Math.floor(rest / 10);
    }
  };
  return ({ start, end }) => {
    if (start === end || octets[end - 1]! >= 0x80) throw new Flaw('an OID that does not end');
    written = 0;
    let arc = 0;
    let arcs = 0;
    for (let at = start; at < end; at++) {
      const octet = octets[at]!;
      arc = arc * 128 + (octet & 0x7f);
      if (arc > MOST_ARC) throw new Flaw('an OID with a number beyond 32 bits');
      if (octet >= 0x80) continue;
      if (++arcs > MOST_ARCS) throw new Flaw(`an OID of more than ${MOST_ARCS} numbers`);
      if (arcs === 1) {
        const top = arc < 40 ? 0 : arc < 80 ? 1 : 2;
        write(top);
        arc -= 40 * top;
      }
      write(arc);
      arc = 0;
    }
    return digits.toString('latin1', 0, written);
  };
}
