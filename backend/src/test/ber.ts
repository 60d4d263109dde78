import { TAGS } from '../collect/snmp/protocol/tags.ts';

export const SEQUENCE = TAGS.sequence;

/** An element of BER with a definite length, for what peers in tests say. */
export function encoded(tag: number, ...content: readonly Buffer[]): Buffer {
  const length = content.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat([head(tag, length), ...content]);
}

/** A whole number from 0 to 2³¹ − 1. */
export function encodedInteger(value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeInt32BE(value);
  let from = 0;
  while (from < 3 && octets[from] === 0 && octets[from + 1]! < 0x80) from++;
  return encoded(TAGS.integer, octets.subarray(from));
}

export const encodedOctets = (octets: Buffer): Buffer => encoded(TAGS.octets, octets);

function head(tag: number, length: number): Buffer {
  if (length < 0x80) return Buffer.of(tag, length);
  if (length < 0x100) return Buffer.of(tag, 0x81, length);
  return Buffer.of(tag, 0x82, length >> 8, length & 0xff);
}
