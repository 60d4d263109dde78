import { createReadStream, createWriteStream } from 'node:fs';
import { open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

const CURRENT = 'radius.log';
const ROTATED = /^radius\.log-(\d{4}-\d\d-\d\d)(\.gz)?$/;
/** Lines are below a kibibyte: the newest whole ones, and one that carries a year, are in the last octets. */
const TAIL = 65_536;
const LINE_FEED = 10;

/** The file that is written now. */
export function currentLog(folder: string): string {
  return join(folder, CURRENT);
}

/** Finds the current and all rotated files, nothing else. */
export function logPattern(folder: string): string {
  return join(folder, `${CURRENT}*`);
}

/** The local days (`YYYY-MM-DD`) of the rotated files, ascending; a rotated file holds its day to the end. */
export async function rotatedDays(folder: string): Promise<string[]> {
  const names = (await exists(folder)) ? await readdir(folder) : [];
  const days = names.flatMap((name) => ROTATED.exec(name)?.[1] ?? []);
  return [...new Set(days)].sort();
}

/** Renames the current file to that of its local day; `modified` (epoch milliseconds) keeps the files in order of age. */
export async function rotate(folder: string, day: string, modified: number): Promise<void> {
  const current = currentLog(folder);
  if (!(await exists(current))) return;
  await utimes(current, modified / 1000, modified / 1000);
  await rename(current, join(folder, `${CURRENT}-${day}`));
}

/** Packs rotated files of days before `packBefore` and removes those of days before `removeBefore`. */
export async function tidy(folder: string, packBefore: string, removeBefore: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, day, packed] = ROTATED.exec(name) ?? [];
    if (day === undefined) continue;
    if (day < removeBefore) await rm(join(folder, name), { force: true });
    else if (day < packBefore && !packed) await pack(folder, name);
  }
}

/** Whole or not at all: a kill leaves the plain file, alone or beside its packed twin. */
async function pack(folder: string, name: string): Promise<void> {
  const plain = join(folder, name);
  const unfinished = join(folder, `packing-${name}`);
  const { atime, mtime } = await stat(plain);
  await pipeline(createReadStream(plain), createGzip({ level: 4 }), createWriteStream(unfinished));
  await utimes(unfinished, atime, mtime);
  await rename(unfinished, `${plain}.gz`);
  await rm(plain);
}

/** Cuts off a last line without its line feed; answers the last whole lines, without line feeds, newest last. */
export async function newestLines(path: string): Promise<string[]> {
  if (!(await exists(path))) return [];
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - TAIL);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    const end = buffer.subarray(0, bytesRead).lastIndexOf(LINE_FEED) + 1;
    if (from + end < size) await file.truncate(from + end);
    const lines = buffer.toString('latin1', 0, end).split('\n').slice(0, -1);
    // The first may have been cut by the beginning of what was read.
    return from > 0 ? lines.slice(1) : lines;
  } finally {
    await file.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
