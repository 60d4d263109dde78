import type { FilePosition, KnownLogFile, LogPiece } from '../../model/contracts/log-reader.ts';
import type { LogState } from '../../model/contracts/log-state.ts';
import { createContents } from './contents.ts';
import { damaged, unreadable } from './faults.ts';
import type { FoundFile } from './find.ts';
import { createHistories } from './histories.ts';
import { identify, type Peeked, peek, STILL_WRITTEN, type Standing } from './identify.ts';
import { isFileError, isGone } from './open.ts';
import type { Packing } from './packing.ts';
import type { Pattern } from './patterns.ts';
import { type Reading, unreadPieces } from './pieces.ts';
import type { createProblems } from './problems.ts';

export interface FollowerOptions {
  readonly patterns: readonly Pattern[];
  readonly positions: Pick<LogState, 'get' | 'positions'>;
  readonly problems: ReturnType<typeof createProblems>;
  readonly take: (piece: LogPiece) => Promise<void>;
  readonly signal: AbortSignal;
}

/** A piece is cut when it is longer, so that whoever takes it holds nothing else up, octets. */
const PIECE = 65_536;

/** A file whose content is known. */
interface Place {
  readonly print: string;
  readonly name: string;
  /** Length of the content of a packed file, once that was read to its end; a plain file tells it. */
  readonly length: number | 'told' | undefined;
}

/** Reads what is unread of files that changed. */
export function createFollower({ patterns, positions, problems, take, signal }: FollowerOptions) {
  const contents = createContents(positions);
  const histories = createHistories(patterns, () => positions.positions());
  /** By path, which content was there; and by content, where it was. */
  const places = new Map<string, Place>();
  const paths = new Map<string, string>();
  /** Files of which too little is there to tell, or that could not be read, with the time from which to try again. */
  const waiting = new Map<string, number>();

  const put = (print: string, position: FilePosition, found: FoundFile, packing: Packing, whole: boolean) => {
    const { path, modified } = found;
    const length = packing === 'none' ? 'told' : whole ? position.offset : undefined;
    places.set(path, { print, name: position.fingerprint, length });
    paths.set(position.fingerprint, path);
    histories.put(path, modified);
  };
  const fail = (found: FoundFile, error: unknown) => {
    if (isGone(error)) return;
    // Tried again: a right that was given since does not show in size or time.
    waiting.set(found.path, 0);
    problems.put(found.path, unreadable(found.path, error).message);
  };

  /** Reads a content as far as it is there; true when it gave anything. */
  const read = async (content: Omit<Reading, 'complete' | 'most'>): Promise<boolean> => {
    const { found, packing, print } = content;
    const reading = { ...content, complete: packing !== 'none', most: PIECE };
    let gave = false;
    let taking = false;
    try {
      for await (const piece of unreadPieces(reading)) {
        if (signal.aborted) return gave;
        taking = true;
        await take(piece);
        taking = false;
        contents.put(piece.position);
        put(print, piece.position, found, packing, piece.end);
        gave = true;
      }
      problems.over(found.path);
    } catch (error) {
      // What the taker cannot do is not the file's fault, whatever its code.
      if (taking || !isFileError(error)) throw error;
      if (packing === 'none' || isGone(error)) fail(found, error);
      else if (Date.now() - found.modified > STILL_WRITTEN)
        problems.put(found.path, damaged(found.path, error).message);
      // A packed file that is still being written looks damaged.
      else waiting.set(found.path, found.modified + STILL_WRITTEN);
    }
    return gave;
  };

  /** Goes on with a plain file that has grown, if it is still the same; true when it gave anything. */
  const goOn = async (found: FoundFile): Promise<boolean> => {
    const place = places.get(found.path);
    const position = place && contents.of(place.print).find(({ fingerprint }) => fingerprint === place.name);
    if (!place || !position || found.size <= position.offset) return false;
    const { print, name } = place;
    return read({ found, packing: 'none', print, name, position });
  };

  const standingOf = async (peeked: Peeked): Promise<Standing | undefined> => {
    try {
      return await identify(peeked, contents, (name) => paths.get(name), Date.now());
    } catch (error) {
      if (!isFileError(error)) throw error;
      fail(peeked.found, error);
      return undefined;
    }
  };
  const followPeeked = async (peeked: Peeked): Promise<void> => {
    const { found, packing, print } = peeked;
    const standing = await standingOf(peeked);
    if (!standing) return;
    problems.over(found.path);
    if (standing.kind === 'waiting') {
      // What was left alone and is not told yet may need much reading to be told.
      const quietAt = found.modified + STILL_WRITTEN;
      waiting.set(found.path, quietAt < Date.now() ? Date.now() + STILL_WRITTEN : packing === 'none' ? 0 : quietAt);
      return;
    }
    const { position } = standing;
    if (position && print !== undefined) put(print, position, found, packing, standing.kind === 'read');
    if (standing.kind === 'read') {
      if (standing.damage !== undefined) problems.put(found.path, damaged(found.path, standing.damage).message);
      return;
    }
    if (print === undefined || (!position && histories.isHistory(found))) return;
    await read({ found, packing, print, name: position?.fingerprint ?? contents.newName(print), position });
  };

  return {
    /** Reads what is unread of these files, oldest first. */
    async follow(files: readonly FoundFile[]): Promise<void> {
      const peeked: Peeked[] = [];
      for (const found of files.toSorted(byAge)) {
        if (signal.aborted) return;
        waiting.delete(found.path);
        if (await goOn(found)) continue;
        try {
          peeked.push(await peek(found));
        } catch (error) {
          if (!isFileError(error)) throw error;
          fail(found, error);
        }
      }
      for (const one of plainFirst(peeked)) {
        if (signal.aborted) return;
        await followPeeked(one);
      }
    },
    /** How far each file has been read. */
    standing: (sizeOf: (path: string) => number | undefined): KnownLogFile[] =>
      [...places].map(([path, { print, name, length }]) => {
        const offset = contents.of(print).find(({ fingerprint }) => fingerprint === name)?.offset ?? 0;
        return { path, offset, size: length === 'told' ? sizeOf(path) : length };
      }),
    /** The paths of files to try again. */
    waiting: (now: number) => [...waiting].flatMap(([path, from]) => (from <= now ? [path] : [])),
    /** Forgets what is no file any more. */
    keepOnly(isPresent: (path: string) => boolean): void {
      for (const path of [...waiting.keys()]) if (!isPresent(path)) waiting.delete(path);
      for (const [path, { name }] of places) {
        if (isPresent(path)) continue;
        places.delete(path);
        if (paths.get(name) === path) paths.delete(name);
      }
      contents.keepOnly(new Set([...places.values()].map(({ print }) => print)));
    },
  };
}

const byAge = (a: FoundFile, b: FoundFile) => a.modified - b.modified || (a.path < b.path ? -1 : 1);

/** Of a content that is there both plain and packed the plain file comes first: the other may end within a line. */
function plainFirst(peeked: readonly Peeked[]): Peeked[] {
  const plain = new Map<string, Peeked[]>();
  for (const one of peeked) {
    if (one.packing === 'none' && one.print !== undefined) plain.set(one.print, [...(plain.get(one.print) ?? []), one]);
  }
  const before = (one: Peeked) =>
    one.packing === 'none' || one.print === undefined ? [] : (plain.get(one.print) ?? []);
  return [...new Set(peeked.flatMap((one) => [...before(one), one]))];
}
