import { KEPT_LEADS } from '../../model/forecast.ts';
import { effectiveCount, FEWEST, naiveError, totalsOf } from './accuracy.ts';
import { BAD_DAYS, CHANGE, DAY_SUMS, DRIFTED, type Memory, REFERENCE, REFERENCE_DAYS, WEEK_SUMS } from './layout.ts';
import { missEvidence } from './scores.ts';

/** A day of fewer comparisons says nothing. */
const FEWEST_A_DAY = 8;

/** Forecasts are bad from this multiple of the error of the seasonal naive forecast on, over the week and over the day, … */
const BAD_MASE = 1.25;
/** … or where a smaller part lies in the 80 % interval, over both, and by chance would with a probability of e^−EVIDENCE at most. */
const BAD_COVERAGE = 0.6;
const EVIDENCE = 14;
/** Days before which nothing is said: the season is not known yet. */
const LEARNING_DAYS = 7;
/** Bad days in a row after which they are not to be trusted: one bad day is what incidents are for. */
const BAD_DAYS_NEEDED = 3;

/** Days of which errors must be known before a change of them can be, and over which they are remembered. */
const LEARNT_DAYS = 14;
/** A day's error counts up to this multiple of the usual one: one wild value is no change. */
const MOST = 3;
/** What of the multiple is natural, and the sum of what is beyond at which the behaviour has changed. */
const NATURAL = 1.5;
const CHANGED = 2;
/** More is not summed up, so that it is over soon after. */
const MOST_CHANGED = 2.5;

/** What is to be said of a series. */
export interface Verdict {
  readonly untrusted: boolean;
  readonly drifted: boolean;
}

export const verdictOf = (memory: Memory): Verdict => ({
  untrusted: memory[BAD_DAYS]! >= BAD_DAYS_NEEDED,
  drifted: memory[DRIFTED] === 1,
});

/** Judges the day that ends, before its sums become a part of the week. */
export function judgeDay(memory: Memory): void {
  const { count } = totalsOf(memory, DAY_SUMS, 0);
  if (count < FEWEST_A_DAY) return;
  memory[BAD_DAYS] = isBad(memory) ? Math.min(memory[BAD_DAYS]! + 1, BAD_DAYS_NEEDED) : 0;
  followErrors(memory);
}

/** Whether forecasts one step ahead were bad, over the day and over the week before. */
function isBad(memory: Memory): boolean {
  const [day, week] = [totalsOf(memory, DAY_SUMS, 0), totalsOf(memory, WEEK_SUMS, 0)];
  const scale = naiveError(memory);
  const all = { count: day.count + week.count, error: day.error + week.error, within80: day.within80 + week.within80 };
  if (memory[REFERENCE_DAYS]! < LEARNING_DAYS || all.count < FEWEST) return false;
  const isWorse = scale !== undefined && [day, all].every(({ error, count }) => error > BAD_MASE * scale * count);
  const misses = [day, all].every(({ within80, count }) => within80 < BAD_COVERAGE * count);
  const evidence = missEvidence(all.within80 / all.count, 0.8, effectiveCount(memory) + day.count);
  return isWorse || (misses && evidence >= EVIDENCE);
}

/**
 * Whether the errors have grown for good: the cumulative sum of a day's error, as a multiple of the usual one, beyond what
 * is natural (E. S. Page, "Continuous inspection schemes", Biometrika 41 (1954), 100–115). Days, since errors of hours
 * follow the time of day. The usual error is learnt of the days themselves, so that what has changed is usual in time.
 */
function followErrors(memory: Memory): void {
  const days = memory[REFERENCE_DAYS]!;
  const ratios: number[] = [];
  for (let index = 0; index < KEPT_LEADS.length; index++) {
    const { count, error } = totalsOf(memory, DAY_SUMS, index);
    if (count < FEWEST_A_DAY) return;
    const usual = memory[REFERENCE + index]!;
    const ratio = Math.min(MOST, usual > 0 ? error / count / usual : error > 0 ? MOST : 1);
    ratios.push(ratio);
    const learnt = days === 0 || usual === 0 ? error / count : usual * ratio;
    memory[REFERENCE + index] = usual + (learnt - usual) / Math.min(days + 1, LEARNT_DAYS);
  }
  memory[REFERENCE_DAYS] = Math.min(days + 1, LEARNT_DAYS);
  if (days < LEARNT_DAYS) return;
  const ratio = ratios.reduce((sum, one) => sum + one, 0) / ratios.length;
  const change = Math.min(MOST_CHANGED, Math.max(0, memory[CHANGE]! + ratio - NATURAL));
  memory[CHANGE] = change;
  memory[DRIFTED] = Number(change > (memory[DRIFTED] === 1 ? CHANGED / 2 : CHANGED));
}
