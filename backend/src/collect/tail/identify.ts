import type { FileHandle } from 'node:fs/promises';
import type { FilePosition } from '../../model/contracts/log-reader.ts';
import { beginsWith, readContent } from './content.ts';
import type { Contents } from './contents.ts';
import type { FoundFile } from './find.ts';
import { fingerprint, readHead } from './head.ts';
import { beginsAlike, headHashes, lastOctets, relate, tailHash } from './marks.ts';
import { isFileError, lastBefore, readAt, withFile } from './open.ts';
import { isToldLength, type Packing, toldLength } from './packing.ts';

/** As much of a file is read to know its content by. */
const PEEKED = 4096;
/** A file that changed within this time may still be written to, milliseconds. */
export const STILL_WRITTEN = 10_000;

/** The beginning of a file, by which its content is sought among the known ones. */
export interface Peeked {
  readonly found: FoundFile;
  readonly packing: Packing;
  /** Hash of the first line; undefined while there is none. */
  readonly print: string | undefined;
  readonly heads: readonly string[];
  /** Length of the content as the file tells it. */
  readonly told: number | undefined;
}

/** What is to be done with a file. */
export type Standing =
  /** Read it, from where its content was left, or whole. */
  | { readonly kind: 'unread'; readonly position: FilePosition | undefined }
  /** All of it was read. */
  | { readonly kind: 'read'; readonly position?: FilePosition; readonly damage?: unknown }
  /** Nothing yet: too little of it is there to tell. */
  | { readonly kind: 'waiting' };

/** Tells where a known content was seen since it was read. */
type PathOf = (name: string) => string | undefined;

/** Reads the beginning of a file; `complete` says that it will not grow. Rejects with the errors of the file system. */
export const peek = (found: FoundFile, complete = false): Promise<Peeked> =>
  withFile(found.path, async (file) => {
    let { packing, bytes } = await readHead(file, PEEKED);
    let print = fingerprint(bytes, false);
    if (print === undefined) {
      ({ packing, bytes } = await readHead(file));
      print = fingerprint(bytes, complete || packing !== 'none');
    }
    const told = packing === 'none' ? found.size : await askLength(file, packing, found.size);
    return { found, packing, print, heads: headHashes(bytes), told };
  });

async function askLength(file: FileHandle, packing: 'gzip' | 'zstd', size: number): Promise<number | undefined> {
  return toldLength(packing, await readAt(file, 0, 32), await readAt(file, Math.max(0, size - 4), 4));
}

/**
 * Seeks the content of a file among the known ones. A file is told by nothing but its content, so neither its name nor its
 * place in the file system matters: a content goes on with a known one when it has all of that which was read, as the marks
 * of that tell.
 */
export async function identify(peeked: Peeked, contents: Contents, pathOf: PathOf, now: number): Promise<Standing> {
  const { found, packing, print, heads } = peeked;
  if (print === undefined) return found.size === 0 ? { kind: 'read' } : { kind: 'waiting' };
  const alike = contents.of(print).filter(({ marks }) => beginsAlike(heads, marks));
  if (alike.length === 0) return { kind: 'unread', position: undefined };
  const isQuiet = now - found.modified > STILL_WRITTEN;
  if (packing !== 'none') return identifyPacked(peeked, packing, alike, isQuiet, pathOf);
  return withFile(found.path, async (file) => {
    const shorter: FilePosition[] = [];
    let known: FilePosition | undefined;
    for (const position of alike) {
      const relation = await relate({ heads, length: found.size }, position, (end) => lastBefore(file, end));
      if (relation === 'begins alike') shorter.push(position);
      if (relation === 'goes on' && position.offset >= (known?.offset ?? 0)) known = position;
    }
    if (known) return { kind: known.offset < found.size ? 'unread' : 'read', position: known };
    if (shorter.length === 0) return { kind: 'unread', position: undefined };
    return isQuiet ? standingAmong(peeked, shorter, pathOf) : { kind: 'waiting' };
  });
}

/** The same for a packed file, which must be unpacked to tell. */
async function identifyPacked(
  peeked: Peeked,
  packing: 'gzip' | 'zstd',
  alike: readonly FilePosition[],
  isQuiet: boolean,
  pathOf: PathOf,
): Promise<Standing> {
  const { found, told } = peeked;
  const whole = alike.filter(({ offset }) => isToldLength(packing, told, offset));
  if (whole.length === 1) return { kind: 'read', position: whole[0]! };
  const { known, length, damage } = await scan(found.path, packing, alike);
  if (damage !== undefined && !isQuiet) return known ? { kind: 'unread', position: known } : { kind: 'waiting' };
  if (known && (damage !== undefined || known.offset < length)) return { kind: 'unread', position: known };
  if (known) return { kind: 'read', position: known };
  const longer = alike.filter(({ marks, offset }) => length < (marks?.end ?? offset));
  if (longer.length === 0) return { kind: 'unread', position: undefined };
  const standing = await standingAmong(peeked, longer, pathOf);
  return standing.kind === 'read' && damage !== undefined ? { ...standing, damage } : standing;
}

/** Reads a content through: which of the known ones it holds, how long it is, and what is damaged. */
async function scan(path: string, packing: Packing, known: readonly FilePosition[]) {
  const ends = known
    .map((position) => ({ position, end: position.marks?.end ?? position.offset }))
    .sort((a, b) => a.end - b.end);
  let found: FilePosition | undefined;
  let tail: Uint8Array = Buffer.alloc(0);
  let length = 0;
  let damage: unknown;
  try {
    for await (const chunk of readContent(path, packing, 0)) {
      while (ends.length > 0 && ends[0]!.end <= length + chunk.length) {
        const { position, end } = ends.shift()!;
        const before = lastOctets(tail, chunk.subarray(0, end - length));
        if (!position.marks || tailHash(before) === position.marks.tail) found = position;
      }
      // A copy: the chunk may be large.
      tail = Buffer.from(lastOctets(tail, chunk));
      length += chunk.length;
    }
  } catch (error) {
    if (!isFileError(error)) throw error;
    damage = error;
  }
  return { known: found, length, damage };
}

/**
 * Tells a file that is left alone from longer contents that begin alike, octet by octet: the copy of a beginning is read, any
 * other is another content.
 */
async function standingAmong(peeked: Peeked, longer: readonly FilePosition[], pathOf: PathOf): Promise<Standing> {
  for (const position of longer) {
    const is = await isBeginning(peeked, position, pathOf(position.fingerprint) ?? position.path);
    if (is === undefined) return { kind: 'waiting' };
    if (is) return { kind: 'read' };
  }
  return { kind: 'unread', position: undefined };
}

/** Whether a file is the beginning of a known content; undefined where the file that had that last does not have it. */
async function isBeginning(
  { found, packing }: Peeked,
  position: FilePosition,
  path: string,
): Promise<boolean | undefined> {
  const { marks } = position;
  try {
    const other = await withFile(path, async (file) => {
      const head = await readHead(file, PEEKED);
      const tail = marks && head.packing === 'none' ? tailHash(await lastBefore(file, marks.end)) : undefined;
      return { packing: head.packing, holds: tail !== undefined && tail === marks?.tail };
    });
    const holds = other.holds || (other.packing !== 'none' && (await scan(path, other.packing, [position])).known);
    if (!marks || !holds) return undefined;
    return await beginsWith(readContent(path, other.packing, 0), readContent(found.path, packing, 0));
  } catch (error) {
    if (!isFileError(error)) throw error;
    return undefined;
  }
}
