import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { PRIVACIES } from '../../../../model/credentials.ts';

export type Privacy = (typeof PRIVACIES)[number];

/** Boots and time of an engine, which go into the initial vector. */
export interface EngineTime {
  readonly boots: number;
  readonly time: number;
}

const DES_BLOCK = 8;
/** Octets of msgPrivacyParameters of every protocol. */
export const SALT_LENGTH = 8;

/** Encrypts a scoped PDU; the salt, 8 octets that must never occur twice with a key, goes into msgPrivacyParameters. */
export function encrypt(privacy: Privacy, key: Buffer, text: Buffer, salt: Buffer, at: EngineTime): Buffer {
  const { name, secret, vector } = settings(privacy, key, salt, at);
  const cipher = createCipheriv(name, secret, vector).setAutoPadding(false);
  const padding = Buffer.alloc(privacy === 'des' ? -text.length & (DES_BLOCK - 1) : 0);
  return Buffer.concat([cipher.update(Buffer.concat([text, padding])), cipher.final()]);
}

/** Decrypts a scoped PDU; padding stays at its end. Undefined when salt or length cannot be. */
export function decrypt(
  privacy: Privacy,
  key: Buffer,
  octets: Buffer,
  salt: Buffer,
  at: EngineTime,
): Buffer | undefined {
  if (salt.length !== SALT_LENGTH || (privacy === 'des' && octets.length % DES_BLOCK !== 0)) return undefined;
  const { name, secret, vector } = settings(privacy, key, salt, at);
  const decipher = createDecipheriv(name, secret, vector).setAutoPadding(false);
  return Buffer.concat([decipher.update(octets), decipher.final()]);
}

/** The cipher, its key and its initial vector (RFC 3414, 8.1.1.1; RFC 3826, 3.1.2.1). */
function settings(privacy: Privacy, key: Buffer, salt: Buffer, { boots, time }: EngineTime) {
  if (privacy === 'des') {
    // OpenSSL 3 hides DES in its legacy provider; triple DES with one key three times is the same.
    const secret = key.subarray(0, DES_BLOCK);
    const vector = key.subarray(DES_BLOCK).map((octet, place) => octet ^ salt[place]!);
    return { name: 'des-ede3-cbc', secret: Buffer.concat([secret, secret, secret]), vector };
  }
  const vector = Buffer.alloc(16);
  vector.writeUInt32BE(boots, 0);
  vector.writeUInt32BE(time, 4);
  vector.set(salt, 8);
  return { name: privacy === 'aes128' ? 'aes-128-cfb' : 'aes-256-cfb', secret: key, vector };
}
