import type { SnmpCredentials } from '../../model/credentials.ts';
import { decrypt, encrypt, SALT_LENGTH } from '../snmp/protocol/usm/cipher.ts';
import { SIGNATURE_LENGTHS } from '../snmp/protocol/usm/message.ts';
import { element, integerElement, Malformed, oidElement, TAGS } from './ber.ts';
import type { Engines } from './engines.ts';
import { readScopedPdu, type ScopedPdu, type SecuredMessage, scopedPdu, securedMessage } from './message.ts';
import { readNotification } from './notification.ts';
import type { Outcome, Refusal } from './outcome.ts';
import { createKeyRing, isSignedBy, sign, type User, type UserKeys, usersOf } from './users.ts';

/** The last arc but one of the counter that a report tells of a refusal (usmStats, RFC 3414). */
const REPORTED: Partial<Record<Refusal, number>> = {
  'security level not as configured': 1,
  'outside the time window': 2,
  'unknown user': 3,
  'unknown engine': 4,
  'wrong digest': 5,
  'cannot be decrypted': 6,
};
const USM_STATS = '1.3.6.1.6.3.15.1.1';

const NOTHING = Buffer.alloc(0);

/** Who answers for a message. Without keys nothing is signed. */
interface Signer {
  readonly user: User | undefined;
  readonly keys: UserKeys | undefined;
}

const NOBODY: Signer = { user: undefined, keys: undefined };

/**
 * The user-based security model for what notifications need (RFC 3414, 3.2): informs and questions for the engine are judged
 * by the own engine, traps by that of their sender. A message below the security that its user is configured with is refused.
 */
export function createSecurity(credentials: ReadonlyMap<string, SnmpCredentials>, engines: Engines) {
  const users = usersOf(credentials);
  const keyRing = createKeyRing();
  const counts = new Map<number, number>();
  let salt = 0;

  /** Makes an answer in the security that it is to have; without a signer there is none. */
  const answer = (
    message: SecuredMessage,
    signer: Signer,
    isEncrypted: boolean,
    content: Buffer,
    now: number,
  ): Buffer => {
    const { id, boots } = engines;
    const time = engines.time(now);
    const common = { id: message.id, engine: id, boots, time, user: message.user };
    const { user, keys } = signer;
    if (!user?.auth || !keys) {
      return securedMessage({ ...common, digestOctets: 0, privacyParameters: NOTHING, content }).datagram;
    }
    const signed = { ...common, digestOctets: SIGNATURE_LENGTHS[user.auth.protocol] };
    if (!isEncrypted) return sign(user, keys, securedMessage({ ...signed, privacyParameters: NOTHING, content }));
    const privacyParameters = Buffer.alloc(SALT_LENGTH);
    privacyParameters.writeUInt32BE(boots, 0);
    privacyParameters.writeUInt32BE(salt++ % 2 ** 32, 4);
    const secret = encrypt(keys.privacy(), content, privacyParameters, { boots, time });
    return sign(user, keys, securedMessage({ ...signed, privacyParameters, content: secret }));
  };

  const refuse = (message: SecuredMessage, refused: Refusal, now: number, signer = NOBODY): Outcome => {
    const counter = REPORTED[refused];
    if (counter === undefined || !message.isReportable) return { refused };
    const count = (counts.get(counter) ?? 0) + 1;
    counts.set(counter, count);
    const variable = element(
      TAGS.sequence,
      oidElement(`${USM_STATS}.${counter}.0`),
      integerElement(count, TAGS.counter32),
    );
    const report = element(
      TAGS.report,
      ...[0, 0, 0].map((number) => integerElement(number)),
      element(TAGS.sequence, variable),
    );
    return { refused, reply: answer(message, signer, false, scopedPdu(engines.id, NOTHING, report), now) };
  };

  /** Who has signed a message, or why nobody has. */
  const signerOf = (message: SecuredMessage): (Signer & { readonly user: User }) | Refusal => {
    const named = users.get(message.user);
    if (!named) return 'unknown user';
    const fits = (user: User) =>
      message.isSigned === (user.auth !== undefined) && message.isEncrypted === (user.privacy !== undefined);
    const candidates = named.filter(fits);
    if (candidates.length === 0) return 'security level not as configured';
    for (const user of candidates) {
      if (!user.auth) return { user, keys: undefined };
      const keys = keyRing.of(user, message.engine);
      if (!isSignedBy(user, keys, message)) continue;
      keyRing.keep(user, message.engine, keys);
      return { user, keys };
    }
    return 'wrong digest';
  };

  const acknowledge = (message: SecuredMessage, signer: Signer, scoped: ScopedPdu, response: Buffer, now: number) => {
    const content = scopedPdu(scoped.contextEngine, scoped.contextName, response);
    return answer(message, signer, message.isEncrypted, content, now);
  };

  return {
    /** Checks a message and reads it. Throws Malformed, or NotANotification. */
    take(message: SecuredMessage, now: number): Outcome {
      const { engine, isReportable } = message;
      if (engine.length === 0 || (isReportable && !engines.isOwn(engine))) {
        return refuse(message, 'unknown engine', now);
      }
      const signer = signerOf(message);
      if (typeof signer === 'string') return refuse(message, signer, now);
      const freshness = signer.keys ? engines.judge(message, now) : 'fresh';
      if (freshness === 'stale') return refuse(message, 'outside the time window', now, signer);
      const scoped = message.isEncrypted ? scopedOfSecret(message, signer.keys!) : readScopedPdu(message.content);
      if (!scoped) return refuse(message, 'cannot be decrypted', now);
      const notification = readNotification(scoped.pdu);
      const { acknowledgement } = notification;
      const reply = acknowledgement && { reply: acknowledge(message, signer, scoped, acknowledgement, now) };
      // An inform is sent again where its acknowledgement was lost.
      if (freshness === 'repeated') return { refused: 'sent again', ...reply };
      return { taken: { ...notification, version: '3', credentials: signer.user.credentials }, ...reply };
    },
  };
}

/** What is in an encrypted message; undefined where another key encrypted it. */
function scopedOfSecret(message: SecuredMessage, keys: UserKeys): ScopedPdu | undefined {
  const { privacyParameters } = message;
  const content = decrypt(keys.privacy(), message.content, privacyParameters, message);
  try {
    return content && readScopedPdu(content);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}
