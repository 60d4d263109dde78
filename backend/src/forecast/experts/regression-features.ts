import type { View } from '../ensemble/view.ts';

/** Features of a row. */
export const FEATURES = 28;
/** Furthest that a feature counts; a row that reaches it teaches nothing. */
export const LARGEST = 30;

/**
 * Fills `row` (from `at` on) with what is known at the newest value about the value `lead` steps (a day at most) later; the
 * regression's target is that value's difference to `base[lead]`. Everything is in units of the scale.
 */
export function fillFeatures(
  view: View,
  lead: number,
  row: Float32Array | Float64Array,
  at: number,
  day: number,
): void {
  const { ring, newest, length, base, days3, days7, days7Back, week, weeks4, inverse } = view;
  const lastWeek = 7 * day;
  const value = (lag: number) => ring[newest - lag]!;
  const same = base[lead]!;
  const [now, before, before2] = [value(0), value(1), value(2)];
  const weekThere = length - 1 + lead >= lastWeek;
  const age = length - 1;
  const next = lead < day ? base[lead + 1]! : same;
  const next7 = lead < day ? days7[lead + 1]! : days7[lead]!;
  row[at] = now - value(day);
  row[at + 1] = before - value(day + 1);
  row[at + 2] = before2 - value(day + 2);
  row[at + 3] = value(3) - value(day + 3);
  row[at + 4] = (value(4) - value(day + 4) + value(5) - value(day + 5)) / 2;
  row[at + 5] = value(2 * day - lead) - same;
  row[at + 6] = days7[lead]! - same;
  row[at + 7] = days3[lead]! - same;
  row[at + 8] = weekThere ? week[lead]! - same : 0;
  row[at + 9] = weekThere ? weeks4[lead]! - same : 0;
  row[at + 10] = age >= lastWeek ? now - value(lastWeek) : 0;
  row[at + 11] = age > lastWeek ? before - value(lastWeek + 1) : 0;
  row[at + 12] = view.meanDay - view.meanDayBefore;
  row[at + 13] = view.meanDay - view.meanWeek;
  row[at + 14] = age >= lastWeek + day - 1 ? view.meanDay - view.meanDayWeekAgo : 0;
  row[at + 15] = now - days7Back[0]!;
  row[at + 16] = before - days7Back[1]!;
  row[at + 17] = before2 - days7Back[2]!;
  row[at + 18] = (base[lead - 1]! + next) / 2 - same;
  row[at + 19] = (days7[lead - 1]! + next7) / 2 - same;
  row[at + 20] = now - same;
  row[at + 21] = before - same;
  row[at + 22] = before2 - same;
  row[at + 23] = view.meanWeek - same;
  row[at + 25] = age >= lastWeek ? now - weeks4[0]! : 0;
  row[at + 26] =
    weekThere && age + lead > lastWeek ? (value(lastWeek - lead + 1) + value(lastWeek - lead - 1)) / 2 - same : 0;
  row[at + 27] = age >= 2 * lastWeek - 1 ? view.meanWeek - view.meanWeekBefore : 0;
  for (let index = 0; index < FEATURES; index++) {
    row[at + index] = Math.max(-LARGEST, Math.min(LARGEST, row[at + index]! * inverse));
  }
  row[at + 24] = 1;
}

/** The features (numbers in a row) that `fillCorrected` knows, in its order: they follow fast what a series does by itself. */
export const CORRECTED = [6, 7, 15, 16, 17, 18, 20, 21, 22, 24] as const;

/**
 * Fills `row` with those features of the origin `lead` steps ago, as `fillFeatures` saw them there. `profile[0 … 2]` are the
 * means over seven days at the time of day of that origin and of the two steps before it, `scale` its scale. Answers the
 * largest of them by size.
 */
export function fillCorrected(
  { ring, newest, days3, days7 }: View,
  lead: number,
  scale: number,
  profile: ArrayLike<number>,
  row: Float64Array,
  day: number,
): number {
  const same = ring[newest - day]!;
  const next = lead < day ? ring[newest - day + 1]! : same;
  row[0] = days7[0]! - same;
  row[1] = days3[0]! - same;
  for (let back = 0; back < 3; back++) {
    const value = ring[newest - lead - back]!;
    row[2 + back] = value - profile[back]!;
    row[6 + back] = value - same;
  }
  row[5] = (ring[newest - day - 1]! + next) / 2 - same;
  let largest = 1;
  const inverse = 1 / scale;
  for (let index = 0; index < 9; index++) {
    const feature = Math.max(-LARGEST, Math.min(LARGEST, row[index]! * inverse));
    row[index] = feature;
    if (Math.abs(feature) > largest) largest = Math.abs(feature);
  }
  row[9] = 1;
  return largest;
}
