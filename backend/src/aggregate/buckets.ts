import type { Json } from '../model/contracts/log-state.ts';
import type { PartState } from './part.ts';

export interface BucketOptions<B> {
  /** What the keys of its rows begin with. */
  readonly prefix: string;
  /** How much time has its buckets in one row, milliseconds. */
  readonly rowLength: number;
  readonly empty: () => B;
  readonly pack: (bucket: B) => Json;
  readonly unpack: (packed: Json) => B;
  /** A bucket is complete so many milliseconds after its start. */
  readonly settled: number;
  /** A bucket that changes when it was complete already is published again, at most once in so many milliseconds. */
  readonly latePeriod: number;
}

/** Buckets of a part by the time of their start, in rows that are read when they are needed. */
export interface Buckets<B> {
  /** The bucket that starts here, to be changed. */
  at(start: number): B;
  /**
   * Those that are complete at `reached` and were not published since they changed, ascending. `now` is the time by which
   * the late ones wait, where it is another.
   */
  publish(reached: number, now?: number): (readonly [start: number, bucket: B])[];
  /** Rows that changed since they were asked for last. */
  changes(): Map<string, Json | null>;
  /** Removes the rows from before this time; what is in them must be published. */
  forget(before: number): void;
}

export function createBuckets<B>(options: BucketOptions<B>, state: PartState): Buckets<B> {
  const { prefix, rowLength, empty, pack, unpack, settled, latePeriod } = options;
  const list = `${prefix} unpublished`;
  const rows = new Map<number, Map<number, B>>();
  const unpublished = new Set(state.row(list) as readonly number[] | undefined);
  const changed = new Set<number>();
  const removed = new Set<number>();
  let listChanged = false;
  let current: { start: number; bucket: B } | undefined;
  let before = { reached: Number.NEGATIVE_INFINITY, period: Number.NEGATIVE_INFINITY };

  const keyOf = (row: number) => `${prefix} ${row}`;
  const rowOf = (start: number): Map<number, B> => {
    const at = Math.floor(start / rowLength) * rowLength;
    const known = rows.get(at);
    if (known) return known;
    const packed = Object.entries((state.row(keyOf(at)) ?? {}) as Readonly<Record<string, Json>>);
    const row = new Map(packed.map(([time, bucket]) => [Number(time), unpack(bucket)]));
    rows.set(at, row);
    return row;
  };
  const markUnpublished = (start: number) => {
    if (unpublished.has(start)) return;
    unpublished.add(start);
    listChanged = true;
  };

  return {
    at(start) {
      if (current?.start === start) return current.bucket;
      const row = rowOf(start);
      const bucket = row.get(start) ?? empty();
      row.set(start, bucket);
      changed.add(Math.floor(start / rowLength) * rowLength);
      markUnpublished(start);
      current = { start, bucket };
      return bucket;
    },
    publish(reached, now = reached) {
      const period = Math.floor(now / latePeriod);
      const lateToo = latePeriod === 0 || period !== before.period;
      const isDue = (start: number) => start + settled <= reached && (lateToo || start + settled > before.reached);
      const due = [...unpublished].filter(isDue).sort((a, b) => a - b);
      before = { reached, period };
      current = undefined;
      if (due.length > 0) listChanged = true;
      for (const start of due) unpublished.delete(start);
      return due.map((start) => [start, rowOf(start).get(start)!] as const);
    },
    changes() {
      const found = new Map<string, Json | null>([...removed].map((at) => [keyOf(at), null]));
      for (const at of changed) {
        found.set(keyOf(at), Object.fromEntries([...rows.get(at)!].map(([start, bucket]) => [start, pack(bucket)])));
      }
      if (listChanged) found.set(list, [...unpublished]);
      removed.clear();
      changed.clear();
      listChanged = false;
      current = undefined;
      for (const [at, row] of rows) if (![...row.keys()].some((start) => unpublished.has(start))) rows.delete(at);
      return found;
    },
    forget(before) {
      const kept = [...state.rows()].map(([key]) =>
        key.startsWith(`${prefix} `) ? Number(key.slice(prefix.length + 1)) : Number.NaN,
      );
      for (const at of new Set([...kept, ...rows.keys()])) {
        if (!(at + rowLength <= before)) continue;
        rows.delete(at);
        changed.delete(at);
        removed.add(at);
      }
    },
  };
}
