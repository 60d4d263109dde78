import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import type { PRIVACIES } from '../../../../model/credentials.ts';

type Privacy = (typeof PRIVACIES)[number];

/** A key as OpenSSL takes it; a KeyObject makes a cipher several times cheaper than octets do. */
export interface PrivacyKey {
  readonly protocol: Privacy;
  readonly secret: KeyObject;
  /** DES: what the salt is added to. */
  readonly preVector: Buffer;
}

/** Boots and time of an engine, which go into the initial vector. */
export interface EngineTime {
  readonly boots: number;
  readonly time: number;
}

const DES_BLOCK = 8;
/** Octets of msgPrivacyParameters of every protocol. */
export const SALT_LENGTH = 8;
/** OpenSSL 3 hides DES in its legacy provider; triple DES with one key three times is the same. */
const CIPHERS = { des: 'des-ede3-cbc', aes128: 'aes-128-cfb', aes256: 'aes-256-cfb', 'aes256-cisco': 'aes-256-cfb' };

/** The key of a protocol: 16 octets for `des` (key and pre-IV) and `aes128`, 32 for the others. */
export function privacyKey(protocol: Privacy, key: Buffer): PrivacyKey {
  if (protocol !== 'des') return { protocol, secret: createSecretKey(key), preVector: Buffer.alloc(0) };
  const secret = key.subarray(0, DES_BLOCK);
  return {
    protocol,
    secret: createSecretKey(Buffer.concat([secret, secret, secret])),
    preVector: key.subarray(DES_BLOCK),
  };
}

/** Encrypts a scoped PDU; the salt, 8 octets that must never occur twice with a key, goes into msgPrivacyParameters. */
export function encrypt(key: PrivacyKey, text: Buffer, salt: Buffer, at: EngineTime): Buffer {
  const cipher = createCipheriv(CIPHERS[key.protocol], key.secret, vectorOf(key, salt, at)).setAutoPadding(false);
  if (key.protocol !== 'des') return cipher.update(text);
  return cipher.update(Buffer.concat([text, Buffer.alloc(-text.length & (DES_BLOCK - 1))]));
}

/** Decrypts a scoped PDU; padding stays at its end. Undefined when salt or length cannot be. */
export function decrypt(key: PrivacyKey, octets: Buffer, salt: Buffer, at: EngineTime): Buffer | undefined {
  if (salt.length !== SALT_LENGTH || (key.protocol === 'des' && octets.length % DES_BLOCK !== 0)) return undefined;
  return createDecipheriv(CIPHERS[key.protocol], key.secret, vectorOf(key, salt, at))
    .setAutoPadding(false)
    .update(octets);
}

/** The initial vector of RFC 3414, 8.1.1.1, or RFC 3826, 3.1.2.1. */
function vectorOf({ protocol, preVector }: PrivacyKey, salt: Buffer, { boots, time }: EngineTime): Buffer {
  if (protocol === 'des') return Buffer.from(preVector.map((octet, place) => octet ^ salt[place]!));
  const vector = Buffer.alloc(16);
  vector.writeUInt32BE(boots, 0);
  vector.writeUInt32BE(time, 4);
  vector.set(salt, 8);
  return vector;
}
