import { open, stat } from 'node:fs/promises';
import { PresageError, reason } from '../../errors.ts';
import { type Clock, systemClock } from '../../model/clock.ts';
import type { LogPiece, LogReader, Positions } from '../../model/contracts/log-reader.ts';
import { readContent, wholeLines } from './content.ts';
import { fingerprint, readHead } from './head.ts';

/** A plain file written to within this time may still be in the middle of its last line. */
const STILL_WRITTEN = 60_000;

/**
 * Reads files once, in the order of their age, from where each was left. A last line without its line feed is read too,
 * unless the file was written to just now. Throws FILE_UNREADABLE, before anything is read, for a path that is not a
 * readable file, and when all are read for those that turned out to be damaged.
 */
export function importFiles(paths: readonly string[], positions: Positions, clock: Clock = systemClock): LogReader {
  return {
    async read(take, idle, signal) {
      const files = [];
      for (const path of paths) files.push(await inspect(path));
      files.sort((a, b) => a.modified - b.modified || (a.path < b.path ? -1 : 1));
      const seen = new Set<string>();
      const faults: PresageError[] = [];
      for (const { path, print, gzipped, head, modified } of files) {
        // The same content may be given twice, as it is and gzipped.
        if (print === undefined || seen.has(print)) continue;
        seen.add(print);
        let offset = positions.get(print)?.offset ?? 0;
        let taking = false;
        const complete = gzipped || modified < clock.now() - STILL_WRITTEN;
        try {
          for await (const { bytes, last } of wholeLines(readContent(path, gzipped, offset), complete)) {
            if (signal.aborted) return;
            if (bytes.length === 0 && !last) continue;
            offset += bytes.length;
            const piece: LogPiece = {
              bytes,
              position: { fingerprint: print, path, offset },
              head,
              modified,
              end: last,
            };
            taking = true;
            await take(piece);
            taking = false;
          }
        } catch (error) {
          if (taking) throw error;
          faults.push(damaged(path, error));
        }
      }
      if (!signal.aborted) await idle();
      if (faults.length > 0) {
        throw new PresageError('FILE_UNREADABLE', faults.map(({ message }) => message).join('\n'));
      }
    },
  };
}

async function inspect(path: string) {
  try {
    const { mtimeMs, isDirectory } = await stat(path).then((found) => ({
      mtimeMs: found.mtimeMs,
      isDirectory: found.isDirectory(),
    }));
    if (isDirectory) throw new PresageError('FILE_UNREADABLE', `${path}: this is a folder; name the log files in it`);
    const file = await open(path);
    try {
      const { gzipped, bytes } = await readHead(file);
      return { path, gzipped, head: bytes, modified: mtimeMs, print: fingerprint(bytes, true) };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof PresageError ? error : unreadable(path, error);
  }
}

/** A file that cannot be opened, with what to do. */
export function unreadable(path: string, error: unknown): PresageError {
  const code = (error as NodeJS.ErrnoException).code;
  const what =
    code === 'ENOENT'
      ? 'there is no such file; check the path'
      : code === 'EACCES' || code === 'EPERM'
        ? 'this user may not read it; give it the right to'
        : code === 'EISDIR'
          ? 'this is a folder; name the log files in it'
          : reason(error);
  return new PresageError('FILE_UNREADABLE', `${path}: ${what}`, { cause: error });
}

/** A file that ends in damage: what could be read of it was. */
export function damaged(path: string, error: unknown): PresageError {
  const message = `${path}: the file is damaged (${reason(error)}); what could be read of it was taken in`;
  return new PresageError('FILE_UNREADABLE', message, { cause: error });
}
