import { isAscii } from 'node:buffer';

/** Integers and unsigned numbers as number, Counter64 as bigint, octets as Buffer, OIDs and addresses as string. */
export type SnmpValue = number | bigint | string | Buffer;

/** A counter exactly; null when the value is none. */
export function counter(value: SnmpValue | null | undefined): bigint | null {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? BigInt(value) : null;
}

/** A number; null when the value is text, an OID or missing. */
export function numeric(value: SnmpValue | null | undefined): number | null {
  return typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : null;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A text without what pads it; null when the value is none. Octets that are not UTF-8 are read as Latin-1. */
export function text(value: SnmpValue | null | undefined): string | null {
  if (typeof value === 'string') return value;
  if (!Buffer.isBuffer(value)) return null;
  return trimmed(isAscii(value) ? value.toString('latin1') : decoded(value));
}

function decoded(octets: Buffer): string {
  try {
    return utf8.decode(octets);
  } catch {
    return octets.toString('latin1');
  }
}

function trimmed(words: string): string {
  const end = words.indexOf('\0');
  return (end < 0 ? words : words.slice(0, end)).trim();
}

/** The value of a Counter64: up to eight octets, or nine with a leading zero. Some devices leave that zero out. Null when it is none. */
export function counterOf(octets: Buffer, start: number, end: number): bigint | null {
  const length = end - start;
  if (length === 0 || length > 9 || (length === 9 && octets[start] !== 0)) return null;
  const middle = Math.max(start, end - 4);
  let low = 0;
  for (let at = middle; at < end; at++) low = low * 256 + octets[at]!;
  if (middle === start) return BigInt(low);
  let high = 0;
  for (let at = start; at < middle; at++) high = high * 256 + octets[at]!;
  return high * 2 ** 32 <= Number.MAX_SAFE_INTEGER - low
    ? BigInt(high * 2 ** 32 + low)
    : (BigInt(high) << 32n) | BigInt(low);
}

/** What Opaque holds: a number wrapped as net-snmp writes it, 9f 78 and a float or 9f 79 and a double, else the octets. */
export function opaqueOf(octets: Buffer): number | Buffer {
  let value = Number.NaN;
  if (octets.length === 7 && octets.readUIntBE(0, 3) === 0x9f7804) value = octets.readFloatBE(3);
  if (octets.length === 11 && octets.readUIntBE(0, 3) === 0x9f7908) value = octets.readDoubleBE(3);
  return Number.isFinite(value) ? value : octets;
}
