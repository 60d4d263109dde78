import { closeSync, existsSync, openSync, realpathSync, writeSync } from 'node:fs';
import { PresageError, reason } from '../errors.ts';

/** A file that is written from its beginning. */
export interface Output {
  write(text: string): void;
  close(): void;
}

/**
 * Opens a file for writing before any work is done for it; one that exists is overwritten. Throws COMMAND_USAGE where it
 * is one of `others`, which must stay as they are, and FILE_UNWRITABLE.
 */
export function openOutput(path: string, others: readonly string[]): Output {
  const same =
    existsSync(path) && others.find((other) => existsSync(other) && realpathSync(other) === realpathSync(path));
  if (same)
    throw new PresageError('COMMAND_USAGE', `${path}: this file is ${same}, which it would overwrite; name another`);
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw new PresageError('FILE_UNWRITABLE', `${path}: ${explained(error)}`, { cause: error });
    }
  };
  const file = guarded(() => openSync(path, 'w'));
  return {
    write(text) {
      const bytes = Buffer.from(text);
      for (let from = 0; from < bytes.length; ) from += guarded(() => writeSync(file, bytes, from));
    },
    close: () => closeSync(file),
  };
}

function explained(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EISDIR') return 'this is a folder; name a file in it';
  if (code === 'ENOENT') return 'its folder does not exist; create it or name another';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'this user may not write it; name another file';
  if (code === 'ENOSPC') return 'the disk is full; make room or name a file on another';
  return reason(error);
}
