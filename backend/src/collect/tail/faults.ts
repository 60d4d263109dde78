import { PresageError, reason } from '../../errors.ts';

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
