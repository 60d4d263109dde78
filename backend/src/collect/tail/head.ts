import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { readAt } from './open.ts';
import { type Packing, packingOf, unpackBeginning } from './packing.ts';

const HEAD_LENGTH = 65_536;
const LINE_FEED = 10;

/** The beginning of a file's content, whatever its packing. */
export interface Head {
  readonly packing: Packing;
  readonly bytes: Uint8Array;
}

/** Reads the first bytes of the content, of so many octets of the file. */
export async function readHead(file: FileHandle, length = HEAD_LENGTH): Promise<Head> {
  const raw = await readAt(file, 0, length);
  const packing = packingOf(raw);
  if (packing === 'none') return { packing, bytes: raw };
  // A copy, or the head would keep all that was unpacked.
  return { packing, bytes: Buffer.from(unpackBeginning(raw, packing).subarray(0, length)) };
}

/**
 * What a content is found by, however its file is renamed, copied or packed: a hash of its first line. Undefined while that
 * is not whole; `complete` takes what there is of a file that will not grow.
 */
export function fingerprint(head: Uint8Array, complete: boolean): string | undefined {
  const end = head.indexOf(LINE_FEED);
  const whole = end >= 0 || head.length >= HEAD_LENGTH;
  if (head.length === 0 || !(whole || complete)) return undefined;
  const covered = end >= 0 ? head.subarray(0, end + 1) : head;
  return createHash('sha256').update(covered).digest('hex').slice(0, 32);
}
