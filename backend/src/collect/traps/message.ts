import { BerReader, element, integerElement, Malformed, TAGS } from './ber.ts';

/** A message of SNMPv3 with the user-based security model (RFC 3412, 6; RFC 3414, 2.4), not yet checked. */
export interface SecuredMessage {
  readonly datagram: Buffer;
  readonly id: number;
  readonly isSigned: boolean;
  readonly isEncrypted: boolean;
  /** Whether the sender wants to hear why its message was refused. */
  readonly isReportable: boolean;
  readonly engine: Buffer;
  readonly boots: number;
  readonly time: number;
  readonly user: string;
  /** A view of the datagram. */
  readonly digest: Buffer;
  readonly privacyParameters: Buffer;
  /** The scoped PDU, encrypted or not. */
  readonly content: Buffer;
}

const USER_SECURITY_MODEL = 3;
const SIGNED = 1;
const ENCRYPTED = 2;
const REPORTABLE = 4;
const LARGEST_MESSAGE = 65_507;

/** Reads what follows the version. Throws Malformed. */
export function readSecuredMessage(message: BerReader): SecuredMessage {
  const header = message.open(TAGS.sequence);
  const id = header.integer();
  header.integer();
  const flags = header.bytes();
  if (flags.length !== 1) throw new Malformed('flags that cannot be');
  const isSigned = (flags[0]! & SIGNED) !== 0;
  const isEncrypted = (flags[0]! & ENCRYPTED) !== 0;
  if (isEncrypted && !isSigned) throw new Malformed('flags that cannot be');
  if (header.integer() !== USER_SECURITY_MODEL) throw new Malformed('a security model that is not known');
  const { octets, at, end } = message.open(TAGS.octets);
  const security = new BerReader(octets, at, end).open(TAGS.sequence);
  const engine = security.bytes();
  const boots = security.integer();
  const time = security.integer();
  const user = security.bytes().toString('utf8');
  const digest = security.bytes();
  const privacyParameters = security.bytes();
  if (boots < 0 || time < 0) throw new Malformed('boots or a time that cannot be');
  if (engine.length > 32) throw new Malformed('an engine ID that is too long');
  const content = isEncrypted ? message.bytes() : wholeElement(message);
  return {
    ...{ datagram: octets, id, isSigned, isEncrypted, isReportable: (flags[0]! & REPORTABLE) !== 0 },
    ...{ engine, boots, time, user, digest, privacyParameters, content },
  };
}

/** The next element with its tag and length. */
function wholeElement(message: BerReader): Buffer {
  const begin = message.at;
  message.open(TAGS.sequence);
  return message.octets.subarray(begin, message.at);
}

/** A scoped PDU (RFC 3412, 6.8). */
export interface ScopedPdu {
  readonly contextEngine: Buffer;
  readonly contextName: Buffer;
  /** Stands before the PDU. */
  readonly pdu: BerReader;
}

/** Reads a scoped PDU; padding behind it is left alone. Throws Malformed. */
export function readScopedPdu(content: Buffer): ScopedPdu {
  const scoped = new BerReader(content).open(TAGS.sequence);
  return { contextEngine: scoped.bytes(), contextName: scoped.bytes(), pdu: scoped };
}

export const scopedPdu = (contextEngine: Uint8Array, contextName: Uint8Array, pdu: Buffer): Buffer =>
  element(TAGS.sequence, element(TAGS.octets, contextEngine), element(TAGS.octets, contextName), pdu);

export interface OutgoingMessage {
  readonly id: number;
  readonly engine: Uint8Array;
  readonly boots: number;
  readonly time: number;
  readonly user: string;
  /** Octets of the digest; 0 where it is not signed. */
  readonly digestOctets: number;
  readonly privacyParameters: Uint8Array;
  readonly content: Buffer;
  /** Whether reports are asked for; a receiver never does. */
  readonly isReportable?: boolean;
}

/** A message, and where the digest goes that is made of it while that is zero. */
export function securedMessage(message: OutgoingMessage): { datagram: Buffer; digest: Buffer } {
  const { id, engine, boots, time, user, digestOctets, privacyParameters, content, isReportable = false } = message;
  const isEncrypted = privacyParameters.length > 0;
  const flags = (digestOctets > 0 ? SIGNED : 0) | (isEncrypted ? ENCRYPTED : 0) | (isReportable ? REPORTABLE : 0);
  const header = element(
    TAGS.sequence,
    integerElement(id),
    integerElement(LARGEST_MESSAGE),
    element(TAGS.octets, Buffer.from([flags])),
    integerElement(USER_SECURITY_MODEL),
  );
  const behindDigest = element(TAGS.octets, privacyParameters);
  const security = element(
    TAGS.sequence,
    element(TAGS.octets, engine),
    integerElement(boots),
    integerElement(time),
    element(TAGS.octets, Buffer.from(user)),
    element(TAGS.octets, Buffer.alloc(digestOctets)),
    behindDigest,
  );
  const data = isEncrypted ? element(TAGS.octets, content) : content;
  const datagram = element(TAGS.sequence, integerElement(3), header, element(TAGS.octets, security), data);
  const end = datagram.length - data.length - behindDigest.length;
  return { datagram, digest: datagram.subarray(end - digestOctets, end) };
}
