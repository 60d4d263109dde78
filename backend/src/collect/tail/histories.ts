import type { FilePosition } from '../../model/contracts/log-reader.ts';
import type { FoundFile } from './find.ts';
import { type Pattern, pathTest } from './patterns.ts';

/**
 * Tells rotated copies that came after what was read from those of before: beside a file that is named, only the former are
 * read.
 */
export function createHistories(patterns: readonly Pattern[], positions: () => Iterable<FilePosition>) {
  const begun = patterns.flatMap((pattern) =>
    pattern.path === undefined
      ? []
      : [{ path: pattern.path, isMeant: pathTest(pattern), since: Number.POSITIVE_INFINITY }],
  );
  const put = (path: string, modified: number) => {
    for (const one of begun) if (modified < one.since && one.isMeant(path)) one.since = modified;
  };
  if (begun.length > 0) for (const { path, marks } of positions()) if (marks) put(path, marks.modified);
  return {
    /** Takes note of a content that is known, and when its file changed last. */
    put,
    isHistory: ({ copyOf, modified }: FoundFile) =>
      copyOf !== undefined && begun.some(({ path, since }) => path === copyOf && modified < since),
  };
}
