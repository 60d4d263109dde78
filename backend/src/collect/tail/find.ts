import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { nameTest, type Pattern, rotatedTest, within } from './patterns.ts';

/** A file that a pattern found. */
export interface FoundFile {
  readonly path: string;
  readonly size: number;
  /** Time of last modification, epoch milliseconds UTC. */
  readonly modified: number;
  /** The path of the file of which this is only a rotated copy that no pattern names. */
  readonly copyOf: string | undefined;
}

export interface Found {
  readonly files: readonly FoundFile[];
  /** The folders in which files are or may come to be. */
  readonly folders: ReadonlySet<string>;
}

export type Problem = (path: string, error: unknown) => void;

/** Files whose size and time are asked for at once. */
const AT_ONCE = 32;

/**
 * The files that the patterns mean, in no order. Links are followed, but none to a folder below `**`. Told as a problem are a
 * file or a folder that is named and not there, and folders that cannot be read.
 */
export async function findFiles(patterns: readonly Pattern[], problem: Problem): Promise<Found> {
  const folders = new Set<string>();
  const listed = new Map<string, Promise<Dirent[]>>();
  const candidates = new Map<string, string | undefined>();
  const list = (folder: string) => {
    folders.add(folder);
    const entries = listed.get(folder) ?? readdir(folder, { withFileTypes: true });
    listed.set(folder, entries);
    return entries;
  };
  const put = (path: string, copyOf?: string) => {
    if (!candidates.has(path) || copyOf === undefined) candidates.set(path, copyOf);
  };

  const walk = async (folder: string, names: readonly string[], isNamed: boolean): Promise<void> => {
    const [name, ...others] = names as [string, ...string[]];
    let entries: Dirent[];
    try {
      entries = await list(folder);
    } catch (error) {
      // A folder that only a wildcard found may be gone again.
      if (isNamed || !isGone(error)) problem(folder, error);
      return;
    }
    if (name === '**') {
      await walk(folder, others, isNamed);
      for (const entry of entries) {
        if (entry.isDirectory() && entry.name[0] !== '.') await walk(join(folder, entry.name), names, false);
      }
      return;
    }
    const isMeant = nameTest(name);
    for (const entry of entries) {
      if (!isMeant(entry.name)) continue;
      const path = join(folder, entry.name);
      if (others.length === 0) {
        if (!entry.isDirectory()) put(path);
      } else if (entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(path)))) {
        await walk(path, others, false);
      }
    }
  };
  /** A path without a wildcard: a file with its rotated copies, or a folder. */
  const walkNamed = async (root: string, path: string): Promise<void> => {
    let entries: Dirent[];
    try {
      entries = await list(root);
    } catch (error) {
      problem(root, error);
      return;
    }
    const named = entries.find(({ name }) => name === basename(path));
    if (!named) problem(path, Object.assign(new Error('no such file'), { code: 'ENOENT' }));
    else if (named.isDirectory() || (named.isSymbolicLink() && (await isFolder(path)))) {
      const { names } = within(path);
      await walk(path, names, true);
      return;
    } else put(path);
    const isRotated = rotatedTest(basename(path));
    for (const entry of entries) {
      if (isRotated(entry.name) && !entry.isDirectory()) put(join(root, entry.name), path);
    }
  };

  for (const { root, names, path } of patterns) {
    await (path === undefined ? walk(root, names, true) : walkNamed(root, path));
  }
  return { files: await lookAt([...candidates], problem), folders };
}

/** Sizes and times of paths, of those that are files. */
export async function lookAt(
  candidates: readonly (readonly [path: string, copyOf: string | undefined])[],
  problem: Problem,
): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  for (let start = 0; start < candidates.length; start += AT_ONCE) {
    const some = candidates.slice(start, start + AT_ONCE).map(async ([path, copyOf]) => {
      try {
        const stats = await stat(path);
        if (stats.isFile()) files.push({ path, size: stats.size, modified: stats.mtimeMs, copyOf });
      } catch (error) {
        // Rotated away between the two calls: the next look finds it under its new name.
        if (!isGone(error)) problem(path, error);
      }
    });
    await Promise.all(some);
  }
  return files;
}

const isFolder = (path: string) =>
  stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );

const isGone = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';
