import { type FSWatcher, watch } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { FilePosition, LogPiece, LogReader, Positions } from '../../model/contracts/log-reader.ts';
import { readContent, wholeLines } from './content.ts';
import { type FoundFile, findFiles } from './find.ts';
import { fingerprint, readHead } from './head.ts';
import { damaged, unreadable } from './import.ts';

export interface TailOptions {
  /** Absolute paths; a `*` may stand in the file name. */
  readonly patterns: readonly string[];
  readonly positions: Positions;
  /** Longest time between two looks, real milliseconds; changes that the system reports are seen at once. */
  readonly pollPeriod: number;
  /** Told once of each path that cannot be read, in one line, and with undefined once it can; the others go on. */
  readonly onProblem: (path: string, message: string | undefined) => void;
}

/** A file that changed within this time may still be written to, milliseconds. */
const STILL_WRITTEN = 10_000;

/** Changes within this time are taken together, milliseconds. */
const TOGETHER = 200;

/** A file whose content is known by its fingerprint. */
interface KnownFile extends FoundFile {
  readonly print: string;
  readonly gzipped: boolean;
  readonly head: Uint8Array;
  /** Length of the content, where it can be told without reading it all. */
  readonly length: number | undefined;
}

/**
 * Follows log files for ever: those that exist, oldest first, then what is written to them. A content is known by the hash
 * of its first lines, so it is read once, however its file is renamed, gzipped, or copied and truncated: what a truncated
 * file had left unread is found in its rotated copy. A last line waits for its line feed.
 */
export function tailFiles({ patterns, positions, pollPeriod, onProblem }: TailOptions): LogReader {
  const read = new Map<string, FilePosition>();
  const identified = new Map<string, KnownFile | undefined>();
  /** Gzipped files that were read to their end, by state, with what is damaged about them. */
  const settled = new Map<string, string | undefined>();
  const reported = new Map<string, string>();
  let faults = new Map<string, string>();

  const problem = (path: string, message: string) => {
    faults.set(path, message);
    if (reported.get(path) === message) return;
    reported.set(path, message);
    onProblem(path, message);
  };
  const forgetMended = () => {
    for (const path of [...reported.keys()].filter((candidate) => !faults.has(candidate))) {
      reported.delete(path);
      onProblem(path, undefined);
    }
    faults = new Map();
  };
  const positionOf = (print: string) => read.get(print) ?? positions.get(print);

  const identify = async (found: FoundFile): Promise<KnownFile | undefined> => {
    const state = `${found.path}\n${found.size}\n${found.modified}`;
    if (identified.has(state)) return identified.get(state);
    try {
      const known = await withFile(found.path, async (file) => {
        const { gzipped, bytes } = await readHead(file);
        const print = fingerprint(bytes, gzipped);
        const length = gzipped ? await gzipLength(file, found.size) : found.size;
        return print === undefined ? undefined : { ...found, print, gzipped, head: bytes, length };
      });
      for (const key of identified.keys()) if (key.startsWith(`${found.path}\n`)) identified.delete(key);
      identified.set(state, known);
      return known;
    } catch (error) {
      if (isGone(error)) return undefined;
      // Not remembered: a right that was given since does not show in size or time.
      problem(found.path, unreadable(found.path, error).message);
      return undefined;
    }
  };

  /** One file for each content that has something unread: the longest plain one, else a gzipped one. */
  const unread = async (): Promise<KnownFile[]> => {
    const found = await findFiles(patterns, (path, error) => problem(path, unreadable(path, error).message));
    const present = new Set(found.map(({ path }) => path));
    for (const state of identified.keys())
      if (!present.has(state.slice(0, state.indexOf('\n')))) identified.delete(state);
    const best = new Map<string, KnownFile>();
    let metKnown = false;
    for (const file of found) {
      const known = await identify(file);
      if (!known) continue;
      if (settled.has(stateOf(known))) {
        const damage = settled.get(stateOf(known));
        if (damage !== undefined) problem(known.path, damage);
        continue;
      }
      const position = positionOf(known.print);
      // A rotated copy that nothing is known of is history, unless it came after what was read already.
      metKnown ||= position !== undefined;
      if (known.onlyKnown && !metKnown) continue;
      if (known.length !== undefined && known.length === (position?.offset ?? 0) % lengthModulus(known)) continue;
      if (!known.gzipped && known.size <= (position?.offset ?? 0)) continue;
      const rival = best.get(known.print);
      if (!rival || (rival.gzipped && !known.gzipped) || (rival.gzipped === known.gzipped && rival.size < known.size)) {
        best.set(known.print, known);
      }
    }
    return [...best.values()];
  };

  /** Reads what is new in a file; true when it gave anything. */
  const follow = async (file: KnownFile, take: (piece: LogPiece) => Promise<void>, signal: AbortSignal) => {
    const { path, print, gzipped, head, modified } = file;
    let offset = positionOf(print)?.offset ?? 0;
    let gave = false;
    let taking = false;
    try {
      for await (const { bytes, last } of wholeLines(readContent(path, gzipped, offset), gzipped)) {
        if (signal.aborted) return gave;
        // Truncated and written anew meanwhile: these octets may be of another content. The next look sorts it out.
        if (!gzipped && (await fingerprintNow(path)) !== print) return true;
        offset += bytes.length;
        const position = { fingerprint: print, path, offset };
        taking = true;
        if (bytes.length > 0 || last) await take({ bytes, position, head, modified, end: last });
        taking = false;
        read.set(print, position);
        gave ||= bytes.length > 0;
      }
      if (gzipped) settled.set(stateOf(file), undefined);
    } catch (error) {
      // What the taker cannot do is not the file's fault, whatever its code.
      if (taking || !isFileError(error)) throw error;
      if (isGone(error)) return true;
      const message = (gzipped ? damaged(path, error) : unreadable(path, error)).message;
      // A gzip file that is still being written looks damaged: its next state is looked at again.
      if (gzipped && Date.now() - modified < STILL_WRITTEN) return gave;
      if (gzipped) settled.set(stateOf(file), message);
      problem(path, message);
    }
    return gave;
  };

  /** How far a file has been read; undefined for one that is not to be. */
  const knownFile = (file: KnownFile) => {
    const position = positionOf(file.print);
    const offset = position?.offset ?? 0;
    if (file.onlyKnown && !position) return undefined;
    const isDone = file.length === undefined || settled.has(stateOf(file));
    // Of a gzip file only the length modulo 2^32 is known.
    const size = isDone ? offset : offset - (offset % lengthModulus(file)) + file.length;
    return { path: file.path, offset, size };
  };

  return {
    async read(take, idle, signal) {
      const changes = watchFolders(patterns, signal);
      try {
        while (!signal.aborted) {
          let gave = false;
          for (const file of await unread()) {
            if (signal.aborted) return;
            gave = (await follow(file, take, signal)) || gave;
          }
          if (gave || signal.aborted) continue;
          forgetMended();
          await idle();
          await changes.next(pollPeriod);
        }
      } finally {
        changes.close();
      }
    },
    intake() {
      const files = [...identified.values()].flatMap((file) => (file ? (knownFile(file) ?? []) : []));
      return { files, unread: files.reduce((sum, { offset, size }) => sum + Math.max(0, size - offset), 0) };
    },
  };
}

const stateOf = ({ path, size, modified, print }: KnownFile) => `${path}\n${size}\n${modified}\n${print}`;

// A gzip file ends with the length of its content modulo 2^32.
const lengthModulus = ({ gzipped }: KnownFile) => (gzipped ? 2 ** 32 : Number.MAX_SAFE_INTEGER);

async function gzipLength(file: FileHandle, size: number): Promise<number | undefined> {
  if (size < 20) return undefined;
  const { buffer } = await file.read(Buffer.alloc(4), 0, 4, size - 4);
  return buffer.readUInt32LE(0);
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

async function fingerprintNow(path: string): Promise<string | undefined> {
  try {
    return await withFile(path, async (file) => fingerprint((await readHead(file)).bytes, false));
  } catch {
    return undefined;
  }
}

/** Errors of the file system and of unpacking; anything else is not the file's fault. */
function isFileError(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return typeof code === 'string' && (/^E[A-Z]+$/.test(code) || code.startsWith('Z_'));
}

/** Rotated away since it was seen: the next look finds it under its new name. */
const isGone = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Wakes whoever waits for `next` when something changes in the folders of the patterns. */
function watchFolders(patterns: readonly string[], signal: AbortSignal) {
  let changed = false;
  let wake = () => {};
  const watchers: FSWatcher[] = [];
  for (const folder of new Set(patterns.map((pattern) => dirname(pattern)))) {
    try {
      const watcher = watch(folder, { persistent: false }, () => {
        changed = true;
        wake();
      });
      // A folder that cannot be watched, or no longer, is still looked at every poll period.
      watcher.on('error', () => watcher.close());
      watchers.push(watcher);
    } catch {}
  }
  const stop = () => wake();
  signal.addEventListener('abort', stop);
  return {
    close(): void {
      signal.removeEventListener('abort', stop);
      for (const watcher of watchers) watcher.close();
    },
    async next(longest: number): Promise<void> {
      // A busy log changes hundreds of times a second: changes are taken together.
      const together = Math.min(TOGETHER, longest);
      await wait(together, undefined, { signal }).catch(() => {});
      if (changed || signal.aborted) {
        changed = false;
        return;
      }
      const timer = new AbortController();
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await Promise.race([woken, wait(longest - together, undefined, { signal: timer.signal }).catch(() => {})]);
      timer.abort();
      changed = false;
    },
  };
}
