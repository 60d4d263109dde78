import { normalScore, type Random, studentSpread } from './random.ts';
import { median } from './weekly.ts';

/** A fall counts when it is beyond so many deviations of the other changes and so many usual rises … */
const FALL = 6;
/** … and what rises again at once within so many days is less than half of it. */
const RETURN_DAYS = 7;

/** Once that what had grown was cleared away: the value before, and by how much it fell. */
export interface Cleanup {
  readonly peak: number;
  readonly drop: number;
}

/** Daily values as if nothing had been cleared away, and what was. Entries that are NaN are missing. */
export interface Growth {
  readonly grown: readonly number[];
  readonly cleanups: readonly Cleanup[];
}

/** Finds the sudden falls of what otherwise grows, such as a disk on which old files are removed. */
export function withoutCleanups(values: readonly number[]): Growth {
  const known = values.flatMap((value, day) => (Number.isNaN(value) ? [] : [{ value, day }]));
  const changes = known.slice(1).map(({ value }, index) => value - known[index]!.value);
  if (changes.length === 0) return { grown: values, cleanups: [] };
  const usual = median(changes);
  const deviation = 1.4826 * median(changes.map((change) => Math.abs(change - usual)));
  const rises = changes.filter((change) => change > 0);
  // What never rises is not cleaned up; what mostly stays as it is has no deviation.
  const rise = rises.length > 0 ? rises.reduce((sum, each) => sum + each, 0) / rises.length : Number.POSITIVE_INFINITY;
  const least = FALL * Math.max(deviation, rise);
  const grown = [...values];
  const cleanups: Cleanup[] = [];
  let removed = 0;
  for (const [index, change] of changes.entries()) {
    const drop = usual - change;
    const returns = Math.max(0, ...changes.slice(index + 1, index + 1 + RETURN_DAYS));
    if (change < 0 && drop > least && returns < drop / 2) {
      cleanups.push({ peak: known[index]!.value, drop });
      removed += drop;
    }
    const { day, value } = known[index + 1]!;
    grown[day] = value + removed;
  }
  return { grown, cleanups };
}

/**
 * Clears away in a simulated course as was done before, which takes two times to tell: whenever the value is over a level
 * that is drawn from those known, by one of the known amounts. The answer is called with each value and tells what to take
 * off all that follow.
 */
export function drawCleanups(cleanups: readonly Cleanup[], random: Random): (value: number) => number {
  if (cleanups.length < 2) return () => 0;
  const peaks = cleanups.map(({ peak }) => peak);
  const mean = peaks.reduce((sum, peak) => sum + peak, 0) / peaks.length;
  const degrees = peaks.length - 1;
  const variance = peaks.reduce((sum, peak) => sum + (peak - mean) ** 2, 0) / degrees;
  const deviation = Math.sqrt(variance * (1 + 1 / peaks.length)) * studentSpread(degrees, random);
  let limit = mean + deviation * normalScore(random);
  return (value) => {
    if (value <= limit) return 0;
    limit = mean + deviation * normalScore(random);
    return cleanups[Math.floor(random() * cleanups.length)]!.drop;
  };
}
