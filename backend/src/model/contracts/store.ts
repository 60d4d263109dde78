import type { Batch, Series, SeriesBlock, SeriesId } from '../series.ts';

/** Chooses series: everything given must match; absent means any. Of several values of a tag one must be the series' own. */
export interface Selector {
  readonly measurement?: string;
  readonly tags?: Readonly<Record<string, string | readonly string[]>>;
  readonly field?: string;
}

/** Half-open range of epoch milliseconds: from ≤ time < to. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export type Aggregate = 'mean' | 'min' | 'max' | 'sum' | 'count' | 'last';

/** Groups samples into windows of `step` milliseconds aligned to the epoch; the time of a window is its start. */
export interface Window {
  readonly step: number;
  readonly aggregate: Aggregate;
}

/** Whether the store takes writes now. `waiting` counts samples accepted but not yet durable. */
export interface StoreStatus {
  readonly available: boolean;
  readonly waiting: number;
  /** In words, for people; undefined when all is well. */
  readonly problem: string | undefined;
}

/** Keeps series. Every implementation passes `store/suite.ts`. */
export interface Store {
  /**
   * Resolves when the batch is durable. The same series and time written twice keeps the last value. The description
   * of a series (unit, kind, step, bounds) is kept with it and comes back on every read.
   * Rejects with STORE_BAD_SAMPLE for a value that is not finite or columns of unequal length, and writes nothing of it.
   */
  write(batch: Batch): Promise<void>;
  /** Blocks of the series that match, ordered by series key, times ascending; series without a sample are left out. */
  query(selector: Selector, range: TimeRange, window?: Window): AsyncIterable<SeriesBlock>;
  /** The newest sample of each series that matches, as a block of one. */
  latest(selector: Selector): Promise<SeriesBlock[]>;
  /** The series that match, ordered by series key. */
  list(selector: Selector): Promise<Series[]>;
  /** Removes samples older than `before` of the series that match, all fields alike; series keep their description. */
  expire(selector: Omit<Selector, 'field'>, before: number): Promise<void>;
  status(): StoreStatus;
  close(): Promise<void>;
}

/** True when the identity is chosen by the selector. */
export function matches(selector: Selector, id: SeriesId): boolean {
  return (
    (selector.measurement === undefined || selector.measurement === id.measurement) &&
    (selector.field === undefined || selector.field === id.field) &&
    Object.entries(selector.tags ?? {}).every(([name, value]) => [value].flat().some((one) => id.tags[name] === one))
  );
}
