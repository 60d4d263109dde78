import { eachOf } from '../model/accounting-run.ts';
import type { Aggregator } from '../model/contracts/aggregator.ts';
import type { RowChange } from '../model/contracts/log-state.ts';
import type { lineCounter } from './lines.ts';
import type { AggregatePart } from './part.ts';

/** The aggregator that counts lines and hands every entry to each of the parts. */
export function combined(lines: ReturnType<typeof lineCounter>, parts: readonly AggregatePart[]): Aggregator {
  return {
    sink: {
      record(record) {
        lines.readable(record.time);
        for (const part of parts) part.record(record);
      },
      run(run) {
        lines.readable(run.newest, run.to - run.from);
        for (const part of parts) {
          if (part.run) part.run(run);
          else eachOf(run, part);
        }
      },
      other(time) {
        lines.readable(time);
        for (const part of parts) part.other?.(time);
      },
      unreadable: lines.unreadable,
    },
    drain({ now } = {}) {
      const { newest } = lines.counts();
      const reached = newest === undefined ? now : Math.max(newest, now ?? newest);
      const drained = [lines, ...parts].map((part) => ({ part: part.name, ...part.drain(reached) }));
      return {
        batch: drained.flatMap(({ blocks }) => blocks),
        changes: drained.flatMap(({ part, rows }) => [...rows].map(([key, data]): RowChange => ({ part, key, data }))),
      };
    },
    counts: lines.counts,
  };
}
