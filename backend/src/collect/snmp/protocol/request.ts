import { PDU, TAGS } from './tags.ts';

/** Octets of everything in a message but its community and OIDs, and of what stands around one OID: more than they ever take. */
const AROUND = 64;
const AROUND_OID = 12;

/** What a device is asked for (RFC 1157, 3416); a kind of PDU, whose `repetitions` are of a GETBULK only. */
export interface Request {
  readonly type: number;
  readonly id: number;
  readonly oids: readonly string[];
  readonly repetitions: number;
}

/** The PDU of a request (BER, X.690). */
export function requestPdu(request: Request): Buffer {
  const writer = new BackwardWriter(roomFor(request));
  writePdu(writer, request);
  return writer.written();
}

/** The whole message of a request in version 1 (0) or 2c (1). */
export function requestMessage(version: number, community: string, request: Request): Buffer {
  const writer = new BackwardWriter(roomFor(request) + Buffer.byteLength(community));
  writePdu(writer, request);
  writer.text(community);
  writer.integer(version);
  writer.head(TAGS.sequence, writer.size);
  return writer.written();
}

const roomFor = ({ oids }: Request) => oids.reduce((sum, oid) => sum + oid.length + AROUND_OID, AROUND);

function writePdu(writer: BackwardWriter, { type, id, oids, repetitions }: Request): void {
  for (let place = oids.length - 1; place >= 0; place--) {
    const end = writer.at;
    writer.head(TAGS.null, writer.at);
    writer.oid(oids[place]!);
    writer.head(TAGS.sequence, end);
  }
  writer.head(TAGS.sequence, writer.size);
  // Where a GETBULK has its non-repeaters and repetitions, the others have an error status and index, which are zero.
  writer.integer(type === PDU.getBulk ? repetitions : 0);
  writer.integer(0);
  writer.integer(id);
  writer.head(type, writer.size);
}

/** Writes elements from the last to the first, so that every length is known when it is written. */
class BackwardWriter {
  readonly size: number;
  /** Where the last written octet stands. */
  at: number;
  private readonly octets: Buffer;

  constructor(size: number) {
    this.size = size;
    this.at = size;
    this.octets = Buffer.allocUnsafe(size);
  }

  /** Type and length of the element whose content goes from here to `end`. */
  head(tag: number, end: number): void {
    const length = end - this.at;
    if (length < 0x80) this.octet(length);
    else {
      this.octet(length & 0xff);
      if (length > 0xff) this.octet(length >> 8);
      this.octet(length > 0xff ? 0x82 : 0x81);
    }
    this.octet(tag);
  }

  /** A whole number from 0 to 2³¹ − 1. */
  integer(value: number): void {
    const end = this.at;
    this.octet(value & 0xff);
    for (let rest = value >> 8; rest > 0 || this.octets[this.at]! >= 0x80; rest >>= 8) this.octet(rest & 0xff);
    this.head(TAGS.integer, end);
  }

  text(content: string): void {
    const end = this.at;
    this.at -= Buffer.byteLength(content);
    this.octets.write(content, this.at);
    this.head(TAGS.octets, end);
  }

  /** An OID in dots and numbers, of two numbers at least. */
  oid(text: string): void {
    const end = this.at;
    const first = text.indexOf('.');
    const dot = text.indexOf('.', first + 1);
    const second = dot < 0 ? text.length : dot;
    let value = 0;
    let unit = 1;
    for (let place = text.length - 1; place > second; place--) {
      const digit = text.charCodeAt(place) - 0x30;
      if (digit >= 0) {
        value += digit * unit;
        unit *= 10;
        continue;
      }
      this.arc(value);
      value = 0;
      unit = 1;
    }
    if (second < text.length) this.arc(value);
    this.arc(40 * Number(text.slice(0, first)) + Number(text.slice(first + 1, second)));
    this.head(TAGS.oid, end);
  }

  written(): Buffer {
    return this.octets.subarray(this.at);
  }

  private octet(value: number): void {
    this.octets[--this.at] = value;
  }

  private arc(value: number): void {
    this.octet(value & 0x7f);
    for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) this.octet((rest & 0x7f) | 0x80);
  }
}
