import { basename } from 'node:path';
import { type FoundFile, findFiles, lookAt } from './find.ts';
import { type Pattern, pathTest } from './patterns.ts';

/** A file that changed within this time is looked at more often, milliseconds. */
const LATELY = 600_000;

/** The files that patterns mean, as they were at the last look, and what has changed since the one before. */
export function createView(patterns: readonly Pattern[], problem: (path: string, error: unknown) => void) {
  const files = new Map<string, FoundFile>();
  const tests = patterns.map((pattern) => ({ path: pattern.path, isMeant: pathTest(pattern) }));
  const hasFolders = patterns.some(({ names, path }) => path !== undefined || names.length > 1);

  /** What a path is: a file that is named, a rotated copy of one, or nothing that was meant. */
  const meaning = (path: string): { copyOf: string | undefined } | undefined => {
    const known = files.get(path);
    if (known) return known;
    const meant = tests.filter(({ isMeant }) => isMeant(path));
    if (meant.length === 0) return undefined;
    const isNamed = meant.some((test) => test.path === undefined || test.path === path);
    return { copyOf: isNamed ? undefined : meant[0]!.path };
  };
  const put = (file: FoundFile): boolean => {
    const known = files.get(file.path);
    files.set(file.path, file);
    return known?.size !== file.size || known.modified !== file.modified || known.copyOf !== file.copyOf;
  };
  return {
    get: (path: string) => files.get(path),
    has: (path: string) => files.has(path),
    /** True for a path that is no file known or meant, but may be a folder of such. */
    mayBringFiles: (path: string) => hasFolders && basename(path)[0] !== '.' && meaning(path) === undefined,
    /** Files that changed lately. */
    lately: (now: number) =>
      [...files.values()].filter(({ modified }) => now - modified < LATELY).map(({ path }) => path),
    /** Looks at everything. */
    async all(): Promise<{ readonly changed: FoundFile[]; readonly folders: ReadonlySet<string> }> {
      const found = await findFiles(patterns, problem);
      const present = new Set(found.files.map(({ path }) => path));
      for (const path of files.keys()) if (!present.has(path)) files.delete(path);
      return { changed: found.files.filter(put), folders: found.folders };
    },
    /** Looks at these paths only. */
    async some(paths: readonly string[]): Promise<FoundFile[]> {
      const meant = paths.flatMap((path) => {
        const its = meaning(path);
        return its ? [[path, its.copyOf] as const] : [];
      });
      const found = await lookAt(meant, problem);
      const present = new Set(found.map(({ path }) => path));
      for (const [path] of meant) if (!present.has(path)) files.delete(path);
      return found.filter(put);
    },
  };
}
