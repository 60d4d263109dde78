import { type FileHandle, open } from 'node:fs/promises';
import type { LogPiece } from '../../model/contracts/log-reader.ts';
import { fingerprint, readHead } from './head.ts';
import { headHashes, marksOf } from './marks.ts';
import { lastBefore, readAt } from './open.ts';
import { isStill, type Reading } from './pieces.ts';

/** Octets that are looked through at a time for the end of a line. */
const LOOKED_AT = 65_536;
const LINE_FEED = 10;
const NOTHING = new Uint8Array();

/**
 * Where what is unread of a plain file stands, in places of whole lines of about `length` octets, longer only for a longer line.
 * Ends early when the file turns out to be another than it was. Throws the errors of the file system.
 */
export async function* unreadPlaces(reading: Reading, length: number): AsyncGenerator<LogPiece> {
  const { found, print, name, position, complete } = reading;
  const { path, modified } = found;
  const file = await open(path);
  try {
    const { bytes: head } = await readHead(file);
    if (fingerprint(head, complete) !== print) return;
    const heads = headHashes(head);
    let from = position?.offset ?? 0;
    let marks = position?.marks;
    for (let end = false; !end; ) {
      const { size } = await file.stat();
      const to = await placeEnd(file, { from, length, size, complete });
      end = complete && to >= size;
      // Truncated and written anew meanwhile: what stands there may be of another content.
      if ((to === from && !end) || !(await isStill(file, head, marks))) return;
      marks = marksOf(heads, await lastBefore(file, to), to, modified);
      const place = { path, from, to, tail: marks.tail };
      yield { bytes: NOTHING, place, position: { fingerprint: name, path, offset: to, marks }, head, modified, end };
      from = to;
    }
  } finally {
    await file.close();
  }
}

/** Where a place from `from` on ends: behind a line, or with the file where that is complete; at `from` where no line ends. */
async function placeEnd(
  file: FileHandle,
  { from, length, size, complete }: { from: number; length: number; size: number; complete: boolean },
): Promise<number> {
  let searched = from;
  for (let limit = from + length; limit < size; limit += length) {
    const end = await lastLineEnd(file, searched, limit);
    if (end !== undefined) return end;
    searched = limit;
  }
  if (complete) return Math.max(from, size);
  return (await lastLineEnd(file, searched, size)) ?? from;
}

/** The end of the last line that ends between two offsets; undefined where none does. */
async function lastLineEnd(file: FileHandle, from: number, to: number): Promise<number | undefined> {
  for (let end = to; end > from; end -= LOOKED_AT) {
    const start = Math.max(from, end - LOOKED_AT);
    const at = (await readAt(file, start, end - start)).lastIndexOf(LINE_FEED);
    if (at >= 0) return start + at + 1;
  }
  return undefined;
}
