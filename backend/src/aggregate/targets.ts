import type { AccountingRecord } from '../model/accounting.ts';
import { eachSpan } from '../model/accounting-run.ts';
import type { Json } from '../model/contracts/log-state.ts';
import type { SeriesBlock } from '../model/series.ts';
import { HOUR, TARGET_NAMES, targetSeries } from '../model/targets.ts';
import { startOfHour, type Zone } from '../model/zone.ts';
import { countRecord, emptyBucket, type HourBucket, packBucket, targetValues, unpackBucket } from './hours.ts';
import type { AggregatePart, PartState } from './part.ts';

/** Lines of an hour may still come this long after its end, before it is published for the first time. */
export const HOUR_GRACE = 120_000;

const UNPUBLISHED = 'unpublished';

/**
 * The ten hourly targets of the original service. An hour with any readable entry exists; an hour without one is a gap. A late
 * entry changes its own hour, however old.
 */
export function targetCounter({ source, zone }: { source: string; zone: Zone }, state: PartState): AggregatePart {
  const buckets = new Map<number, HourBucket>();
  /** Hours that changed since they were published last, or were never published. */
  const unpublished = new Set(state.row(UNPUBLISHED) as readonly number[] | undefined);
  let changed = new Set<number>();
  let current = { start: Number.NaN, end: Number.NaN, bucket: emptyBucket() };

  const hourAt = (time: number): typeof current => {
    if (time >= current.start && time < current.end) return current;
    const start = startOfHour(zone, time);
    let bucket = buckets.get(start);
    if (!bucket) {
      const packed = state.row(String(start));
      bucket = packed === undefined ? emptyBucket() : unpackBucket(packed);
      buckets.set(start, bucket);
    }
    changed.add(start);
    unpublished.add(start);
    // Where clocks change by half an hour, an hour on the wall may be shorter.
    const end = startOfHour(zone, start + HOUR - 1) === start ? start + HOUR : time + 1;
    current = { start, end, bucket };
    return current;
  };

  return {
    name: 'hours',
    record: (record: AccountingRecord) => countRecord(hourAt(record.time).bucket, record),
    run: (run) => eachSpan(run, hourAt, (from, to) => run.addTo(current.bucket, from, to)),
    other: (time) => void hourAt(time),
    drain(reached = Number.NEGATIVE_INFINITY) {
      const complete = [...unpublished].filter((start) => start + HOUR + HOUR_GRACE <= reached).sort((a, b) => a - b);
      const published = complete.map((start) => {
        unpublished.delete(start);
        return [start, targetValues(buckets.get(start) ?? unpackBucket(state.row(String(start))!))] as const;
      });
      const rows = new Map<string, Json>([...changed].map((start) => [String(start), packBucket(buckets.get(start)!)]));
      rows.set(UNPUBLISHED, [...unpublished]);
      changed = new Set();
      current = { start: Number.NaN, end: Number.NaN, bucket: emptyBucket() };
      for (const start of buckets.keys()) if (!unpublished.has(start)) buckets.delete(start);
      return { blocks: targetBlocks(source, published), rows };
    },
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
