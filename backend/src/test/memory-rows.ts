import type { AggregateRows, Json, RowChange } from '../model/contracts/log-state.ts';

/** Rows of an aggregator in memory, which change as those of the state database do. */
export function memoryRows(): Required<AggregateRows> & { commit(changes: Iterable<RowChange>): void } {
  const kept = new Map<string, Map<string, string | Uint8Array>>();
  const part = (name: string) => {
    const rows = kept.get(name) ?? new Map<string, string | Uint8Array>();
    kept.set(name, rows);
    return rows;
  };
  const sorted = (name: string) => [...part(name)].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    row(name, key) {
      const data = part(name).get(key);
      return typeof data === 'string' ? JSON.parse(data) : undefined;
    },
    rows: (name) =>
      sorted(name).flatMap(([key, data]): [string, Json][] =>
        typeof data === 'string' ? [[key, JSON.parse(data)]] : [],
      ),
    blobs: (name) =>
      sorted(name).flatMap(([key, data]): [string, Uint8Array][] => (typeof data === 'string' ? [] : [[key, data]])),
    commit(changes) {
      for (const { part: name, key, data } of changes) {
        if (data === null) part(name).delete(key);
        else part(name).set(key, data instanceof Uint8Array ? data.slice() : JSON.stringify(data));
      }
    },
  };
}
