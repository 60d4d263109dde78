import { setTimeout as wait } from 'node:timers/promises';

/** The time the program lives by: real, accelerated in the demo, or moved by hand in tests. */
export interface Clock {
  /** Epoch milliseconds UTC. */
  now(): number;
  /** Resolves after `duration` milliseconds of this clock; rejects with an AbortError on the signal. */
  sleep(duration: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (duration, signal) => wait(duration, undefined, signal ? { signal } : {}),
};

/** A clock that shows `start` now and then runs `speed` times as fast as `base`. */
export function acceleratedClock(start: number, speed: number, base: Clock = systemClock): Clock {
  const begun = base.now();
  return {
    now: () => start + (base.now() - begun) * speed,
    sleep: (duration, signal) => base.sleep(duration / speed, signal),
  };
}
