import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PresageError, reason } from '../errors.ts';
import { MIGRATIONS } from './migrations.ts';

const BUSY = 5;
const CANTOPEN = 14;
const READONLY = 8;
/** Octets of a page of a new database: a busy log changes rows all over it, and each of them writes its whole page. */
const PAGE = 1024;
/** Octets of the write-ahead log before it is moved into the database. */
const WAL = 33_554_432;

/** The state database of a data folder, owned by this process until it is closed. */
export interface StateDatabase {
  readonly database: DatabaseSync;
  close(): void;
}

/**
 * Opens the state database of a data folder, creates the folder where it is missing, and brings the tables up to date.
 * The database is locked for as long as it is open; the system frees the lock however the process ends. Throws
 * DATA_FOLDER_IN_USE when another process has it, DATA_FOLDER_UNUSABLE and STATE_UNREADABLE when it cannot be used.
 */
export function openState(folder: string): StateDatabase {
  const ownerFile = join(folder, 'owner.pid');
  const path = join(folder, 'state.db');
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const message = `${folder}: the data folder cannot be created (${reason(error)}); set data: to a folder this user may write`;
    throw new PresageError('DATA_FOLDER_UNUSABLE', message, { cause: error });
  }
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    database.exec(`PRAGMA page_size = ${PAGE}`);
    // Exclusive mode keeps the lock after this first transaction, and spares the shared memory file of the WAL.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    // Moving the WAL into the database waits for the disk: rarely, since a busy log writes megabytes a second.
    database.exec(`PRAGMA wal_autocheckpoint = ${WAL / pageSize(database)}`);
    database.exec('BEGIN EXCLUSIVE; COMMIT;');
    writeFileSync(ownerFile, `${process.pid}\n`);
    migrate(database);
  } catch (error) {
    database?.close();
    throw openError(error, folder, path, ownerFile);
  }
  const opened = database;
  return {
    database: opened,
    close() {
      rmSync(ownerFile, { force: true });
      opened.close();
    },
  };
}

/** A state that is kept nowhere, for what only looks at logs. */
export function openMemoryState(): StateDatabase {
  const database = new DatabaseSync(':memory:');
  migrate(database);
  return { database, close: () => database.close() };
}

/** Older databases keep larger pages. */
const pageSize = (database: DatabaseSync) => Number(database.prepare('PRAGMA page_size').get()?.page_size ?? PAGE);

function migrate(database: DatabaseSync): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  if (version > MIGRATIONS.length) {
    const message = `it was written by a newer Presage (schema ${version}, this one knows ${MIGRATIONS.length}); use that version or newer`;
    throw new PresageError('STATE_UNREADABLE', message);
  }
  for (const [index, statements] of MIGRATIONS.entries()) {
    if (index >= version) database.exec(`BEGIN; ${statements}; PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}

function openError(error: unknown, folder: string, path: string, ownerFile: string): PresageError {
  if (error instanceof PresageError) return new PresageError(error.code, `${path}: ${error.message}`, { cause: error });
  const code = (error as { errcode?: number }).errcode;
  if (code === BUSY) {
    const message = `${folder}: another Presage${ownerText(ownerFile)} uses this data folder; stop it, or set data: to another folder`;
    return new PresageError('DATA_FOLDER_IN_USE', message, { cause: error });
  }
  if (code === CANTOPEN || code === READONLY || 'syscall' in (error as object)) {
    const message = `${folder}: the data folder cannot be written (${reason(error)}); set data: to a folder this user may write`;
    return new PresageError('DATA_FOLDER_UNUSABLE', message, { cause: error });
  }
  const message = `${path}: the state database cannot be read (${reason(error)}); restore it from a backup, or move it away to start anew from the logs`;
  return new PresageError('STATE_UNREADABLE', message, { cause: error });
}

function ownerText(ownerFile: string): string {
  try {
    return ` (process ${readFileSync(ownerFile, 'utf8').trim()})`;
  } catch {
    return '';
  }
}
