import type { Layout, Memory } from '../ensemble/layout.ts';

const DAYS_OF_WEEK = 7;
const HOURS_OF_DAY = 24;
/** Weeks over which a day of the week is averaged. */
const WEEKS = 4;
/** Weights of the hour before, of the hour itself and of the hour after: a mean of four values alone would be noise. */
const NEIGHBOURS = [1, 2, 1] as const;
/** Share of the difference that a holiday makes before one was seen, and the days of holidays that this counts for. */
const FIRST_SHARE = 0.5;
const FIRST_DAYS = 4;
const LARGEST_SHARE = 1.2;
/** What of the holidays seen still counts after a day of another one: the use of a network changes over the years. */
const KEPT_A_DAY = 0.98;

/** The value of a step by its number on the clock on the wall, in the experts' space; NaN where there is none. */
export type ValueAt = (slot: number) => number;

/** What holidays do to the series of one step, learnt by each series for itself. */
export interface HolidayEffect {
  /**
   * What a holiday adds at the step `slot`, in the experts' space. Add it to a forecast of that step, and take it away from
   * the measured value before history holds that, so that the days after a holiday are not forecast from it. 0 where the
   * days of the week that are compared have no value.
   */
  at(memory: Memory, valueAt: ValueAt, slot: number): number;
  /** Learns what was measured (NaN: nothing) at the step `slot` of a holiday. */
  learn(memory: Memory, valueAt: ValueAt, slot: number, value: number): void;
}

/**
 * A holiday lies between the day of the week it falls on and the day of rest, as far from the one as the holidays before
 * did. The share β of that difference d is a regression through the origin of what holidays did (z) on d, shrunk towards a
 * first share β₀ that counts for n₀ days: β = (n₀ β₀ + n b)/(n₀ + n), b = Σ z d / Σ d², with older holidays fading.
 * Holidays as Sundays: Ziel, Modeling public holidays in load forecasting, J. Mod. Power Syst. Clean Energy 6, 2018;
 * shrinkage: Hoerl and Kennard, Ridge regression, Technometrics 12, 1970.
 *
 * `day` is the number of steps of a day, `restDay` the day of rest (Monday 1 … Sunday 7).
 */
export function createHolidayEffect(layout: Layout, day: number, restDay: number): HolidayEffect {
  const week = DAYS_OF_WEEK * day;
  const hour = Math.floor(day / HOURS_OF_DAY);
  const seen = layout.take(3);
  const [product, square] = [seen + 1, seen + 2];
  const kept = KEPT_A_DAY ** (1 / day);

  /** Mean around the step `newest` of a week and the same of the weeks before, of the values there are; NaN without any. */
  const meanAround = (valueAt: ValueAt, newest: number): number => {
    let sum = 0;
    let weight = 0;
    for (let weeks = 0; weeks < WEEKS; weeks++) {
      NEIGHBOURS.forEach((own, place) => {
        const value = valueAt(newest - weeks * week + (place - 1) * hour);
        if (Number.isNaN(value)) return;
        sum += own * value;
        weight += own;
      });
    }
    return sum / weight;
  };
  const dayOfRestBefore = (slot: number) => slot - daysSince(restDay, Math.floor(slot / day)) * day;
  const share = (memory: Memory): number => {
    const first = FIRST_DAYS * day;
    const found = memory[square]! > 0 ? memory[product]! / memory[square]! : 0;
    const shrunk = (first * FIRST_SHARE + memory[seen]! * found) / (first + memory[seen]!);
    return Math.max(0, Math.min(LARGEST_SHARE, shrunk));
  };

  return {
    at(memory, valueAt, slot) {
      const difference = meanAround(valueAt, dayOfRestBefore(slot)) - meanAround(valueAt, slot - week);
      return Number.isNaN(difference) ? 0 : share(memory) * difference;
    },
    learn(memory, valueAt, slot, value) {
      const ordinary = meanAround(valueAt, slot - week);
      const difference = meanAround(valueAt, dayOfRestBefore(slot)) - ordinary;
      const did = (value - ordinary) * Math.sign(difference);
      if (Number.isNaN(did)) return;
      const size = Math.abs(difference);
      memory[seen] = kept * memory[seen]! + 1;
      // An outage on a holiday is no custom: at most twice the difference counts.
      memory[product] = kept * memory[product]! + size * Math.max(-size, Math.min(2 * size, did));
      memory[square] = kept * memory[square]! + size * size;
    },
  };
}

/** Days from the newest `weekday` before a day to that day, 1 … 7. Days are numbered from 1970-01-01, a Thursday. */
function daysSince(weekday: number, dayNumber: number): number {
  const days = (dayNumber + 3 - weekday) % DAYS_OF_WEEK;
  return (days < 0 ? days + DAYS_OF_WEEK : days) + 1;
}
