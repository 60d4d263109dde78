import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { UserCredentials } from '../../../../model/credentials.ts';
import { BackwardWriter } from '../backward-writer.ts';
import { element, Flaw, integerOf } from '../flaw.ts';
import { TAGS } from '../tags.ts';
import type { EngineTime } from './cipher.ts';
import { digestName } from './keys.ts';

type Authentication = NonNullable<UserCredentials['auth']>['protocol'];

const VERSION = 3;
const USER_BASED = 3;
/** The largest answer that is taken, octets. */
const MAX_SIZE = 65_507;

/** Bits of msgFlags (RFC 3412, 6.4). */
const AUTHENTICATED = 1;
const ENCRYPTED = 2;
const REPORTABLE = 4;

/** Octets of msgAuthenticationParameters (RFC 3414, 6.3.1 and 7.3.1; RFC 7860, 4.1). */
export const SIGNATURE_LENGTHS = { md5: 12, sha: 12, sha224: 16, sha256: 24, sha384: 32, sha512: 48 } as const;

const NO_SALT: Buffer = Buffer.alloc(0);
/** The octet of every combination of flags. */
const FLAGS = Array.from({ length: 8 }, (_, flags) => Buffer.of(flags));
/** Octets of everything in a message but its data, the engine's name and the user's: more than they ever take. */
const AROUND = 160;

/** What of a message is neither signature nor data: RFC 3412, 6, and RFC 3414, 2.4. */
export interface Header extends EngineTime {
  readonly messageId: number;
  readonly engineId: Buffer;
  readonly user: string;
}

export interface Received extends Header {
  readonly authenticated: boolean;
  readonly encrypted: boolean;
  readonly signature: Buffer;
  /** Where the signature stands in the datagram. */
  readonly signatureAt: number;
  readonly salt: Buffer;
  /** A scoped PDU, or when it is encrypted the octets it is in. */
  readonly data: Buffer;
}

/** The key a message is signed with. */
export interface Signing {
  readonly protocol: Authentication;
  readonly key: KeyObject;
}

/** Writes a request. `salt` is given for `data` that is encrypted. */
export function encodeMessage(
  header: Header,
  data: Buffer,
  signing: Signing | undefined,
  salt: Buffer = NO_SALT,
): Buffer {
  const flags = REPORTABLE | (signing ? AUTHENTICATED : 0) | (salt.length > 0 ? ENCRYPTED : 0);
  const user = Buffer.from(header.user);
  const writer = new BackwardWriter(AROUND + header.engineId.length + user.length + data.length);
  if (salt.length > 0) writer.octets(data);
  else writer.raw(data);

  const securityEnd = writer.at;
  writer.octets(salt);
  const signatureEnd = writer.at;
  writer.zeros(signing ? SIGNATURE_LENGTHS[signing.protocol] : 0);
  writer.octets(user);
  writer.integer(header.time);
  writer.integer(header.boots);
  writer.octets(header.engineId);
  writer.head(TAGS.sequence, securityEnd);
  writer.head(TAGS.octets, securityEnd);

  const globalEnd = writer.at;
  writer.integer(USER_BASED);
  writer.octets(FLAGS[flags]!);
  writer.integer(MAX_SIZE);
  writer.integer(header.messageId);
  writer.head(TAGS.sequence, globalEnd);
  writer.integer(VERSION);
  writer.head(TAGS.sequence, writer.size);

  const message = writer.written();
  if (signing) {
    message.set(signatureOf(message, signing), signatureEnd - SIGNATURE_LENGTHS[signing.protocol] - writer.at);
  }
  return message;
}

/** Reads what a device sent; throws a Flaw when it is no message of SNMP v3 with the user-based security model. */
export function decodeMessage(datagram: Buffer): Received {
  const message = element(datagram, 0, datagram.length, TAGS.sequence);
  if (message.end !== datagram.length) throw new Flaw('octets after the message');
  const version = element(datagram, message.start, message.end, TAGS.integer);
  if (integerOf(datagram, version) !== VERSION) throw new Flaw('another version of SNMP than was asked in');
  const global = element(datagram, version.end, message.end, TAGS.sequence);
  const id = element(datagram, global.start, global.end, TAGS.integer);
  const size = element(datagram, id.end, global.end, TAGS.integer);
  const flags = element(datagram, size.end, global.end, TAGS.octets);
  if (flags.end - flags.start !== 1) throw new Flaw(`flags of ${flags.end - flags.start} octets`);
  const model = element(datagram, flags.end, global.end, TAGS.integer);
  if (integerOf(datagram, model) !== USER_BASED) throw new Flaw('another security model than the user-based one');

  const wrapped = element(datagram, global.end, message.end, TAGS.octets);
  const security = element(datagram, wrapped.start, wrapped.end, TAGS.sequence);
  const engineId = element(datagram, security.start, security.end, TAGS.octets);
  const boots = element(datagram, engineId.end, security.end, TAGS.integer);
  const time = element(datagram, boots.end, security.end, TAGS.integer);
  const user = element(datagram, time.end, security.end, TAGS.octets);
  const signature = element(datagram, user.end, security.end, TAGS.octets);
  const salt = element(datagram, signature.end, security.end, TAGS.octets);
  const octets = ({ start, end }: { start: number; end: number }) => datagram.subarray(start, end);

  const encrypted = (datagram[flags.start]! & ENCRYPTED) !== 0;
  const data = encrypted
    ? octets(element(datagram, wrapped.end, message.end, TAGS.octets))
    : datagram.subarray(wrapped.end, message.end);
  return {
    messageId: integerOf(datagram, id),
    engineId: octets(engineId),
    boots: unsigned(integerOf(datagram, boots)),
    time: unsigned(integerOf(datagram, time)),
    user: octets(user).toString(),
    authenticated: (datagram[flags.start]! & AUTHENTICATED) !== 0,
    encrypted,
    signature: octets(signature),
    signatureAt: signature.start,
    salt: octets(salt),
    data,
  };
}

/** True when the datagram was signed with this key and has not changed since. */
export function isAuthentic(datagram: Buffer, { signature, signatureAt }: Received, signing: Signing): boolean {
  if (signature.length !== SIGNATURE_LENGTHS[signing.protocol]) return false;
  const unsigned = Buffer.from(datagram).fill(0, signatureAt, signatureAt + signature.length);
  return timingSafeEqual(signature, signatureOf(unsigned, signing));
}

/** Writes a scoped PDU (RFC 3412, 6). */
export function encodeScoped(engineId: Buffer, context: string, pdu: Buffer): Buffer {
  const writer = new BackwardWriter(AROUND + engineId.length + Buffer.byteLength(context) + pdu.length);
  writer.raw(pdu);
  writer.text(context);
  writer.octets(engineId);
  writer.head(TAGS.sequence, writer.size);
  return writer.written();
}

/** The PDU in a scoped PDU, which padding may follow; throws a Flaw when there is none. */
export function pduOf(scoped: Buffer): Buffer {
  const whole = element(scoped, 0, scoped.length, TAGS.sequence);
  const engine = element(scoped, whole.start, whole.end, TAGS.octets);
  const context = element(scoped, engine.end, whole.end, TAGS.octets);
  const pdu = element(scoped, context.end, whole.end);
  return scoped.subarray(context.end, pdu.end);
}

const signatureOf = (message: Buffer, { protocol, key }: Signing) =>
  createHmac(digestName(protocol), key).update(message).digest().subarray(0, SIGNATURE_LENGTHS[protocol]);

function unsigned(value: number): number {
  if (value < 0) throw new Flaw('boots or a time below zero');
  return value;
}
