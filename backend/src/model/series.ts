/** What a value means over time: a level, a flow per second, or a number of events in its step. */
export type SeriesKind = 'gauge' | 'rate' | 'count';

/** Identity of a series: measurement, identity tags and field. Attributes (names, sites) are joined on read, never here. */
export interface SeriesId {
  readonly measurement: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly field: string;
}

/** A series with what is needed to read it right. `step` is in milliseconds; bounds are in `unit`, absent when open. */
export interface Series extends SeriesId {
  readonly unit: string;
  readonly kind: SeriesKind;
  readonly step: number;
  readonly lowerBound?: number;
  readonly upperBound?: number;
}

/** Samples of one series in columns: epoch milliseconds UTC (start of the bucket), ascending, and finite values. */
export interface SeriesBlock<S extends SeriesId = Series> {
  readonly series: S;
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** What stages hand to each other: blocks of distinct series. A missing value is an absent sample, never NaN. */
export type Batch = readonly SeriesBlock[];

const escapeKey = (text: string) => text.replace(/[\\, =]/g, (character) => `\\${character}`);

/**
 * Canonical text of an identity, in the manner of line protocol: `radius,source=billing,zone=a count_failed`.
 * Tags are sorted, so equal identities give equal keys whatever the order they were written in.
 */
export function seriesKey(id: SeriesId): string {
  const tags = Object.entries(id.tags).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const head = [escapeKey(id.measurement), ...tags.map(([name, value]) => `${escapeKey(name)}=${escapeKey(value)}`)];
  return `${head.join(',')} ${escapeKey(id.field)}`;
}

/** Number of samples in a batch. */
export function batchSize(batch: Batch): number {
  return batch.reduce((sum, block) => sum + block.times.length, 0);
}

/** A batch in parts of at most `size` samples, in its order; a longer block is cut. */
export function* batchParts(batch: Batch, size: number): Generator<Batch, void> {
  let part: SeriesBlock[] = [];
  let room = size;
  for (const { series, times, values } of batch) {
    for (let from = 0; from < times.length; ) {
      if (room === 0) {
        yield part;
        part = [];
        room = size;
      }
      const to = Math.min(times.length, from + room);
      part.push({ series, times: times.slice(from, to), values: values.slice(from, to) });
      room -= to - from;
      from = to;
    }
  }
  if (part.length > 0) yield part;
}
