import type { Batch, Series, SeriesBlock } from '../../model/series.ts';
import { MINUTE } from '../../model/targets.ts';

/** The readings of one step of a series so far: their sum and number. */
interface Bucket {
  readonly start: number;
  sum: number;
  count: number;
}

/** What a series has open, in the order of time; it stays when it has nothing open, as it soon will again. */
interface OpenSeries {
  readonly series: Series;
  readonly buckets: Bucket[];
}

/** The step of the series of a device, milliseconds: its poll period rounded up to whole minutes, so that none is empty. */
export const stepOf = (pollPeriod: number): number => Math.max(1, Math.ceil(pollPeriod / MINUTE)) * MINUTE;

/** The start of the step in which a time lies. */
export const bucketOf = (time: number, step: number) => Math.floor(time / step) * step;

/** Collects the levels that one device measures into steps of equal length, each published once, when it cannot change any more. */
export interface Minutes {
  /** A level read at a time. The value of a step is the mean of its readings. */
  gauge(series: Series, time: number, value: number): void;
  /** Takes out the steps that end by `nextReading`, before which nothing more is read. */
  complete(nextReading: number): Batch;
}

/** `step` in milliseconds. */
export function createMinutes(step: number): Minutes {
  const open = new Map<string, OpenSeries>();
  const openOf = (series: Series): OpenSeries => {
    const key = `${series.measurement}\n${series.tags.component ?? ''}\n${series.field}`;
    let known = open.get(key);
    if (!known) {
      known = { series: { ...series, step }, buckets: [] };
      open.set(key, known);
    }
    return known;
  };
  return {
    gauge(series, time, value) {
      const { buckets } = openOf(series);
      const start = bucketOf(time, step);
      let bucket = buckets.find((other) => other.start === start);
      if (!bucket) {
        bucket = { start, sum: 0, count: 0 };
        buckets.push(bucket);
        buckets.sort((a, b) => a.start - b.start);
      }
      bucket.sum += value;
      bucket.count++;
    },
    complete(nextReading) {
      const batch: SeriesBlock[] = [];
      for (const { series, buckets } of open.values()) {
        const later = buckets.findIndex(({ start }) => start > nextReading - step);
        const done = buckets.splice(0, later < 0 ? buckets.length : later);
        if (done.length === 0) continue;
        batch.push({
          series,
          times: done.map(({ start }) => start),
          values: done.map(({ sum, count }) => sum / count),
        });
      }
      return batch;
    },
  };
}
