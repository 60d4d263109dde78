import type { AccountingRecord, OctetRange } from '../../model/accounting.ts';

/** A longer login is cut here; RADIUS carries 253 octets (RFC 2865, 5). */
export const LONGEST_KEY = 255;

// biome-ignore lint/suspicious/noControlCharactersInRegex: what a login holds is not ours to choose
const ASCII = /^[\x00-\x7f]*$/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Finds the octets by which subscribers are told apart: those of the login as it stands in the log, and where the entry has
 * none those of the proxy, as the original service did. Answers a view that is good until the next call; undefined when the
 * entry names nobody.
 */
export function keyReader() {
  const scratch = Buffer.alloc(4 * LONGEST_KEY);
  const place = { bytes: scratch, start: 0, end: 0 };
  return (record: AccountingRecord): OctetRange | undefined => {
    const { loginOctets } = record;
    if (loginOctets !== undefined && loginOctets.end > loginOctets.start) return loginOctets;
    // Only here, as a parser may have to make a string of it.
    const name = record.login || record.proxy;
    if (!name) return undefined;
    place.end = write(scratch, name);
    return place;
  };
}

/** Writes a text as octets, latin1 as the logs are read; one that was decoded otherwise as UTF-8. Answers their number. */
function write(into: Buffer, text: string): number {
  const length = Math.min(text.length, LONGEST_KEY);
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0xff) return Math.min(into.write(text.slice(0, LONGEST_KEY), 'utf8'), LONGEST_KEY);
    into[index] = code;
  }
  return length;
}

/** A key as text: UTF-8 where it is that, else latin1. */
export function keyText(key: Uint8Array): string {
  const text = Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1');
  if (ASCII.test(text)) return text;
  try {
    return utf8.decode(key);
  } catch {
    return text;
  }
}
