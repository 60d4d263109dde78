import { setTimeout as wait } from 'node:timers/promises';
import { watchFolders } from './watch.ts';

/** Changes within this time are taken together, milliseconds: a busy log changes hundreds of times a second. */
const TOGETHER = 200;
/** Looking at everything may take this part of the time. */
const LOOKING_SHARE = 0.02;
/** The same while folders change of which it is not known what they bring. */
const HURRIED_SHARE = 0.2;
/** More files than these are polled less often. */
const POLLED = 500;
/** The longest time between two looks at everything, milliseconds. */
const LONGEST = 60_000;

/**
 * Tells when to look and at what: at the paths of which the system tells, at others every poll period, and at everything as
 * often as that takes no more than its share of the time.
 */
export function createChanges(pollPeriod: number, mayBringFiles: (path: string) => boolean) {
  const pending = new Set<string>();
  let wake = () => {};
  let allAt = 0;
  let pollAt = 0;
  let duration = 0;
  const watcher = watchFolders((path, renamed) => {
    if (path === undefined || (renamed && mayBringFiles(path))) {
      allAt = Math.min(allAt, performance.now() + duration / HURRIED_SHARE);
    }
    if (path !== undefined) pending.add(path);
    wake();
  });
  return {
    keep: watcher.keep,
    close: watcher.close,
    /** Looking at everything took so long, milliseconds. */
    looked(milliseconds: number): void {
      duration = milliseconds;
      pollAt = performance.now() + pollPeriod;
      allAt = performance.now() + Math.min(LONGEST, Math.max(pollPeriod, milliseconds / LOOKING_SHARE));
    },
    /** Waits for the next look: the paths to look at, undefined for all. `polled` are those to look at every poll period. */
    async next(polled: () => readonly string[], busy: number, signal: AbortSignal): Promise<string[] | undefined> {
      // As long as the last look and its reading took, so that others get their turn.
      await wait(Math.min(pollPeriod, Math.max(TOGETHER, busy)), undefined, { signal }).catch(() => {});
      if (pending.size === 0 && !signal.aborted) {
        const timer = new AbortController();
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        const stop = () => wake();
        signal.addEventListener('abort', stop, { once: true });
        const due = Math.min(allAt, pollAt) - performance.now();
        await Promise.race([woken, wait(Math.max(0, due), undefined, { signal: timer.signal }).catch(() => {})]);
        timer.abort();
        signal.removeEventListener('abort', stop);
      }
      const now = performance.now();
      if (now >= allAt) {
        pending.clear();
        return undefined;
      }
      if (now >= pollAt) {
        const paths = polled();
        pollAt = now + pollPeriod * Math.max(1, paths.length / POLLED);
        for (const path of paths) pending.add(path);
      }
      const paths = [...pending];
      pending.clear();
      return paths;
    },
  };
}
