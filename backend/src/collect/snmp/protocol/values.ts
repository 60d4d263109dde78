import { isAscii } from 'node:buffer';
import { ObjectType, type Varbind } from 'net-snmp';

/** Integers and unsigned numbers as number, Counter64 as bigint, octets as Buffer, OIDs and addresses as string. */
export type SnmpValue = number | bigint | string | Buffer;

/** The value of a variable; null where the device has none: NULL, no such object or instance, end of the MIB. */
export function readValue({ type, value }: Varbind): SnmpValue | null {
  switch (type) {
    case ObjectType.Counter64:
      return unsigned(value as Buffer);
    case ObjectType.Opaque:
      return float(value as Buffer) ?? (value as Buffer);
    case ObjectType.Null:
    case ObjectType.NoSuchObject:
    case ObjectType.NoSuchInstance:
    case ObjectType.EndOfMibView:
      return null;
    default:
      return value as SnmpValue | null;
  }
}

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

const trimmed = (words: string) => words.replace(/\0.*$/s, '').trim();

/** As many octets as a number holds exactly. */
const LOW_OCTETS = 6;

/** The octets of a Counter64: up to eight, or nine with a leading zero. Some devices leave that zero out. */
function unsigned(octets: Buffer): bigint | null {
  if (octets.length === 0 || octets.length > 9 || (octets.length === 9 && octets[0] !== 0)) return null;
  const high = Math.max(0, octets.length - LOW_OCTETS);
  const low = BigInt(octets.readUIntBE(high, octets.length - high));
  return high === 0 ? low : (BigInt(octets.readUIntBE(0, high)) << BigInt(8 * LOW_OCTETS)) + low;
}

/** A number wrapped in Opaque as net-snmp writes it: 9f 78 and a float, or 9f 79 and a double. */
function float(octets: Buffer): number | undefined {
  if (octets.length === 7 && octets.readUIntBE(0, 3) === 0x9f7804) return finite(octets.readFloatBE(3));
  if (octets.length === 11 && octets.readUIntBE(0, 3) === 0x9f7908) return finite(octets.readDoubleBE(3));
  return undefined;
}

const finite = (value: number) => (Number.isFinite(value) ? value : undefined);
