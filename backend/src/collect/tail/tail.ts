import type { KnownLogFile, LogPiece, LogReader } from '../../model/contracts/log-reader.ts';
import type { LogState } from '../../model/contracts/log-state.ts';
import { createChanges } from './changes.ts';
import { unreadable } from './faults.ts';
import { createFollower } from './follower.ts';
import { AT_ONCE } from './import.ts';
import { parsePattern } from './patterns.ts';
import { createProblems } from './problems.ts';
import { createView } from './view.ts';

export interface TailOptions {
  /** Absolute paths; `*` and `?` may stand in names, `**` for folders; of a folder all files are followed. */
  readonly patterns: readonly string[];
  readonly positions: Pick<LogState, 'get' | 'positions'>;
  /**
   * Time between two looks where the system does not tell of changes, real milliseconds. Looking at very many files takes
   * longer and is done less often.
   */
  readonly pollPeriod: number;
  /** Told once of each path that cannot be read, in one line, and with undefined once it can; the others go on. */
  readonly onProblem: (path: string, message: string | undefined) => void;
}

/**
 * Follows log files for ever: those that exist, oldest first, then what is written to them. A content is known by its marks,
 * so it is read once, however its file is renamed, packed, or copied and truncated: what a truncated file had left unread is
 * found in its rotated copy. A last line waits for its line feed.
 */
export function tailFiles({ patterns: texts, positions, pollPeriod, onProblem }: TailOptions): LogReader {
  const patterns = texts.map(parsePattern);
  let standing = (): KnownLogFile[] => [];
  return {
    atOnce: AT_ONCE,
    async read(take: (piece: LogPiece) => Promise<void>, idle, signal) {
      const ofLooks = createProblems(onProblem);
      const ofFiles = createProblems(onProblem);
      let failed = new Set<string>();
      const view = createView(patterns, (path, error) => {
        failed.add(path);
        ofLooks.put(path, unreadable(path, error).message);
      });
      const follower = createFollower({ patterns, positions, problems: ofFiles, take, signal });
      standing = () => follower.standing((path) => view.get(path)?.size);
      const changes = createChanges(pollPeriod, view.mayBringFiles);
      let paths: string[] | undefined;
      try {
        while (!signal.aborted) {
          const begun = performance.now();
          if (paths === undefined) {
            failed = new Set();
            const { changed, folders } = await view.all();
            changes.looked(performance.now() - begun);
            changes.keep(folders);
            ofLooks.keepOnly((path) => failed.has(path));
            ofFiles.keepOnly(view.has);
            follower.keepOnly(view.has);
            const again = follower.waiting(Date.now()).flatMap((path) => view.get(path) ?? []);
            await follower.follow([...new Set([...changed, ...again])]);
          } else await follower.follow(await view.some(paths));
          if (signal.aborted) return;
          await idle();
          paths = await changes.next(() => view.lately(Date.now()), performance.now() - begun, signal);
        }
      } finally {
        changes.close();
      }
    },
    intake() {
      const files = standing();
      return { files, unread: files.reduce((sum, { offset, size = offset }) => sum + Math.max(0, size - offset), 0) };
    },
  };
}
