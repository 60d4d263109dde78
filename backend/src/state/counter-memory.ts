import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../model/clock.ts';
import type { CounterMemory } from '../model/contracts/collector.ts';

/** Commits are at least so far apart, milliseconds: each waits for the disk, and hundreds of devices are polled a minute. */
const COMMIT_PERIOD = 5000;

/**
 * The counters of devices, kept in the state database. What was saved within seconds of the last commit waits for the next
 * one: a crash may lose it, `flush` keeps it. What cannot be kept, on a full disk, is told to `failed` and waits for the next
 * commit: without it a restart leaves a gap, and that is all. `clock` is that of the machine.
 */
export function createCounterMemory(
  database: DatabaseSync,
  clock: Clock,
  failed: (error: unknown) => void,
): CounterMemory & { flush(): void } {
  const select = database.prepare('SELECT data FROM device_counters WHERE device = ?');
  const put = database.prepare('INSERT OR REPLACE INTO device_counters VALUES (?, ?)');
  const waiting = new Map<string, Uint8Array>();
  let committed = Number.NEGATIVE_INFINITY;

  const flush = () => {
    if (waiting.size === 0) return;
    committed = clock.now();
    try {
      commit();
      waiting.clear();
    } catch (error) {
      failed(error);
    }
  };
  const commit = () => {
    database.exec('BEGIN');
    try {
      for (const [device, counters] of waiting) put.run(device, counters);
      database.exec('COMMIT');
    } catch (error) {
      // A full disk may have ended the transaction already.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };

  return {
    load(device) {
      return waiting.get(device) ?? (select.get(device)?.data as Uint8Array | undefined);
    },
    save(device, counters) {
      waiting.set(device, counters);
      if (Math.abs(clock.now() - committed) >= COMMIT_PERIOD) flush();
    },
    flush,
  };
}
