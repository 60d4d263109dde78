import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../model/clock.ts';

/**
 * A clock that a test moves by hand: what sleeps wakes in order of time, and is settled before time goes on. `settled`
 * waits for all that was woken.
 */
export interface ManualClock extends Clock {
  advance(duration: number): Promise<void>;
}

export function manualClock(start: number, settled: () => Promise<unknown> = turn): ManualClock {
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  let now = start;
  return {
    now: () => now,
    sleep(duration, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const abort = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        const wake = () => {
          signal?.removeEventListener('abort', abort);
          sleepers.delete(sleeper);
          resolve();
        };
        const sleeper = { until: now + duration, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', abort, { once: true });
      });
    },
    async advance(duration) {
      const end = now + duration;
      await settled();
      while (true) {
        const [next] = [...sleepers].filter(({ until }) => until <= end).toSorted((a, b) => a.until - b.until);
        if (!next) break;
        now = Math.max(now, next.until);
        next.wake();
        await settled();
      }
      now = end;
    },
  };
}
