import { HOUR, MINUTE } from '../model/targets.ts';
import type { Watch } from './watch.ts';

/** A prediction whose series is silent for longer stands on its forecasts alone. */
const SILENT = 30 * MINUTE;
/** A series that is silent for longer is forgotten, and its alarm ends; so is one whose newest sample is as far in the future. */
const FORGOTTEN = 24 * HOUR;

export const isSilent = ({ heard }: Watch, now: number) => heard !== undefined && now - heard > SILENT;

export const isForgotten = ({ heard }: Watch, now: number) => heard !== undefined && Math.abs(now - heard) > FORGOTTEN;

/**
 * Since when samples are missing, epoch milliseconds UTC, once they have been for as many periods as it takes to raise the alarm
 * and one more; undefined before, and for a kind that holds its state in silence. Must be known overdue for a period at least:
 * after the program itself has slept, samples come before that.
 */
export function missing(watch: Watch, now: number): number | undefined {
  const { kind, measure, period, newest } = watch;
  if (kind.silence === 'hold' || period === undefined) return undefined;
  const periods = (now - newest) / period;
  if (periods < measure.raiseAfter) return undefined;
  watch.overdue ??= now;
  return periods >= measure.raiseAfter + 1 && now - watch.overdue >= period ? newest + period : undefined;
}
