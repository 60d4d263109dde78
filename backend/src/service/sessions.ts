import type { Store } from '../model/contracts/store.ts';
import type { Batch } from '../model/series.ts';

/** How many sessions each NAS holds: the newest count known. */
export function sessionCounts() {
  const newest = new Map<string, { time: number; count: number }>();
  const take = (batch: Batch) => {
    for (const { series, times, values } of batch) {
      const { nas, step } = series.tags;
      const time = times.at(-1);
      if (series.measurement !== 'sessions' || nas === undefined || step !== undefined || time === undefined) continue;
      if (time > (newest.get(nas)?.time ?? 0)) newest.set(nas, { time, count: values.at(-1)! });
    }
  };
  return {
    take,
    /** Undefined for a NAS that no log has named. */
    of: (nas: string): number | undefined => newest.get(nas)?.count,
    /** Goes on with what the store has. */
    async restore(store: Pick<Store, 'latest'>): Promise<void> {
      take(await store.latest({ measurement: 'sessions' }));
    },
  };
}
