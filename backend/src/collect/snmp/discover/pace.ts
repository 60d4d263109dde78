import type { Clock } from '../../../model/clock.ts';

/** Makes whoever awaits it wait until it is his turn, so many times a second. Rejects with an AbortError on the signal. */
export function createPace(perSecond: number, clock: Clock, signal: AbortSignal): () => Promise<void> {
  const gap = 1000 / perSecond;
  let next = Number.NEGATIVE_INFINITY;
  return async () => {
    signal.throwIfAborted();
    const now = clock.now();
    const turn = Math.max(now, next);
    next = turn + gap;
    if (turn > now) await clock.sleep(turn - now, signal);
  };
}
