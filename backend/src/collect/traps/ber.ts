import type { VariableValue } from '../../model/trap.ts';
import { TAGS as ELEMENTS, PDU } from '../snmp/protocol/tags.ts';

/** Tags of SNMP messages, those of traps among them (RFC 3416, 1157). */
export const TAGS = {
  ...ELEMENTS,
  response: PDU.response,
  trapV1: 0xa4,
  inform: 0xa6,
  trap: 0xa7,
  report: PDU.report,
} as const;

/** A datagram that is no sound message; the reason is one of a few texts, so that it can be counted. */
export class Malformed extends Error {}

/** Longest OID that is read, in arcs (RFC 2578: 128). */
const MOST_ARCS = 128;

/** Reads BER (X.690). Every method throws Malformed on octets that are not what was asked for. */
export class BerReader {
  readonly octets: Buffer;
  /** Where the next element begins. */
  at: number;
  readonly end: number;

  constructor(octets: Buffer, at = 0, end = octets.length) {
    this.octets = octets;
    this.at = at;
    this.end = end;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  /** The tag of the next element. */
  peek(): number {
    if (this.done) throw new Malformed('it ends too early');
    return this.octets[this.at]!;
  }

  /** Goes past the next element, which must have this tag; answers a reader of its content. */
  open(tag: number): BerReader {
    if (this.peek() !== tag) throw new Malformed('an element of another type than expected');
    const { octets, end } = this;
    if (this.at + 2 > end) throw new Malformed('it ends too early');
    let length = octets[this.at + 1]!;
    let start = this.at + 2;
    if (length >= 0x80) {
      const size = length - 0x80;
      if (size === 0 || size > 4) throw new Malformed('a length that cannot be');
      if (start + size > end) throw new Malformed('it ends too early');
      length = octets.readUIntBE(start, size);
      start += size;
    }
    if (start + length > end) throw new Malformed('it ends too early');
    this.at = start + length;
    return new BerReader(octets, start, this.at);
  }

  /** The content of an element of this tag; a view of the datagram. */
  bytes(tag: number = TAGS.octets): Buffer {
    const { octets, at, end } = this.open(tag);
    return octets.subarray(at, end);
  }

  /** A whole number of at most 32 bits, or unsigned with its leading zero. */
  integer(tag: number = TAGS.integer): number {
    const { octets, at, end } = this.open(tag);
    const length = end - at;
    if (length === 5 && octets[at] === 0) return octets.readUInt32BE(at + 1);
    if (length === 0 || length > 4) throw new Malformed('a number of a length that cannot be');
    return octets.readIntBE(at, length);
  }

  oid(): string {
    const { octets, at, end } = this.open(TAGS.oid);
    if (at === end || octets[end - 1]! > 127) throw new Malformed('an OID that does not end');
    let text = '';
    let arc = 0;
    let arcs = 0;
    for (let place = at; place < end; place++) {
      const octet = octets[place]!;
      arc = arc * 128 + (octet & 127);
      if (arc >= 2 ** 32 + 80 || arcs >= MOST_ARCS) throw new Malformed('an OID that is too long');
      if (octet > 127) continue;
      const top = Math.min(2, Math.floor(arc / 40));
      text += arcs === 0 ? `${top}.${arc - 40 * top}` : `.${arc}`;
      arcs++;
      arc = 0;
    }
    return text;
  }

  /** The value of a variable. */
  value(): VariableValue {
    const tag = this.peek();
    switch (tag) {
      case TAGS.integer:
        return this.integer();
      case TAGS.counter32:
      case TAGS.gauge32:
      case TAGS.ticks:
        // Some devices leave the leading zero out.
        return this.integer(tag) >>> 0;
      case TAGS.octets:
      case TAGS.opaque:
        return this.bytes(tag);
      case TAGS.oid:
        return this.oid();
      case TAGS.address:
        return addressText(this.bytes(tag));
      case TAGS.counter64:
        return counter64(this.bytes(tag));
      case TAGS.null:
      case TAGS.noSuchObject:
      case TAGS.noSuchInstance:
      case TAGS.endOfMibView:
        this.open(tag);
        return null;
      default:
        throw new Malformed('a value of a type that is not known');
    }
  }
}

function addressText(octets: Buffer): string {
  if (octets.length !== 4) throw new Malformed('an address that is not of four octets');
  return octets.join('.');
}

function counter64(octets: Buffer): bigint {
  if (octets.length === 0 || octets.length > 9 || (octets.length === 9 && octets[0] !== 0)) {
    throw new Malformed('a number of a length that cannot be');
  }
  return BigInt(`0x${octets.toString('hex')}`);
}

/** An element of these contents, one after the other. */
export function element(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const size = length < 0x100 ? 1 : length < 0x10000 ? 2 : 4;
  const head = Buffer.alloc(2 + size);
  head[0] = tag;
  head[1] = 0x80 + size;
  head.writeUIntBE(length, 2, size);
  return Buffer.concat([head, content]);
}

/** A whole number from −2^31 to 2^32 − 1, in as few octets as it takes. */
export function integerElement(value: number, tag: number = TAGS.integer): Buffer {
  const octets = Buffer.alloc(5);
  octets.writeIntBE(value, 0, 5);
  let start = 0;
  while (start < 4) {
    const next = octets[start + 1]!;
    if (!((octets[start] === 0 && next < 0x80) || (octets[start] === 0xff && next >= 0x80))) break;
    start++;
  }
  return element(tag, octets.subarray(start));
}

/** An OID in the dotted form, of numbers below 2^32. */
export function oidElement(oid: string): Buffer {
  const [first = 0, second = 0, ...rest] = oid.split('.').map(Number);
  return element(TAGS.oid, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(arc: number): number[] {
  const octets = [arc % 128];
  for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) octets.unshift(128 + (left % 128));
  return octets;
}
