import { type Batch, type Series, type SeriesBlock, seriesKey } from './series.ts';
import { HOUR, MINUTE } from './targets.ts';

/** Part of a bucket's samples that must be there for its mean to stand for it. */
const ENOUGH = 0.5;

/** Averages series into longer steps. */
export interface Resampler {
  /**
   * Takes samples and answers the buckets they complete, each as a sample at the start of the bucket: the mean of its
   * samples. A bucket is complete when a sample of a later one has come, and missing when fewer than half of its samples
   * were there. A sample not newer than the newest of its series is ignored.
   */
  push(batch: Batch): Batch;
}

/** The bucket under way of one series and step. */
interface Bucket {
  start: number;
  sum: number;
  count: number;
  newest: number;
}

/** `5m`, `1h`: a step of whole minutes (milliseconds) as people write it. */
export const stepName = (step: number): string => (step % HOUR === 0 ? `${step / HOUR}h` : `${step / MINUTE}m`);

/** The series that holds the means of `series` over `step` milliseconds: told apart by the tag `step` (`5m`, `1h`). */
export const stepSeries = (series: Series, step: number): Series => ({
  ...series,
  tags: { ...series.tags, step: stepName(step) },
  step,
});

/** A resampler to each of `steps` (milliseconds, aligned to the epoch). It keeps four numbers for a series and step. */
export function createResampler(steps: readonly number[]): Resampler {
  const buckets = new Map<string, Bucket>();
  return {
    push: (batch) =>
      batch.flatMap((block) =>
        steps.flatMap((step) => {
          const series = stepSeries(block.series, step);
          const key = seriesKey(series);
          const bucket = buckets.get(key) ?? { start: Number.NaN, sum: 0, count: 0, newest: Number.NEGATIVE_INFINITY };
          buckets.set(key, bucket);
          const completed = complete(bucket, block, series);
          return completed.times.length > 0 ? [completed] : [];
        }),
      ),
  };
}

/** Adds the samples of a block to the bucket under way; answers the buckets they complete. */
function complete(bucket: Bucket, block: SeriesBlock, series: Series): SeriesBlock {
  const enough = (ENOUGH * series.step) / block.series.step;
  const times: number[] = [];
  const values: number[] = [];
  for (const [index, time] of block.times.entries()) {
    if (time <= bucket.newest) continue;
    bucket.newest = time;
    const start = Math.floor(time / series.step) * series.step;
    if (start !== bucket.start) {
      if (bucket.count > 0 && bucket.count >= enough) {
        times.push(bucket.start);
        values.push(bucket.sum / bucket.count);
      }
      Object.assign(bucket, { start, sum: 0, count: 0 });
    }
    bucket.sum += block.values[index]!;
    bucket.count++;
  }
  return { series, times, values };
}
