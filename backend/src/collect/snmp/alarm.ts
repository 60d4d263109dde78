import type { Clock } from '../../model/clock.ts';

/** Wakes those who wait for a time. */
export interface Alarm {
  /**
   * Resolves true at `time`, epoch milliseconds of the clock, or earlier when the clock was set back since somebody
   * waits; false as soon as the signal comes.
   */
  until(time: number): Promise<boolean>;
}

interface Sleeper {
  readonly time: number;
  readonly wake: (due: boolean) => void;
}

/** Wakes thousands of devices with one timer and one listener: a timer and a listener each cost far more than a place in a heap. */
export function createAlarm(clock: Clock, signal: AbortSignal): Alarm {
  /** A binary heap: nobody sleeps shorter than the one at half the place. */
  const sleepers: Sleeper[] = [];
  let seen = clock.now();
  let running = false;
  /** Ends the sleep that is under way. */
  let stir: AbortController | undefined;

  const run = async () => {
    while (sleepers.length > 0 && !signal.aborted) {
      const now = clock.now();
      const setBack = now < seen;
      seen = now;
      // A timer may end a little early: who is not due goes on waiting.
      while (sleepers.length > 0 && (setBack || sleepers[0]!.time <= now)) takeFirst(sleepers).wake(true);
      if (sleepers.length === 0) break;
      stir = new AbortController();
      await clock.sleep(sleepers[0]!.time - now, stir.signal).catch(() => {});
      stir = undefined;
    }
    running = false;
  };
  signal.addEventListener('abort', () => {
    for (const { wake } of sleepers.splice(0)) wake(false);
    stir?.abort();
  });

  return {
    until(time) {
      if (signal.aborted) return Promise.resolve(false);
      const { promise, resolve } = Promise.withResolvers<boolean>();
      put(sleepers, { time, wake: resolve });
      if (!running) {
        running = true;
        run();
      } else if (sleepers[0]!.time === time) stir?.abort();
      return promise;
    },
  };
}

function put(heap: Sleeper[], sleeper: Sleeper): void {
  let place = heap.length;
  while (place > 0) {
    const above = (place - 1) >> 1;
    if (heap[above]!.time <= sleeper.time) break;
    heap[place] = heap[above]!;
    place = above;
  }
  heap[place] = sleeper;
}

/** Removes the sleeper that is due first; the heap is not empty. */
function takeFirst(heap: Sleeper[]): Sleeper {
  const first = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return first;
  let place = 0;
  for (;;) {
    let below = 2 * place + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && heap[below + 1]!.time < heap[below]!.time) below++;
    if (last.time <= heap[below]!.time) break;
    heap[place] = heap[below]!;
    place = below;
  }
  heap[place] = last;
  return first;
}
