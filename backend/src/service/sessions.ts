import type { Clock } from '../model/clock.ts';
import type { Store } from '../model/contracts/store.ts';
import type { Batch } from '../model/series.ts';
import { HOUR } from '../model/targets.ts';

/** Counts of the last hour are kept: an outage must not hide whom it touches. */
const KEPT = HOUR;

interface Count {
  readonly time: number;
  readonly count: number;
}

/** How many sessions each NAS usually holds: the most of the last hour. */
export function sessionCounts() {
  const known = new Map<string, readonly Count[]>();
  const take = (batch: Batch) => {
    for (const { series, times, values } of batch) {
      const { nas, step } = series.tags;
      if (series.measurement !== 'sessions' || nas === undefined || step !== undefined) continue;
      const counts = [...(known.get(nas) ?? []), ...times.map((time, index) => ({ time, count: values[index]! }))];
      const newest = Math.max(...counts.map(({ time }) => time));
      known.set(
        nas,
        counts.filter(({ time }) => time > newest - KEPT),
      );
    }
  };
  return {
    take,
    /** Undefined for a NAS that no log has named. */
    of(nas: string): number | undefined {
      const counts = known.get(nas) ?? [];
      return counts.length === 0 ? undefined : Math.max(...counts.map(({ count }) => count));
    },
    /** Goes on with what the store has. */
    async restore(store: Pick<Store, 'query'>, clock: Pick<Clock, 'now'>): Promise<void> {
      const range = { from: clock.now() - 2 * KEPT, to: Number.MAX_SAFE_INTEGER };
      take(await Array.fromAsync(store.query({ measurement: 'sessions' }, range)));
    },
  };
}
