import { type FileHandle, open } from 'node:fs/promises';
import type { ContentMarks, FilePosition, LogPiece } from '../../model/contracts/log-reader.ts';
import { readContent, wholeLines } from './content.ts';
import type { FoundFile } from './find.ts';
import { fingerprint, readHead } from './head.ts';
import { BEGINNING, headHashes, lastOctets, marksOf, TAIL, tailHash } from './marks.ts';
import { lastBefore, readAt, withFile } from './open.ts';
import type { Packing } from './packing.ts';
import { plainLines } from './plain-lines.ts';

/** Octets read at a time, where pieces are not longer. */
const CHUNK = 262_144;
const LINE_FEED = 10;

/** A content to be read: under this name, whole or from where it was left. */
export interface Reading {
  readonly found: FoundFile;
  readonly packing: Packing;
  readonly print: string;
  readonly name: string;
  readonly position: FilePosition | undefined;
  /** The file will not grow: what follows its last line feed is a line too. */
  readonly complete: boolean;
  /** The length beyond which a piece is cut after a line, octets. */
  readonly most: number;
}

/**
 * What is unread of a file, in whole lines. Ends early when the file turns out to be another than it was. Throws the errors of
 * the file system and of unpacking.
 */
export function unreadPieces(reading: Reading): AsyncGenerator<LogPiece> {
  return reading.packing === 'none' ? plainPieces(reading) : packedPieces(reading);
}

async function* plainPieces(reading: Reading): AsyncGenerator<LogPiece> {
  const { found, print, position, complete, most } = reading;
  const file = await open(found.path);
  try {
    const { bytes: head } = await readHead(file);
    if (fingerprint(head, complete) !== print) return;
    const offset = position?.offset ?? 0;
    const cut = cutter(reading, head, await lastBefore(file, offset));
    let marks = position?.marks;
    const lines = { expected: found.size - offset, most: Math.max(CHUNK, most), complete };
    for await (const { bytes, last } of plainLines(file, offset, lines)) {
      // Truncated and written anew meanwhile: these octets may be of another content. The next look sorts it out.
      if (!(await isStill(file, head, marks))) return;
      for (const piece of cut(bytes, last)) {
        marks = piece.position.marks;
        yield piece;
      }
    }
  } finally {
    await file.close();
  }
}

async function* packedPieces(reading: Reading): AsyncGenerator<LogPiece> {
  const { found, packing, position } = reading;
  const { bytes: head } = await withFile(found.path, (file) => readHead(file));
  const offset = position?.offset ?? 0;
  const start = Math.max(0, offset - TAIL);
  let before: Buffer = Buffer.alloc(0);
  const chunks = async function* () {
    for await (const chunk of readContent(found.path, packing, start)) {
      const wanted = Math.min(chunk.length, offset - start - before.length);
      if (wanted > 0) before = Buffer.concat([before, chunk.subarray(0, wanted)]);
      if (wanted < chunk.length) yield chunk.subarray(wanted);
    }
  };
  let cut: ReturnType<typeof cutter> | undefined;
  for await (const { bytes, last } of wholeLines(chunks(), reading.complete)) {
    cut ??= cutter(reading, head, before);
    yield* cut(bytes, last);
  }
}

/** Cuts lines that follow each other into pieces, and moves the position; the last one ends the content. */
function cutter({ found, name, position, most }: Reading, head: Uint8Array, before: Uint8Array) {
  const { path, modified } = found;
  const heads = headHashes(head);
  let offset = position?.offset ?? 0;
  let tail = before;
  return function* (bytes: Buffer, last: boolean): Generator<LogPiece> {
    let start = 0;
    do {
      const end = start + most < bytes.length ? lineEnd(bytes, start, start + most) : bytes.length;
      const piece = bytes.subarray(start, end);
      offset += piece.length;
      tail = lastOctets(tail, piece);
      const marks = marksOf(heads, tail, offset, modified);
      start = end;
      const isLast = last && start === bytes.length;
      yield { bytes: piece, position: { fingerprint: name, path, offset, marks }, head, modified, end: isLast };
    } while (start < bytes.length);
  };
}

/** The end of the last line that ends before `most`, or else of the first line. */
function lineEnd(bytes: Buffer, start: number, most: number): number {
  const last = bytes.lastIndexOf(LINE_FEED, most - 1);
  if (last >= start) return last + 1;
  const next = bytes.indexOf(LINE_FEED, most);
  return next < 0 ? bytes.length : next + 1;
}

/** Whether a file still has what was read of it before, or begins as it did when nothing was. */
export async function isStill(file: FileHandle, head: Uint8Array, marks: ContentMarks | undefined): Promise<boolean> {
  if (marks) return tailHash(await lastBefore(file, marks.end)) === marks.tail;
  const beginning = Buffer.from(head.subarray(0, BEGINNING));
  return beginning.equals(await readAt(file, 0, beginning.length));
}
