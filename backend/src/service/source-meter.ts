import type { LineCounts } from '../model/contracts/aggregator.ts';
import { MINUTE } from '../model/targets.ts';

interface Mark {
  readonly time: number;
  readonly lines: number;
  readonly unreadable: number;
}

/** What was read of a source in the last minute, from what was counted now and then. Times are epoch milliseconds UTC. */
export function sourceMeter() {
  let marks: Mark[] = [];
  let heard: number | undefined;
  const ends = () => {
    const [first, last] = [marks[0], marks.at(-1)];
    return first && last && last.time > first.time ? { first, last } : undefined;
  };
  return {
    note(time: number, { lines, unreadable, newest }: LineCounts): void {
      const last = marks.at(-1);
      // Before anything was read, silence began with the newest line of before.
      if (!last) heard = newest === undefined ? undefined : Math.min(newest, time);
      else if (lines > last.lines) heard = time;
      // After a fault what was counted goes on from the last commit.
      if (last && (lines < last.lines || time < last.time)) marks = [];
      const bad = Object.values(unreadable).reduce((sum, count) => sum + count, 0);
      marks.push({ time, lines, unreadable: bad });
      while (marks.length > 2 && marks[1]!.time <= time - MINUTE) marks.shift();
    },
    /** Null before it is known. */
    linesPerSecond(): number | null {
      const known = ends();
      return known ? ((known.last.lines - known.first.lines) * 1000) / (known.last.time - known.first.time) : null;
    },
    /** The part of the lines of the last minute that could not be read, percent; null where there were none. */
    unreadablePercent(): number | null {
      const known = ends();
      const lines = known ? known.last.lines - known.first.lines : 0;
      return known && lines > 0 ? ((known.last.unreadable - known.first.unreadable) / lines) * 100 : null;
    },
    /** When a line was read last; undefined before the first. */
    heard: (): number | undefined => heard,
  };
}
