import { PresageError, reason } from '../../errors.ts';
import type { Clock } from '../../model/clock.ts';
import type { Store } from '../../model/contracts/store.ts';
import { type Batch, batchSize } from '../../model/series.ts';
import { checkedBatch } from '../checked.ts';

const FIRST_RETRY = 250;
const LAST_RETRY = 5000;
/** How long a write under way may still take when the store is closed. */
const LAST_WRITE = 2000;

interface Waiting {
  readonly batch: Batch;
  readonly size: number;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Lets writes outlive an absence of the store: they wait in memory, in order, and are tried again until they are durable;
 * only then do they resolve. Once `limit` samples wait, further writes wait for room, so memory stays bounded and what
 * fills the queue has to pause. A write that the store refuses for its content rejects at once. Nothing that was not
 * acknowledged is promised: on `close` waiting writes reject with STORE_UNAVAILABLE.
 */
export function queuedStore(inner: Store, { limit, clock }: { limit: number; clock: Clock }): Store {
  const queue: Waiting[] = [];
  const closing = new AbortController();
  let waiting = 0;
  let away: { since: number; why: string } | undefined;
  let draining: Promise<void> | undefined;
  let admission: Promise<void> = Promise.resolve();
  let roomMade = () => {};

  const drain = async () => {
    let delay = FIRST_RETRY;
    for (let head = queue[0]; head; head = queue[0]) {
      try {
        await inner.write(head.batch);
        away = undefined;
        delay = FIRST_RETRY;
        remove(head);
        head.done();
      } catch (error) {
        const isAway = error instanceof PresageError && error.code === 'STORE_UNAVAILABLE';
        away = isAway ? { since: away?.since ?? clock.now(), why: reason(error) } : undefined;
        if (!isAway || closing.signal.aborted) {
          remove(head);
          head.failed(error);
          continue;
        }
        await clock.sleep(delay, closing.signal).catch(() => {});
        delay = Math.min(2 * delay, LAST_RETRY);
      }
    }
    draining = undefined;
  };
  const remove = (entry: Waiting) => {
    queue.shift();
    waiting -= entry.size;
    roomMade();
  };
  /** Resolves, in the order of the calls, once the queue has room; a write larger than the queue has it to itself. */
  const admitted = (size: number) => {
    admission = admission.then(async () => {
      while (waiting > 0 && waiting + size > limit && !closing.signal.aborted) {
        await new Promise<void>((resolve) => {
          roomMade = resolve;
        });
      }
      waiting += size;
    });
    return admission;
  };

  return {
    async write(batch) {
      const checked = checkedBatch(batch);
      const size = batchSize(checked);
      if (size === 0) return;
      await admitted(size);
      if (closing.signal.aborted) throw new PresageError('STORE_UNAVAILABLE', 'the store is closed');
      await new Promise<void>((done, failed) => {
        queue.push({ batch: checked, size, done, failed });
        draining ??= drain();
      });
    },
    query: (selector, range, window) => inner.query(selector, range, window),
    latest: (selector) => inner.latest(selector),
    list: (selector) => inner.list(selector),
    expire: (selector, before) => inner.expire(selector, before),
    status: () => ({
      available: away === undefined && inner.status().available,
      waiting,
      problem: away
        ? `${away.why} (since ${new Date(away.since).toISOString()}; ${waiting} samples wait, nothing is lost)`
        : inner.status().problem,
    }),
    async close() {
      closing.abort();
      roomMade();
      const patience = new AbortController();
      await Promise.race([draining, clock.sleep(LAST_WRITE, patience.signal).catch(() => {})]);
      patience.abort();
      await inner.close();
      await draining;
    },
  };
}
