import { readFile } from 'node:fs/promises';
import { isIPv4 } from 'node:net';
import { PresageError, reason } from '../../errors.ts';
import { createMibView, type MibObject, type MibView } from './mib-view.ts';
import { parseOid } from './oid.ts';
import type { SnmpValue } from './value.ts';

export interface Recording {
  readonly tree: MibView;
  /** Objects in the file. */
  readonly objects: number;
  /** Lines that could not be read. */
  readonly broken: number;
}

/**
 * Reads a recording of a device in the snmprec format: a line `OID|type|value` for each object, in any order; `type` is
 * the BER tag in decimal, followed by `x` when octets are in hexadecimal and by `e` when they have escapes (`\n`, `\x00`).
 * Rejects with FILE_UNREADABLE.
 */
export async function readRecording(path: string): Promise<Recording> {
  const text = await readFile(path, 'latin1').catch((error) => {
    throw new PresageError('FILE_UNREADABLE', `${path}: cannot be read: ${reason(error)}`, { cause: error });
  });
  return parseRecording(text);
}

/** The same from the text of a file, an octet a character. */
export function parseRecording(text: string): Recording {
  const objects: MibObject[] = [];
  let broken = 0;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const object = objectOf(line);
    if (object) objects.push(object);
    else broken++;
  }
  return { tree: createMibView(objects), objects: objects.length, broken };
}

function objectOf(line: string): MibObject | undefined {
  const [, name = '', type = '', text = ''] = /^([^|]*)\|([^|]*)\|(.*)$/s.exec(line) ?? [];
  const oid = parseOid(name.trim());
  const value = valueIn(type.trim(), text);
  return oid && value && { oid, value };
}

function valueIn(type: string, text: string): SnmpValue | undefined {
  switch (type) {
    case '2':
      return numeric('integer', text, -(2 ** 31), 2 ** 31);
    case '65':
      return numeric('counter32', text, 0, 2 ** 32);
    case '66':
      return numeric('gauge32', text, 0, 2 ** 32);
    case '67':
      return numeric('ticks', text, 0, 2 ** 32);
    case '70':
      return counter64(text);
    case '5':
      return { type: 'null' };
    case '6':
      return identifier(text);
    case '4':
    case '4x':
    case '4e':
      return octets('octets', octetsOf(type, text));
    case '68':
    case '68x':
      return octets('opaque', octetsOf(type, text));
    case '64':
    // Some recordings give the tag of an address in hexadecimal.
    case '40':
      return isIPv4(text) ? octets('address', Buffer.from(text.split('.').map(Number))) : undefined;
    case '64x':
      return octets('address', octetsOf(type, text));
    default:
      return undefined;
  }
}

function numeric(
  type: 'integer' | 'counter32' | 'gauge32' | 'ticks',
  text: string,
  lowest: number,
  end: number,
): SnmpValue | undefined {
  const value = /^\s*-?\d+\s*$/.test(text) ? Number(text) : Number.NaN;
  return value >= lowest && value < end ? { type, value } : undefined;
}

function counter64(text: string): SnmpValue | undefined {
  const value = /^\s*\d+\s*$/.test(text) ? BigInt(text) : undefined;
  return value !== undefined && value < 2n ** 64n ? { type: 'counter64', value } : undefined;
}

function identifier(text: string): SnmpValue | undefined {
  const value = parseOid(text.trim());
  return value && { type: 'oid', value };
}

function octets(type: 'octets' | 'opaque' | 'address', value: Buffer | undefined): SnmpValue | undefined {
  return value && (type !== 'address' || value.length === 4) ? { type, value } : undefined;
}

function octetsOf(type: string, text: string): Buffer | undefined {
  if (type.endsWith('e')) return Buffer.from(unescaped(text), 'latin1');
  if (!type.endsWith('x')) return Buffer.from(text, 'latin1');
  const digits = text.replaceAll(/\s/g, '');
  return /^([0-9a-fA-F]{2})*$/.test(digits) ? Buffer.from(digits, 'hex') : undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:x([0-9a-fA-F]{2})|(.))/g, (_, code: string | undefined, character: string) =>
    code === undefined ? (ESCAPES[character] ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
