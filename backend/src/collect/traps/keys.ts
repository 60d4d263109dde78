import { createHash } from 'node:crypto';
import type { UserCredentials } from '../../model/credentials.ts';

export type AuthProtocol = NonNullable<UserCredentials['auth']>['protocol'];
export type PrivacyProtocol = NonNullable<UserCredentials['privacy']>['protocol'];

/** Hash and octets of the digest in a message, by authentication protocol (RFC 3414, 7860). */
export const AUTHENTICATION: Readonly<Record<AuthProtocol, { readonly hash: string; readonly digest: number }>> = {
  md5: { hash: 'md5', digest: 12 },
  sha: { hash: 'sha1', digest: 12 },
  sha224: { hash: 'sha224', digest: 16 },
  sha256: { hash: 'sha256', digest: 24 },
  sha384: { hash: 'sha384', digest: 32 },
  sha512: { hash: 'sha512', digest: 48 },
};

const KEY_OCTETS = { des: 16, aes128: 16, aes256: 32, 'aes256-cisco': 32 } as const;
const EXPANDED = 1024 * 1024;

const hashOf = (hash: string, ...parts: readonly Uint8Array[]): Buffer => {
  const hashing = createHash(hash);
  for (const part of parts) hashing.update(part);
  return hashing.digest();
};

/** The key of a password before it is localised (RFC 3414, A.2): the hash of 2^20 octets of it repeated. Takes 1 to 3 ms. */
export function passwordKey(hash: string, password: Uint8Array): Buffer {
  const expanded = Buffer.alloc(EXPANDED, password);
  return hashOf(hash, expanded);
}

/** The key of a password for one engine (RFC 3414, 2.6). */
export const localisedKey = (hash: string, key: Uint8Array, engine: Uint8Array): Buffer =>
  hashOf(hash, key, engine, key);

/**
 * The localised key of a privacy protocol, as long as that needs. Where the hash is shorter, AES-256 extends it by hashing
 * what there is (draft-blumenthal-aes-usm-04, 3.1.2.1), AES-256 of Cisco by taking the localised key for a password
 * (draft-reeder-snmpv3-usm-3desede-00, 2.1).
 */
export function privacyKey(protocol: PrivacyProtocol, hash: string, key: Uint8Array, engine: Uint8Array): Buffer {
  let made = localisedKey(hash, key, engine);
  let last = made;
  while (made.length < KEY_OCTETS[protocol]) {
    last = protocol === 'aes256-cisco' ? localisedKey(hash, passwordKey(hash, last), engine) : hashOf(hash, made);
    made = Buffer.concat([made, last]);
  }
  return made.subarray(0, KEY_OCTETS[protocol]);
}
