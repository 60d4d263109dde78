import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { PrivacyProtocol } from './keys.ts';

/** What goes into the initial vector: boots and time of the engine, and the privacy parameters of the message. */
export interface Salt {
  readonly boots: number;
  readonly time: number;
  readonly parameters: Uint8Array;
}

const SALT_OCTETS = 8;

/** Decrypts a scoped PDU (RFC 3414, 8; RFC 3826); undefined where that cannot be. `key` as of privacyKey. */
export function decrypted(protocol: PrivacyProtocol, key: Buffer, salt: Salt, content: Buffer): Buffer | undefined {
  if (salt.parameters.length !== SALT_OCTETS) return undefined;
  if (protocol === 'des' && content.length % 8 !== 0) return undefined;
  const { algorithm, secret, vector } = cipherOf(protocol, key, salt);
  const decipher = createDecipheriv(algorithm, secret, vector).setAutoPadding(false);
  return Buffer.concat([decipher.update(content), decipher.final()]);
}

/** Encrypts a scoped PDU for the same key. */
export function encrypted(protocol: PrivacyProtocol, key: Buffer, salt: Salt, content: Buffer): Buffer {
  const { algorithm, secret, vector } = cipherOf(protocol, key, salt);
  const cipher = createCipheriv(algorithm, secret, vector).setAutoPadding(false);
  const padding = protocol === 'des' ? Buffer.alloc((8 - (content.length % 8)) % 8) : Buffer.alloc(0);
  return Buffer.concat([cipher.update(content), cipher.update(padding), cipher.final()]);
}

function cipherOf(protocol: PrivacyProtocol, key: Buffer, { boots, time, parameters }: Salt) {
  if (protocol === 'des') {
    // OpenSSL 3 has no single DES by default; with three equal keys its triple DES is the same.
    const secret = Buffer.concat([key.subarray(0, 8), key.subarray(0, 8), key.subarray(0, 8)]);
    const vector = Buffer.from(parameters.map((octet, place) => octet ^ key[8 + place]!));
    return { algorithm: 'des-ede3-cbc', secret, vector };
  }
  const vector = Buffer.alloc(16);
  vector.writeUInt32BE(boots, 0);
  vector.writeUInt32BE(time, 4);
  vector.set(parameters, 8);
  return { algorithm: protocol === 'aes128' ? 'aes-128-cfb' : 'aes-256-cfb', secret: key, vector };
}
