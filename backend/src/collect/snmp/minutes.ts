import type { Batch, Series } from '../../model/series.ts';
import { MINUTE } from '../../model/targets.ts';

/** The readings of one step of a series so far: their sum and number. */
interface Bucket {
  readonly start: number;
  readonly sum: number;
  readonly count: number;
}

interface OpenSeries {
  readonly series: Series;
  readonly buckets: readonly Bucket[];
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
  return {
    gauge(series, time, value) {
      const key = `${series.measurement}\n${series.tags.component ?? ''}\n${series.field}`;
      const start = bucketOf(time, step);
      const buckets = open.get(key)?.buckets ?? [];
      const { sum, count } = buckets.find((bucket) => bucket.start === start) ?? { sum: 0, count: 0 };
      const rest = buckets.filter((bucket) => bucket.start !== start);
      open.set(key, { series, buckets: [...rest, { start, sum: sum + value, count: count + 1 }] });
    },
    complete: (nextReading) =>
      [...open].flatMap(([key, { series, buckets }]) => {
        const done = buckets.filter(({ start }) => start <= nextReading - step).toSorted((a, b) => a.start - b.start);
        if (done.length === 0) return [];
        if (done.length === buckets.length) open.delete(key);
        else open.set(key, { series, buckets: buckets.filter((bucket) => !done.includes(bucket)) });
        const times = done.map(({ start }) => start);
        return [{ series: { ...series, step }, times, values: done.map(({ sum, count }) => sum / count) }];
      }),
  };
}
