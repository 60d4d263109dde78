import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { PresageError, reason } from '../errors.ts';

/**
 * Puts a text in place of what is in a file, at once: whoever reads it finds the old or the new one, also after a crash. The
 * file keeps its permissions. Throws FILE_UNWRITABLE.
 */
export function replaceFile(path: string, text: string): void {
  const real = existsSync(path) ? realpathSync(path) : path;
  const fresh = `${real}.${process.pid}.new`;
  try {
    const file = openSync(fresh, 'w', existsSync(real) ? statSync(real).mode & 0o777 : 0o640);
    try {
      const bytes = Buffer.from(text);
      for (let from = 0; from < bytes.length; ) from += writeSync(file, bytes, from);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(fresh, real);
  } catch (error) {
    rmSync(fresh, { force: true });
    const message = `${path}: cannot be written (${reason(error)}): let this user write it and its folder`;
    throw new PresageError('FILE_UNWRITABLE', message, { cause: error });
  }
}
