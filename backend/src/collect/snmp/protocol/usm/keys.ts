import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import type { UserCredentials } from '../../../../model/credentials.ts';
import { type PrivacyKey, privacyKey } from './cipher.ts';

type Authentication = NonNullable<UserCredentials['auth']>['protocol'];

/** OpenSSL's names of the digests. */
const DIGESTS: Readonly<Record<Authentication, string>> = {
  md5: 'md5',
  sha: 'sha1',
  sha224: 'sha224',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
};

/** Octets of the password, repeated, that go into its digest (RFC 3414, A.2). */
const EXPANDED = 1_048_576;
/** Octets of a key: the DES key and its pre-IV; AES. */
const KEY_LENGTHS = { des: 16, aes128: 16, aes256: 32, 'aes256-cisco': 32 } as const;

/** The keys of a user at one engine. */
export interface UserKeys {
  readonly auth: KeyObject | undefined;
  readonly privacy: PrivacyKey | undefined;
}

/** Makes the keys of users. The slow half, which depends on the password alone, is done once for a password. */
export interface Keyring {
  keysOf(user: Pick<UserCredentials, 'auth' | 'privacy'>, engineId: Buffer): UserKeys;
}

export function createKeyring(): Keyring {
  const digests = new Map<string, Buffer>();
  const digestOf = (protocol: Authentication, password: string) => {
    const name = `${protocol} ${password}`;
    const digest = digests.get(name) ?? passwordDigest(protocol, Buffer.from(password));
    digests.set(name, digest);
    return digest;
  };
  return {
    keysOf({ auth, privacy }, engineId) {
      if (!auth) return { auth: undefined, privacy: undefined };
      const { protocol } = auth;
      const key = (password: string) => localized(protocol, digestOf(protocol, password), engineId);
      return {
        auth: createSecretKey(key(auth.password)),
        privacy:
          privacy &&
          privacyKey(privacy.protocol, extended(protocol, key(privacy.password), privacy.protocol, engineId)),
      };
    },
  };
}

export const digestName = (protocol: Authentication): string => DIGESTS[protocol];

/** Ku of RFC 3414, A.2: the digest of the password repeated to a mebibyte. Takes about a millisecond. */
function passwordDigest(protocol: Authentication, password: Buffer): Buffer {
  return createHash(digestName(protocol)).update(Buffer.alloc(EXPANDED, password)).digest();
}

/** Kul of RFC 3414, 2.6: the key at one engine. */
function localized(protocol: Authentication, digest: Buffer, engineId: Buffer): Buffer {
  return createHash(digestName(protocol)).update(digest).update(engineId).update(digest).digest();
}

/**
 * A key as long as the cipher needs: of draft-reeder-snmpv3-usm-3desede-00, 2.1, for `aes256-cisco`, where the key itself is
 * taken for a password; else of draft-blumenthal-aes-usm-04, 3.1.2.1, with the digest of the key behind it.
 */
function extended(protocol: Authentication, key: Buffer, privacy: keyof typeof KEY_LENGTHS, engineId: Buffer): Buffer {
  const length = KEY_LENGTHS[privacy];
  let whole = key;
  while (whole.length < length) {
    const more =
      privacy === 'aes256-cisco'
        ? localized(protocol, passwordDigest(protocol, whole.subarray(-key.length)), engineId)
        : createHash(digestName(protocol)).update(whole).digest();
    whole = Buffer.concat([whole, more]);
  }
  return whole.subarray(0, length);
}
