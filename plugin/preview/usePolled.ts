import { useEffect, useRef, useState } from 'react';

const FIRST_RETRY = 3000;
const LONGEST_PERIOD = 60_000;
/** Between two readings that were asked for. */
const SHORTEST_PERIOD = 400;

export interface Polled<T> {
  value: T | undefined;
  /** Since when it cannot be read, epoch milliseconds; undefined when all is well. */
  awaySince: number | undefined;
  /** Reads at once. */
  refresh: () => void;
}

/**
 * Reads again and again, one reading at a time; what was read last stays while the backend is away.
 * @param read starts anew whenever it is another function; nothing is read while it is undefined
 * @param periodOf milliseconds until the next reading, by what was read and since when this goes on
 */
export function usePolled<T>(
  read: (() => Promise<T>) | undefined,
  periodOf: (value: T, openFor: number) => number
): Polled<T> {
  const [polled, setPolled] = useState<Omit<Polled<T>, 'refresh'>>({ value: undefined, awaySince: undefined });
  const wake = useRef(() => {});
  useEffect(() => {
    if (!read) {
      return;
    }
    const opened = Date.now();
    let stopped = false;
    let reading = false;
    let askedFor = false;
    let retry = FIRST_RETRY;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const poll = async () => {
      clearTimeout(timer);
      if (reading) {
        askedFor = true;
        return;
      }
      reading = true;
      askedFor = false;
      let next: number;
      try {
        const value = await read();
        next = periodOf(value, Date.now() - opened);
        retry = FIRST_RETRY;
        if (!stopped) {
          setPolled({ value, awaySince: undefined });
        }
      } catch {
        next = retry;
        retry = Math.min(LONGEST_PERIOD, 2 * retry);
        if (!stopped) {
          setPolled((before) => ({ ...before, awaySince: before.awaySince ?? Date.now() }));
        }
      }
      reading = false;
      if (!stopped) {
        timer = setTimeout(poll, askedFor ? Math.min(SHORTEST_PERIOD, next) : next);
      }
    };
    wake.current = poll;
    poll();
    return () => {
      stopped = true;
      wake.current = () => {};
      clearTimeout(timer);
    };
  }, [read, periodOf]);
  const [refresh] = useState(() => () => {
    wake.current();
  });
  return { ...polled, refresh };
}
