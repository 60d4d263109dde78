import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';

const HEAD_LENGTH = 65_536;
/** A fingerprint covers whole lines up to the first line feed from here on, so a growing file keeps it. */
const FINGERPRINT_LENGTH = 64;
const LINE_FEED = 10;

/** The beginning of a file's content, whatever its packing. */
export interface Head {
  readonly gzipped: boolean;
  readonly bytes: Uint8Array;
}

/** Reads the first bytes of the content; gzip is known by its own mark, not by the name. */
export async function readHead(file: FileHandle): Promise<Head> {
  const buffer = Buffer.alloc(HEAD_LENGTH);
  const { bytesRead } = await file.read(buffer, 0, HEAD_LENGTH, 0);
  const raw = buffer.subarray(0, bytesRead);
  if (!(raw[0] === 0x1f && raw[1] === 0x8b)) return { gzipped: false, bytes: raw };
  try {
    const unpacked = gunzipSync(raw, { finishFlush: constants.Z_SYNC_FLUSH });
    // A copy, or the head would keep all that was unpacked.
    return { gzipped: true, bytes: Buffer.from(unpacked.subarray(0, HEAD_LENGTH)) };
  } catch {
    return { gzipped: true, bytes: Buffer.alloc(0) };
  }
}

/**
 * What a content is known by, however its file is renamed, copied or packed: a hash of its first lines. Undefined while
 * they are not whole; `complete` takes what there is of a file that will not grow.
 */
export function fingerprint(head: Uint8Array, complete: boolean): string | undefined {
  const end = head.indexOf(LINE_FEED, FINGERPRINT_LENGTH - 1);
  const whole = end >= 0 || head.length >= HEAD_LENGTH;
  if (head.length === 0 || !(whole || complete)) return undefined;
  const covered = end >= 0 ? head.subarray(0, end + 1) : head;
  return createHash('sha256').update(covered).digest('hex').slice(0, 32);
}
