import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A file that a pattern found. */
export interface FoundFile {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
  /** True for a rotated copy beside a file named without a star: read only when its content is known already. */
  readonly onlyKnown: boolean;
}

/** The files that match the patterns (`*` in the file name only), oldest first; a path that is a folder is a problem. */
export async function findFiles(
  patterns: readonly string[],
  problem: (path: string, error: unknown) => void,
): Promise<FoundFile[]> {
  const found = new Map<string, FoundFile>();
  for (const pattern of patterns) {
    const folder = dirname(pattern);
    const name = basename(pattern);
    const starred = name.includes('*');
    const wanted = matcher(name);
    const rotated = matcher(`${name}*`);
    let names: string[] = [];
    try {
      names = await readdir(folder);
    } catch (error) {
      problem(folder, error);
      continue;
    }
    if (!starred && !names.includes(name)) {
      problem(pattern, Object.assign(new Error('no such file'), { code: 'ENOENT' }));
    }
    for (const candidate of names) {
      const exact = wanted.test(candidate);
      if (!exact && (starred || !rotated.test(candidate))) continue;
      const path = join(folder, candidate);
      try {
        const stats = await stat(path);
        if (stats.isFile()) {
          const onlyKnown = !exact && (found.get(path)?.onlyKnown ?? true);
          found.set(path, { path, size: stats.size, modified: stats.mtimeMs, onlyKnown });
        } else if (exact && !starred) {
          problem(path, Object.assign(new Error('a folder'), { code: 'EISDIR' }));
        }
      } catch {
        // Rotated away between the two calls: the next look finds it under its new name.
      }
    }
  }
  return [...found.values()].sort((a, b) => a.modified - b.modified || (a.path < b.path ? -1 : 1));
}

function matcher(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}
