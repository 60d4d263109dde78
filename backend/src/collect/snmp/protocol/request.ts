import { BackwardWriter } from './backward-writer.ts';
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
