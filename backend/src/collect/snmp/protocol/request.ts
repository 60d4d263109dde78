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
  const writer = backwards(roomFor(request));
  writePdu(writer, request);
  return writer.written();
}

/** The whole message of a request in version 1 (0) or 2c (1). */
export function requestMessage(version: number, community: string, request: Request): Buffer {
  const writer = backwards(roomFor(request) + Buffer.byteLength(community));
  writePdu(writer, request);
  writer.text(community);
  writer.integer(version);
  writer.head(TAGS.sequence, writer.size);
  return writer.written();
}

const roomFor = ({ oids }: Request) => oids.reduce((sum, oid) => sum + oid.length + AROUND_OID, AROUND);

type Writer = ReturnType<typeof backwards>;

function writePdu(writer: Writer, { type, id, oids, repetitions }: Request): void {
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
function backwards(size: number) {
  const written = Buffer.allocUnsafe(size);
  let at = size;
  const head = (tag: number, end: number) => {
    const length = end - at;
    if (length < 0x80) written[--at] = length;
    else {
      written[--at] = length & 0xff;
      if (length > 0xff) written[--at] = length >> 8;
      written[--at] = length > 0xff ? 0x82 : 0x81;
    }
    written[--at] = tag;
  };
  const arc = (value: number) => {
    written[--at] = value & 0x7f;
    for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128))
      written[--at] = (rest & 0x7f) | 0x80;
  };
  return {
    size,
    get at() {
      return at;
    },
    head,
    /** A whole number from 0 to 2³¹ − 1. */
    integer(value: number): void {
      const end = at;
      written[--at] = value & 0xff;
      for (let rest = value >> 8; rest > 0 || written[at]! >= 0x80; rest >>= 8) written[--at] = rest;
      head(TAGS.integer, end);
    },
    text(content: string): void {
      const end = at;
      at -= Buffer.byteLength(content);
      written.write(content, at);
      head(TAGS.octets, end);
    },
    /** An OID in dots and numbers, of two numbers at least. */
    oid(text: string): void {
      const end = at;
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
        arc(value);
        value = 0;
        unit = 1;
      }
      if (second < text.length) arc(value);
      arc(40 * Number(text.slice(0, first)) + Number(text.slice(first + 1, second)));
      head(TAGS.oid, end);
    },
    written: () => written.subarray(at),
  };
}
