import type { AccuracyField } from '../../model/forecast-quality.ts';
import { DAY_SUMS, type Memory, NAIVE, SQUARED_WEIGHTS, SUMS, SUMS_LENGTH, sumsAt, WEEK_SUMS } from './layout.ts';

/** Measures of fewer comparisons say nothing: of 20, one miss is 5 %. */
export const FEWEST = 20;
/** The part that a day keeps of its weight with each day: mean age and effective number of samples are those of 7 whole days. */
const KEPT = 0.75;

/** Adds the day's sums to those of the week, and begins a new day, `days` later. */
export function closeSums(memory: Memory, days: number): void {
  const later = KEPT ** (days - 1);
  const squared = memory[SQUARED_WEIGHTS]! * KEPT ** 2 + memory[DAY_SUMS + sumsAt(0)]!;
  memory[SQUARED_WEIGHTS] = squared * later ** 2;
  for (let index = 0; index < SUMS_LENGTH; index++) {
    memory[WEEK_SUMS + index] = (memory[WEEK_SUMS + index]! * KEPT + memory[DAY_SUMS + index]!) * later;
    memory[DAY_SUMS + index] = 0;
  }
}

/** What the sums over one span of time say of one lead. */
export interface Totals {
  readonly count: number;
  readonly error: number;
  readonly within80: number;
}

/** The sums at `from`, DAY_SUMS or WEEK_SUMS, of a lead by its index. */
export function totalsOf(memory: Memory, from: number, lead: number): Totals {
  const at = from + sumsAt(lead);
  return { count: memory[at]!, error: memory[at + 1]!, within80: memory[at + 3]! };
}

/** So many independent comparisons one step ahead are worth as much as the weighted ones of the week (L. Kish, 1965). */
export function effectiveCount(memory: Memory): number {
  const squared = memory[SQUARED_WEIGHTS]!;
  return squared === 0 ? 0 : memory[WEEK_SUMS + sumsAt(0)]! ** 2 / squared;
}

/** The mean absolute error of the seasonal naive forecast over the week; undefined where that is unknown or 0. */
export function naiveError(memory: Memory): number | undefined {
  const [count, error] = [memory[WEEK_SUMS + NAIVE]!, memory[WEEK_SUMS + NAIVE + 1]!];
  return count >= FEWEST && error > 0 ? error / count : undefined;
}

/**
 * How good the forecasts of a lead, by its index, were over about a week; what is not known is left out. MASE and CRPS are
 * multiples of the error of the seasonal naive forecast (R. J. Hyndman, A. B. Koehler, International Journal of Forecasting
 * 22 (2006), 679–688, the scale taken over the same week).
 */
export function accuracyOf(memory: Memory, lead: number): [AccuracyField, number][] {
  const at = WEEK_SUMS + sumsAt(lead);
  const [count, error, relative, within80, within95, loss] = SUMS.map((_, index) => memory[at + index]!) as Sums;
  if (count < FEWEST) return [];
  const scale = naiveError(memory);
  const found: [AccuracyField, number][] = [
    ['smape', relative / count],
    ['coverage80', within80 / count],
    ['coverage95', within95 / count],
  ];
  if (scale !== undefined) found.push(['mase', error / count / scale], ['crps', loss / count / scale]);
  return found.filter(([, value]) => Number.isFinite(value));
}

type Sums = [number, number, number, number, number, number];
