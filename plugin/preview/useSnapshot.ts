import { useEffect, useState } from 'react';

import { readSnapshot, Snapshot } from './api';

const PERIOD = 10_000;
const LONGEST_PERIOD = 60_000;
/** The first minutes of a new network are worth watching closely. */
const QUICK_PERIOD = 1500;
const QUICK_FOR = 180_000;

interface Polled {
  snapshot: Snapshot | undefined;
  /** Since when the backend cannot be reached, epoch milliseconds; undefined when all is well. */
  awaySince: number | undefined;
}

/** Reads the backend again and again, one reading at a time; what was read last stays while it is away. */
export function useSnapshot(hours: number): Polled {
  const [polled, setPolled] = useState<Polled>({ snapshot: undefined, awaySince: undefined });
  useEffect(() => {
    const opened = Date.now();
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const poll = async (period: number) => {
      let next = PERIOD;
      try {
        const snapshot = await readSnapshot(hours);
        next = isCurrent(snapshot) || Date.now() - opened > QUICK_FOR ? PERIOD : QUICK_PERIOD;
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
    poll(QUICK_PERIOD);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [hours]);
  return polled;
}

/** False while history is still being read: then there is no forecast, or only one of long ago. */
function isCurrent({ status, forecasts }: Snapshot): boolean {
  return forecasts.some(({ origin, series }) => origin !== null && origin > status.now - 3 * series.step);
}
