import { PresageError } from '../errors.ts';
import { type Aggregate, matches, type Store, type StoreStatus } from '../model/contracts/store.ts';
import { type Series, type SeriesBlock, seriesKey } from '../model/series.ts';

/** A store in memory for tests, whose status can be set; while it is not available every call but `status` rejects. */
export interface MemoryStore extends Store {
  setStatus(status: StoreStatus): void;
}

const AGGREGATES: Record<Aggregate, (values: readonly number[]) => number> = {
  mean: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  count: (values) => values.length,
  last: (values) => values.at(-1)!,
};

export function memoryStore(): MemoryStore {
  const held = new Map<string, { series: Series; samples: Map<number, number> }>();
  let status: StoreStatus = { available: true, waiting: 0, problem: undefined };

  const demandAvailable = () => {
    if (!status.available) throw new PresageError('STORE_UNAVAILABLE', status.problem ?? 'the store is away');
  };
  const matching = (selector: Parameters<typeof matches>[0]) =>
    [...held]
      .filter(([, { series }]) => matches(selector, series))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, entry]) => entry);
  const block = (series: Series, samples: Iterable<[number, number]>): SeriesBlock => {
    const sorted = [...samples].sort(([a], [b]) => a - b);
    return { series, times: sorted.map(([time]) => time), values: sorted.map(([, value]) => value) };
  };

  return {
    async write(batch) {
      demandAvailable();
      for (const { series, times, values } of batch) {
        const key = seriesKey(series);
        const samples = held.get(key)?.samples ?? new Map<number, number>();
        for (const [index, time] of times.entries()) samples.set(time, values[index]!);
        held.set(key, { series, samples });
      }
    },
    async *query(selector, range, window) {
      demandAvailable();
      for (const { series, samples } of matching(selector)) {
        const within = [...samples].filter(([time]) => range.from <= time && time < range.to);
        if (within.length === 0) continue;
        if (!window) {
          yield block(series, within);
          continue;
        }
        const { times, values } = block(series, within);
        const grouped = Map.groupBy(times.keys(), (index) => Math.floor(times[index]! / window.step) * window.step);
        const aggregate = AGGREGATES[window.aggregate];
        yield block(
          series,
          [...grouped].map(([time, indexes]) => [time, aggregate(indexes.map((index) => values[index]!))]),
        );
      }
    },
    async latest(selector) {
      demandAvailable();
      return matching(selector)
        .filter(({ samples }) => samples.size > 0)
        .map(({ series, samples }) => {
          const newest = Math.max(...samples.keys());
          return block(series, [[newest, samples.get(newest)!]]);
        });
    },
    async list(selector) {
      demandAvailable();
      return matching(selector).map(({ series }) => series);
    },
    async expire(selector, before) {
      demandAvailable();
      for (const { samples } of matching(selector)) {
        for (const time of samples.keys()) if (time < before) samples.delete(time);
      }
    },
    status: () => status,
    close: async () => {},
    setStatus(next) {
      status = next;
    },
  };
}
