import type { View } from '../ensemble/view.ts';
import type { ExpertKind } from './contract.ts';
import { createSeasonSearch } from './season-search.ts';

/** Days between two looks, each of which costs as much as two forecasts. */
const LOOK_EVERY = 3;
/** Whole weeks of values that are looked at. */
const FEWEST_WEEKS = 3;
const MOST_WEEKS = 4;
/** Makes a fraction of a value whose digits are by chance. */
const SPREADING = 1000;
/** What is left of a rhythm that is a smaller part of it comes from the digits that are kept. */
const ROUNDING = 1e-5;

/**
 * A season that the values themselves show beside day and week: a job every ten hours, shifts that come round in twelve
 * days. It is looked for every three days; while there is one it is forecast, with the rhythm of day and week and the newest
 * deviation from both, which fades as deviations do in this series. Season and rhythm are means by phase, each of what the
 * other leaves over (backfitting: Hastie and Tibshirani 1990, Generalized additive models).
 */
export const foundSeason: ExpertKind = ({ layout, day, horizon }) => {
  const week = 7 * day;
  const capacity = MOST_WEEKS * week;
  const found = layout.take(1);
  const nextLook = layout.take(1);
  const search = createSeasonSearch(day, capacity);
  const rhythm = new Float64Array(week);
  const season = new Float64Array(capacity);
  const counts = new Float64Array(capacity);
  const rest = new Float64Array(capacity);
  const phases = new Uint16Array(capacity + horizon);

  /** Steps until the first look: series that began in one step look in others, as their values have other digits. */
  const firstLook = ({ ring, newest }: View) => {
    const digits = Math.abs(ring[newest]!) * SPREADING;
    return Math.floor((digits - Math.floor(digits)) * LOOK_EVERY * day);
  };
  /** Number of the newest values that make whole weeks. */
  const countOf = ({ length }: View) => week * Math.min(MOST_WEEKS, Math.floor(length / week));

  /** Fills `rest` with the newest `count` values without `season`. */
  const withoutSeason = ({ ring, newest }: View, count: number) => {
    const first = newest - count + 1;
    for (let index = 0; index < count; index++) rest[index] = ring[first + index]! - season[phases[index]!]!;
    return rest.subarray(0, count);
  };
  /** Takes `rhythm` from as many values of `rest`. */
  const withoutRhythm = (values: Float64Array) => {
    fillRhythm(values, day, rhythm);
    for (let from = 0; from < values.length; from += week)
      for (let index = 0; index < week; index++) values[from + index] = values[from + index]! - rhythm[index]!;
    return values;
  };
  /** Fills `phases` with the phase of each value, of the leads after the last too, and answers how many there are of them. */
  const fillPhases = (count: number, period: number) => {
    const all = Math.floor(period);
    for (let index = 0; index < count + horizon; index++) {
      const cycles = (index + 0.5) / period;
      phases[index] = Math.floor((cycles - Math.floor(cycles)) * all);
    }
    return all;
  };
  /** Fills `season` with the mean of the values of each of `all` phases; there is one at least of each. */
  const fillSeason = (values: Float64Array, all: number) => {
    season.fill(0, 0, all);
    counts.fill(0, 0, all);
    for (let index = 0; index < values.length; index++) {
      const phase = phases[index]!;
      season[phase] = season[phase]! + values[index]!;
      counts[phase] = counts[phase]! + 1;
    }
    for (let phase = 0; phase < all; phase++) season[phase] = season[phase]! / counts[phase]!;
  };

  return [
    {
      name: 'found season',
      reach: horizon,
      season: (memory) => memory[found]!,
      learn(view, memory) {
        if (view.length < Math.max(FEWEST_WEEKS * week, memory[nextLook]!)) return;
        const looked = memory[nextLook]! > 0;
        memory[nextLook] = view.length + (looked ? LOOK_EVERY * day : firstLook(view));
        if (!looked) return;
        season.fill(0);
        const left = withoutRhythm(withoutSeason(view, countOf(view)));
        memory[found] = sizeOf(left) > ROUNDING * sizeOf(rhythm) ? search.find(left) : 0;
      },
      forecast(view, memory, out) {
        const count = countOf(view);
        const all = fillPhases(count, memory[found]!);
        season.fill(0, 0, all);
        fillSeason(withoutRhythm(withoutSeason(view, count)), all);
        const left = withoutRhythm(withoutSeason(view, count));
        const kept = persistence(left);
        let deviation = left[count - 1]!;
        for (let lead = 1; lead <= horizon; lead++) {
          deviation *= kept;
          out[lead - 1] = rhythm[(count - 1 + lead) % week]! + season[phases[count - 1 + lead]!]! + deviation;
        }
      },
    },
  ];
};

/**
 * Fills `rhythm` with the mean day of whole weeks of values and what the hours of a week differ from it, as far as weeks are
 * alike: shrunk by the F statistic of the one against what is left (James and Stein 1961), so that a season which is no
 * week's stays in what is left.
 */
export function fillRhythm(values: Float64Array, day: number, rhythm: Float64Array): void {
  const week = 7 * day;
  const weeks = values.length / week;
  rhythm.fill(0);
  for (let from = 0; from < values.length; from += week)
    for (let index = 0; index < week; index++) rhythm[index] = rhythm[index]! + values[from + index]! / weeks;
  let [between, within] = [0, 0];
  for (let from = 0; from < values.length; from += week)
    for (let index = 0; index < week; index++) within += (values[from + index]! - rhythm[index]!) ** 2;
  const mean = new Float64Array(day);
  for (let index = 0; index < week; index++) mean[index % day] = mean[index % day]! + rhythm[index]! / 7;
  for (let index = 0; index < week; index++) between += weeks * (rhythm[index]! - mean[index % day]!) ** 2;
  const chance = within / (values.length - week) / (between / (week - day));
  const alike = within > 0 ? Math.max(0, 1 - chance) : 1;
  for (let index = 0; index < week; index++)
    rhythm[index] = mean[index % day]! + alike * (rhythm[index]! - mean[index % day]!);
}

const sizeOf = (values: Float64Array) => values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;

/** What is left of a deviation a step later: the correlation of neighbours. */
function persistence(rest: Float64Array): number {
  let [square, product] = [0, 0];
  for (let index = 1; index < rest.length; index++) {
    square += rest[index - 1]! ** 2;
    product += rest[index]! * rest[index - 1]!;
  }
  return square > 0 ? Math.max(0, Math.min(1, product / square)) : 0;
}
