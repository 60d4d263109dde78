/** What is worked on before other events have their turn. */
const AT_ONCE = 50;
/** libuv reads so many datagrams before other events have their turn: where it did, more may wait in the socket. */
const READ_AT_ONCE = 32;

/** Keeps what arrives until there is time for it. */
export interface Backlog<T> {
  /** False where it is full. */
  push(item: T): boolean;
}

/**
 * Hands items on in their order, `AT_ONCE` at a time. While a socket still has something to read, reading goes before work,
 * up to half of what is kept: a burst is emptied out of the kernel's small buffer into this one.
 */
export function createBacklog<T>(most: number, work: (items: readonly T[]) => void): Backlog<T> {
  let waiting: T[] = [];
  /** Those before it are done. */
  let next = 0;
  let arrived = 0;
  let scheduled = false;

  const turn = () => {
    const reading = arrived >= READ_AT_ONCE && waiting.length - next < most / 2;
    arrived = 0;
    if (!reading) {
      const items = waiting.slice(next, next + AT_ONCE);
      next += items.length;
      if (next === waiting.length) {
        waiting = [];
        next = 0;
      }
      work(items);
    }
    scheduled = waiting.length > 0;
    if (scheduled) setImmediate(turn);
  };

  return {
    push(item) {
      if (waiting.length - next >= most) return false;
      waiting.push(item);
      arrived++;
      if (!scheduled) {
        scheduled = true;
        setImmediate(turn);
      }
      return true;
    },
  };
}
