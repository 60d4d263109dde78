import { Accuracy } from './answers';

/** What the operator may expect of the forecasts of a series. */
export type Verdict = 'trust' | 'care' | 'doubt' | 'unknown';

/** Coverage that is off by so much of 1 is noticed, and by so much is wrong. */
const NOTICED = 0.05;
const WRONG = 0.12;

/** With this MASE repeating what was would have been so much better that the forecast says little. */
const MUCH_WORSE = 2;

/** How an interval holds what it promises: too narrow is worse than too wide, which only says less than it could. */
export type Fit = 'right' | 'wide' | 'narrow' | 'too-narrow';

/** Judges the part of real values within an interval against what it is made for; both 0–1. */
export function fitOf(coverage: number, nominal: number): Fit {
  const off = coverage - nominal;
  if (off < -WRONG) {
    return 'too-narrow';
  }
  if (off < -NOTICED) {
    return 'narrow';
  }
  return off > Math.min(WRONG, (1 - nominal) * 0.9) ? 'wide' : 'right';
}

/** Whether forecasts can be trusted: they beat repeating what was, and their intervals hold what they promise. */
export function verdictOf({ mase, coverage80, coverage95, learning }: Accuracy): Verdict {
  if (learning > 0 || coverage95 === null || coverage80 === null) {
    return 'unknown';
  }
  const fits = [fitOf(coverage80, 0.8), fitOf(coverage95, 0.95)];
  if (fits.includes('too-narrow') || (mase !== null && mase > MUCH_WORSE)) {
    return 'doubt';
  }
  return fits.includes('narrow') || (mase !== null && mase > 1) ? 'care' : 'trust';
}

const RANKS: Record<Verdict, number> = { doubt: 0, care: 1, trust: 2, unknown: 3 };

/** The place of a verdict, the worst first and what is unknown last. */
export const verdictRank = (verdict: Verdict): number => RANKS[verdict];

/** The worst first; of equal verdicts the greatest MASE. */
export function worstFirst<T extends Accuracy>(rows: readonly T[]): T[] {
  return [...rows].sort(
    (a, b) => verdictRank(verdictOf(a)) - verdictRank(verdictOf(b)) || (b.mase ?? -1) - (a.mase ?? -1)
  );
}

/** How many of the rows there are of each verdict. */
export function verdictCounts(rows: readonly Accuracy[]): Record<Verdict, number> {
  const counts = { trust: 0, care: 0, doubt: 0, unknown: 0 };
  for (const row of rows) {
    counts[verdictOf(row)] += 1;
  }
  return counts;
}
