import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { SnmpCredentials, UserCredentials } from '../../model/credentials.ts';
import { type PrivacyKey, privacyKey } from '../snmp/protocol/usm/cipher.ts';
import { digestName, extended, localized, passwordDigest } from '../snmp/protocol/usm/keys.ts';
import { SIGNATURE_LENGTHS } from '../snmp/protocol/usm/message.ts';
import type { SecuredMessage } from './message.ts';

/** A user of SNMPv3, with what its passwords give. */
export interface User {
  /** Name of the credentials. */
  readonly credentials: string;
  readonly name: string;
  readonly auth: UserCredentials['auth'];
  readonly privacy: UserCredentials['privacy'];
  /** Keys of the passwords before they are localised; empty where there is none. */
  readonly authKey: Buffer;
  readonly privacyKey: Buffer;
}

/** The keys of a user for one engine. */
export interface UserKeys {
  /** As an object, which makes each use of it several times cheaper than its octets. */
  readonly auth: KeyObject;
  /** Made when it is needed first: one of its kinds takes as long as a password. */
  readonly privacy: () => PrivacyKey;
}

/** Localised keys that are kept; of more, those made longest ago are made again. */
const MOST_KEYS = 20_000;

/** The users among some credentials, by name. A user may have several passwords, such as one for each kind of device. */
export function usersOf(credentials: ReadonlyMap<string, SnmpCredentials>): ReadonlyMap<string, readonly User[]> {
  const users = [...credentials].flatMap(([name, one]) => (one.version === '3' ? [userOf(name, one)] : []));
  return Map.groupBy(users, ({ name }) => name);
}

function userOf(credentials: string, { user, auth, privacy }: UserCredentials): User {
  const keyOf = (password: string | undefined) =>
    auth && password ? passwordDigest(auth.protocol, Buffer.from(password)) : Buffer.alloc(0);
  return {
    credentials,
    name: user,
    auth,
    privacy,
    authKey: keyOf(auth?.password),
    privacyKey: keyOf(privacy?.password),
  };
}

/** Makes the keys of users for engines, and keeps them for engines that have shown that they know the user. */
export function createKeyRing() {
  const kept = new Map<string, UserKeys>();
  const nameOf = (user: User, engine: Buffer) => `${engine.toString('latin1')}\n${user.credentials}`;
  return {
    of(user: User, engine: Buffer): UserKeys {
      const known = kept.get(nameOf(user, engine));
      if (known) return known;
      const { protocol } = user.auth!;
      let made: PrivacyKey | undefined;
      return {
        auth: createSecretKey(localized(protocol, user.authKey, engine)),
        privacy() {
          const privacy = user.privacy!.protocol;
          made ??= privacyKey(
            privacy,
            extended(protocol, localized(protocol, user.privacyKey, engine), privacy, engine),
          );
          return made;
        },
      };
    },
    keep(user: User, engine: Buffer, keys: UserKeys): void {
      const name = nameOf(user, engine);
      if (kept.has(name)) return;
      kept.set(name, keys);
      if (kept.size > MOST_KEYS) kept.delete(kept.keys().next().value!);
    },
  };
}

/** Whether the digest of a message is that of its octets (RFC 3414, 6.3.2). */
export function isSignedBy({ auth }: User, keys: UserKeys, { datagram, digest }: SecuredMessage): boolean {
  if (digest.length !== SIGNATURE_LENGTHS[auth!.protocol]) return false;
  const unsigned = Buffer.from(datagram);
  const start = digest.byteOffset - datagram.byteOffset;
  unsigned.fill(0, start, start + digest.length);
  const made = createHmac(digestName(auth!.protocol), keys.auth).update(unsigned).digest();
  return timingSafeEqual(made.subarray(0, digest.length), digest);
}

/** Puts the digest into a message that was made with room for it. */
export function sign({ auth }: User, keys: UserKeys, message: { datagram: Buffer; digest: Buffer }): Buffer {
  const made = createHmac(digestName(auth!.protocol), keys.auth).update(message.datagram).digest();
  message.digest.set(made.subarray(0, message.digest.length));
  return message.datagram;
}
