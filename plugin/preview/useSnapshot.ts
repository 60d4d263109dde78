import { useCallback } from 'react';

import { readSnapshot, Snapshot } from './snapshot';
import { Polled, usePolled } from './usePolled';

const PERIOD = 10_000;
/** The first minutes of a new network are worth watching closely. */
const QUICK_PERIOD = 1500;
const QUICK_FOR = 180_000;

/** The hourly series of the logs, kept up to date. */
export function useSnapshot(hours: number): Polled<Snapshot> {
  return usePolled(
    useCallback(() => readSnapshot(hours), [hours]),
    periodOf
  );
}

function periodOf(snapshot: Snapshot, openFor: number): number {
  return isCurrent(snapshot) || openFor > QUICK_FOR ? PERIOD : QUICK_PERIOD;
}

/** False while history is still being read: then there is no forecast, or only one of long ago. */
function isCurrent({ status, forecasts }: Snapshot): boolean {
  return forecasts.some(({ origin, series }) => origin !== null && origin > status.now - 3 * series.step);
}
