import type { Batch, Series } from '../../model/series.ts';
import { MINUTE } from '../../model/targets.ts';

/** What is known so far of one step of a series: of a gauge sum and number of its readings, of a flow units and milliseconds. */
interface Bucket {
  readonly start: number;
  readonly amount: number;
  readonly weight: number;
}

interface OpenSeries {
  readonly series: Series;
  readonly buckets: readonly Bucket[];
}

/** The step of the series of a device, milliseconds: its poll period rounded up to whole minutes, so that none is empty. */
export const stepOf = (pollPeriod: number): number => Math.max(1, Math.ceil(pollPeriod / MINUTE)) * MINUTE;

const bucketOf = (time: number, step: number) => Math.floor(time / step) * step;

/** Collects what one device measures into steps of equal length, each published once, when it cannot change any more. */
export interface Minutes {
  /** A level read at a time. The value of a step is the mean of its readings. */
  gauge(series: Series, time: number, value: number): void;
  /**
   * `amount` units flowed evenly from one time until before another. The value of a step is what flowed in the part of it
   * that is known, per second; amounts are divided by time alone, so that whole steps add up to what was counted.
   */
  flow(series: Series, from: number, to: number, amount: number): void;
  /**
   * Takes out the steps that end by a time: of gauges by `nextReading`, before which nothing more is read, of flows by
   * `counted`, the time of the newest counters. A step of which less than half is known is a gap.
   */
  complete(nextReading: number, counted: number): Batch;
  /** The steps of flows that are not complete. Given to `flow` again, `known` milliseconds from `start`, they go on. */
  openFlows(): { readonly series: Series; readonly start: number; readonly amount: number; readonly known: number }[];
}

/** `step` in milliseconds. */
export function createMinutes(step: number): Minutes {
  const gauges = new Map<string, OpenSeries>();
  const flows = new Map<string, OpenSeries>();
  const level = ({ amount, weight }: Bucket) => amount / weight;
  const perSecond = ({ amount, weight }: Bucket) => (weight * 2 >= step ? (amount / weight) * 1000 : undefined);
  return {
    gauge: (series, time, value) => add(gauges, series, { start: bucketOf(time, step), amount: value, weight: 1 }),
    flow(series, from, to, amount) {
      for (let start = bucketOf(from, step); start < to; start += step) {
        const weight = Math.min(to, start + step) - Math.max(from, start);
        add(flows, series, { start, amount: (amount * weight) / (to - from), weight });
      }
    },
    complete: (nextReading, counted) => [
      ...take(gauges, nextReading - step, step, level),
      ...take(flows, counted - step, step, perSecond),
    ],
    openFlows: () =>
      [...flows.values()].flatMap(({ series, buckets }) =>
        buckets.map(({ start, amount, weight }) => ({ series, start, amount, known: weight })),
      ),
  };
}

function add(open: Map<string, OpenSeries>, series: Series, part: Bucket): void {
  const key = `${series.measurement}\n${series.tags.component ?? ''}\n${series.field}`;
  const buckets = open.get(key)?.buckets ?? [];
  const same = buckets.find(({ start }) => start === part.start);
  const merged = same && { ...part, amount: same.amount + part.amount, weight: same.weight + part.weight };
  const rest = buckets.filter((bucket) => bucket !== same);
  open.set(key, { series, buckets: [...rest, merged ?? part] });
}

/** Removes the buckets that start by `until` and answers those that have a value, as blocks. */
function take(
  open: Map<string, OpenSeries>,
  until: number,
  step: number,
  measure: (bucket: Bucket) => number | undefined,
): Batch {
  return [...open].flatMap(([key, { series, buckets }]) => {
    const done = buckets.filter(({ start }) => start <= until).toSorted((a, b) => a.start - b.start);
    if (done.length === 0) return [];
    if (done.length === buckets.length) open.delete(key);
    else open.set(key, { series, buckets: buckets.filter((bucket) => !done.includes(bucket)) });
    const samples = done.flatMap((bucket) => {
      const value = measure(bucket);
      return value === undefined ? [] : [{ time: bucket.start, value }];
    });
    if (samples.length === 0) return [];
    const times = samples.map(({ time }) => time);
    return [{ series: { ...series, step }, times, values: samples.map(({ value }) => value) }];
  });
}
