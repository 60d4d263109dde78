import type { Aggregator } from '../model/contracts/aggregator.ts';
import type { Json } from '../model/contracts/log-state.ts';
import type { SeriesBlock } from '../model/series.ts';
import { HOUR, TARGET_NAMES, targetSeries } from '../model/targets.ts';
import { startOfHour, type Zone } from '../model/zone.ts';
import { countRecord, emptyBucket, type HourBucket, packBucket, targetValues, unpackBucket } from './hours.ts';
import { sessionCounter } from './sessions.ts';

/** Lines of an hour may still come this long after its end, before it is published for the first time. */
const HOUR_GRACE = 120_000;

/** What is restored: the reading state as the changes of `drain` have made it. */
interface RestoredState {
  hour(start: number): Json | undefined;
  sessions(): Iterable<[string, Json]>;
  rest(): Json | undefined;
}

interface Rest {
  readonly lines: number;
  readonly unreadable: Readonly<Record<string, number>>;
  readonly newest: number | null;
  /** Hours that changed since they were published last, or were never published. */
  readonly unpublished: readonly number[];
  readonly sessions: Json;
}

/**
 * Makes the ten hourly targets and the active sessions of one log source. The result is a pure function of the restored
 * state and the lines: reading again from the last committed state gives the same values, whatever happened in between.
 * An hour with any readable line exists; an hour without one is a gap. A late line changes its own hour, however old.
 * What `drain` answers as changes must be in the state before the next line is taken: hours are read back from there.
 */
export function createAggregator(options: {
  source: string;
  zone: Zone;
  interimPeriod: number;
  state: RestoredState;
}): Aggregator {
  const { source, zone, state } = options;
  const restored = state.rest() as unknown as Rest | undefined;
  const sessions = sessionCounter({
    source,
    interimPeriod: options.interimPeriod,
    ...(restored ? { restored: { sessions: state.sessions(), rest: restored.sessions } } : {}),
  });
  const buckets = new Map<number, HourBucket>();
  const unpublished = new Set(restored?.unpublished);
  let changed = new Set<number>();
  let lines = restored?.lines ?? 0;
  let unreadable: Record<string, number> = { ...restored?.unreadable };
  let newest = restored?.newest ?? undefined;

  const bucketAt = (time: number): HourBucket => {
    const start = startOfHour(zone, time);
    let bucket = buckets.get(start);
    if (!bucket) {
      const packed = state.hour(start);
      bucket = packed === undefined ? emptyBucket() : unpackBucket(packed);
      buckets.set(start, bucket);
    }
    changed.add(start);
    unpublished.add(start);
    return bucket;
  };
  const pass = (time: number) => {
    lines++;
    sessions.advance(time);
    newest = Math.max(newest ?? time, time);
  };
  const publishable = (now: number | undefined) => {
    const time = Math.max(newest ?? 0, now ?? 0);
    return [...unpublished].filter((start) => start + HOUR + HOUR_GRACE <= time).sort((a, b) => a - b);
  };

  return {
    sink: {
      record(record) {
        pass(record.time);
        countRecord(bucketAt(record.time), record);
        sessions.record(record);
      },
      other(time) {
        pass(time);
        bucketAt(time);
      },
      unreadable(reason) {
        lines++;
        unreadable[reason] = (unreadable[reason] ?? 0) + 1;
      },
    },
    drain({ now } = {}) {
      const published = publishable(now).map((start) => {
        unpublished.delete(start);
        const bucket = buckets.get(start) ?? unpackBucket(state.hour(start)!);
        return [start, targetValues(bucket)] as const;
      });
      const drained = sessions.drain();
      const rest: Rest = {
        lines,
        unreadable,
        newest: newest ?? null,
        unpublished: [...unpublished],
        sessions: drained.rest,
      };
      const hours = new Map([...changed].map((start) => [start, packBucket(buckets.get(start)!)]));
      changed = new Set();
      unreadable = { ...unreadable };
      for (const start of buckets.keys()) if (!unpublished.has(start)) buckets.delete(start);
      return {
        batch: [...targetBlocks(source, published), ...drained.blocks],
        changes: { hours, sessions: drained.sessions, rest: rest as unknown as Json },
      };
    },
    counts: () => ({ lines, unreadable: { ...unreadable }, newest }),
  };
}

function targetBlocks(
  source: string,
  hours: readonly (readonly [number, ReturnType<typeof targetValues>])[],
): SeriesBlock[] {
  return TARGET_NAMES.map((target) => {
    const known = hours.filter(([, values]) => values[target] !== null);
    return {
      series: targetSeries(source, target),
      times: known.map(([start]) => start),
      values: known.map(([, values]) => values[target]!),
    };
  }).filter(({ times }) => times.length > 0);
}
