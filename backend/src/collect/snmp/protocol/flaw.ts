import { ObjectType, PduType } from 'net-snmp';

const SEQUENCE = 0x30;
const UNSIGNED = new Set<number>([ObjectType.Counter32, ObjectType.Gauge32, ObjectType.TimeTicks]);
const EMPTY = new Set<number>([
  ObjectType.Null,
  ObjectType.NoSuchObject,
  ObjectType.NoSuchInstance,
  ObjectType.EndOfMibView,
]);

/** Where an element of a datagram begins and ends. */
export interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/**
 * What is wrong with a datagram as an answer to a v1 or v2c request (RFC 1157, 3416, BER), in words; undefined when its
 * structure is sound. net-snmp reads on past the end of a list, cuts long numbers and falls over reports, so what it is
 * given is checked first.
 */
export function flawOf(datagram: Buffer): string | undefined {
  try {
    checkMessage(datagram);
    return undefined;
  } catch (error) {
    if (error instanceof Flaw) return error.message;
    throw error;
  }
}

/** What is wrong with a datagram, in words. */
export class Flaw extends Error {}

function checkMessage(octets: Buffer): void {
  const message = element(octets, 0, octets.length, SEQUENCE);
  if (message.end !== octets.length) throw new Flaw('octets after the message');
  const version = element(octets, message.start, message.end, ObjectType.Integer);
  const community = element(octets, version.end, message.end, ObjectType.OctetString);
  const pdu = element(octets, community.end, message.end);
  if (pdu.tag !== PduType.GetResponse) throw new Flaw(`a PDU of type 0x${pdu.tag.toString(16)} instead of a response`);
  if (pdu.end !== message.end) throw new Flaw('octets after the PDU');
  let at = pdu.start;
  for (let field = 0; field < 3; field++) at = checkInteger(octets, element(octets, at, pdu.end, ObjectType.Integer));
  const list = element(octets, at, pdu.end, SEQUENCE);
  if (list.end !== pdu.end) throw new Flaw('octets after the list of variables');
  for (at = list.start; at < list.end; ) {
    const variable = element(octets, at, list.end, SEQUENCE);
    const name = element(octets, variable.start, variable.end, ObjectType.OID);
    if (name.end === name.start || octets[name.end - 1]! >= 0x80) throw new Flaw('an OID that does not end');
    const value = element(octets, name.end, variable.end);
    if (value.end !== variable.end) throw new Flaw('octets after a value');
    checkValue(octets, value);
    at = variable.end;
  }
}

function checkValue(octets: Buffer, value: Element): void {
  const length = value.end - value.start;
  if (value.tag === ObjectType.Integer) checkInteger(octets, value);
  else if (UNSIGNED.has(value.tag)) {
    const fits = length >= 1 && (length <= 4 || (length === 5 && octets[value.start] === 0));
    if (!fits) throw new Flaw(`an unsigned number of ${length} octets`);
  } else if (EMPTY.has(value.tag) && length !== 0) throw new Flaw(`an empty value of ${length} octets`);
}

function checkInteger(octets: Buffer, { start, end }: Element): number {
  // Five octets with a leading zero: some devices write an unsigned number into an integer.
  if (end === start || end - start > 5 || (end - start === 5 && octets[start] !== 0)) {
    throw new Flaw(`an integer of ${end - start} octets`);
  }
  return end;
}

/** The whole number that an element holds; throws a Flaw when it does not fit into 32 bits. */
export function integerOf(octets: Buffer, at: Element): number {
  checkInteger(octets, at);
  return octets.readIntBE(at.start, at.end - at.start);
}

/** The element at `at`, which must end within `limit`; throws a Flaw. */
export function element(octets: Buffer, at: number, limit: number, expected?: number): Element {
  const tag = octets[at];
  let length = octets[at + 1];
  if (at + 2 > limit || tag === undefined || length === undefined) throw new Flaw('it ends too early');
  if (expected !== undefined && tag !== expected) {
    throw new Flaw(`found the type 0x${tag.toString(16)}, expected 0x${expected.toString(16)}`);
  }
  let start = at + 2;
  if (length >= 0x80) {
    const size = length - 0x80;
    if (size === 0 || size > 4 || start + size > limit) throw new Flaw('a length that cannot be');
    length = octets.readUIntBE(start, size);
    start += size;
  }
  if (start + length > limit) throw new Flaw('it ends too early');
  return { tag, start, end: start + length };
}
