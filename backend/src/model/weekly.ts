/** The middle of numbers, of which there is at least one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

/** Samples of a weekday that a rhythm takes, on average. */
const FEWEST = 2;

/**
 * How much higher or lower daily values are on each day of the week, entry i that of the days i, i + 7, …: the median
 * difference to the mean of the week around, shrunk by how much of it may be chance (W. James, C. Stein, 1961). NaN is missing.
 */
export function weeklyRhythm(values: readonly number[]): number[] {
  const differences = values.map((value, day) => {
    const week = values.slice(Math.max(0, day - 3), day + 4);
    return week.length < 7 ? Number.NaN : value - week.reduce((sum, each) => sum + each, 0) / 7;
  });
  const byWeekday = Array.from({ length: 7 }, (_, weekday) =>
    differences.filter((difference, day) => day % 7 === weekday && !Number.isNaN(difference)),
  );
  const count = byWeekday.reduce((sum, group) => sum + group.length, 0);
  if (count < 7 * FEWEST || byWeekday.some((group) => group.length === 0)) return new Array<number>(7).fill(0);
  const medians = byWeekday.map(median);
  const middle = medians.reduce((sum, each) => sum + each, 0) / 7;
  const between = medians.reduce((sum, each) => sum + (each - middle) ** 2, 0) / 6;
  const within = byWeekday.flatMap((group, weekday) => group.map((each) => (each - medians[weekday]!) ** 2));
  // The variance of a median is π / 2 times that of a mean; half as much again is on the safe side.
  const chance =
    (1.5 * (Math.PI / 2) * within.reduce((sum, each) => sum + each, 0)) / Math.max(1, count - 7) / (count / 7);
  const kept = between > 0 ? Math.max(0, 1 - chance / between) : 0;
  return medians.map((each) => (each - middle) * kept);
}
