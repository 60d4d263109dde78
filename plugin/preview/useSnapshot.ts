import { useEffect, useState } from 'react';

import { readSnapshot, Snapshot } from './api';

const PERIOD = 10_000;
const LONGEST_PERIOD = 60_000;

interface Polled {
  snapshot: Snapshot | undefined;
  /** Since when the backend cannot be reached, epoch milliseconds; undefined when all is well. */
  awaySince: number | undefined;
}

/** Reads the backend again and again, one reading at a time; what was read last stays while it is away. */
export function useSnapshot(hours: number): Polled {
  const [polled, setPolled] = useState<Polled>({ snapshot: undefined, awaySince: undefined });
  useEffect(() => {
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const poll = async (period: number) => {
      let next = PERIOD;
      try {
        const snapshot = await readSnapshot(hours);
        const complete = snapshot.forecasts.some(({ origin }) => origin !== null);
        // The first minutes of a new network are worth watching closely.
        next = complete ? PERIOD : 1500;
        if (!stopped) {
          setPolled({ snapshot, awaySince: undefined });
        }
      } catch {
        next = Math.min(LONGEST_PERIOD, 2 * period);
        if (!stopped) {
          setPolled((before) => ({ ...before, awaySince: before.awaySince ?? Date.now() }));
        }
      }
      if (!stopped) {
        timer = setTimeout(() => poll(next), next);
      }
    };
    poll(1500);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [hours]);
  return polled;
}
