import type { Layout, Memory } from '../ensemble/layout.ts';

const DAYS_OF_WEEK = 7;
const HOURS_OF_DAY = 24;
/** Weeks over which a day of the week is averaged. */
const WEEKS = 4;
/** Weights of the hour before, of the hour itself and of the hour after. */
const NEIGHBOURS = [1, 2, 1] as const;
/** Share of the difference that a holiday makes before one was seen, and the days of holidays that this counts for. */
const FIRST_SHARE = 0.5;
const FIRST_DAYS = 3;
const LARGEST_SHARE = 1.2;
/** What of the holidays seen still counts after a day of another one: the use of a network changes over the years. */
const KEPT_A_DAY = 0.98;

/** The value of a step by its number on the clock on the wall, in the experts' space; NaN where there is none. */
export type ValueAt = (slot: number) => number;

/** What holidays do to the series of one step, learnt by each series for itself. */
export interface HolidayEffect {
  /**
   * What a holiday adds at the step `slot`, in the experts' space. Add it to a forecast of that step, and take it away from
   * the measured value before history holds that, so that the days after a holiday are not forecast from it. 0 until the
   * days of the week that are compared were measured twice.
   */
  at(memory: Memory, valueAt: ValueAt, slot: number): number;
  /**
   * Learns what was measured at the step `slot` of a holiday, and what was `expected` there a day before without the effect
   * of the holiday. NaN is unknown.
   */
  learn(memory: Memory, valueAt: ValueAt, slot: number, value: number, expected: number): void;
}

/**
 * A holiday is a step from its day of the week towards the day of rest. Of the difference d between these two, at that time
 * of day, what may be chance is taken off: d·max(0, 1 − s²/d²), s² its squared standard error (the estimate of James and
 * Stein; Efron and Morris, JASA 68, 1973). The share β of it is a regression through the origin of what holidays did beyond
 * the forecasts (z), shrunk towards a first share β₀ that counts for n₀ days: β = (n₀ β₀ + n b)/(n₀ + n), b = Σ z d / Σ d²,
 * with older holidays fading (Hoerl and Kennard, Ridge regression, Technometrics 12, 1970). Holidays as Sundays: Ziel,
 * Modeling public holidays in load forecasting, J. Mod. Power Syst. Clean Energy 6, 2018.
 *
 * `day` is the number of steps of a day, `restDay` the day of rest (Monday 1 … Sunday 7).
 */
export function createHolidayEffect(layout: Layout, day: number, restDay: number): HolidayEffect {
  const week = DAYS_OF_WEEK * day;
  const hour = Math.floor(day / HOURS_OF_DAY);
  const seen = layout.take(3);
  const [product, square] = [seen + 1, seen + 2];
  const kept = KEPT_A_DAY ** (1 / day);

  /** Means around the step `newest` of a week and the same of the weeks before, of those there are. */
  const weekly = (valueAt: ValueAt, newest: number): number[] => {
    const around = (slot: number) => {
      let sum = 0;
      let weight = 0;
      NEIGHBOURS.forEach((own, place) => {
        const value = valueAt(slot + (place - 1) * hour);
        if (Number.isNaN(value)) return;
        sum += own * value;
        weight += own;
      });
      return sum / weight;
    };
    const means = Array.from({ length: WEEKS }, (_, weeks) => around(newest - weeks * week));
    return means.filter((mean) => !Number.isNaN(mean));
  };
  const differenceAt = (valueAt: ValueAt, slot: number): number => {
    const rest = weekly(valueAt, slot - daysSince(restDay, Math.floor(slot / day)) * day);
    const ordinary = weekly(valueAt, slot - week);
    if (rest.length < 2 || ordinary.length < 2) return 0;
    const difference = meanOf(rest) - meanOf(ordinary);
    return difference === 0 ? 0 : difference * Math.max(0, 1 - (noiseOf(rest) + noiseOf(ordinary)) / difference ** 2);
  };
  const share = (memory: Memory): number => {
    const first = FIRST_DAYS * day;
    const found = memory[square]! > 0 ? memory[product]! / memory[square]! : 0;
    const shrunk = (first * FIRST_SHARE + memory[seen]! * found) / (first + memory[seen]!);
    return Math.max(0, Math.min(LARGEST_SHARE, shrunk));
  };

  return {
    at: (memory, valueAt, slot) => share(memory) * differenceAt(valueAt, slot),
    learn(memory, valueAt, slot, value, expected) {
      const difference = differenceAt(valueAt, slot);
      const size = Math.abs(difference);
      const did = (value - expected) * Math.sign(difference);
      if (size === 0 || Number.isNaN(did)) return;
      memory[seen] = kept * memory[seen]! + 1;
      // An outage on a holiday is no custom: at most twice the difference counts.
      memory[product] = kept * memory[product]! + size * Math.max(-size, Math.min(2 * size, did));
      memory[square] = kept * memory[square]! + size * size;
    },
  };
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Squared standard error of the mean of values. */
function noiseOf(values: readonly number[]): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return squares / (values.length - 1) / values.length;
}

/** Days from the newest `weekday` before a day to that day, 1 … 7. Days are numbered from 1970-01-01, a Thursday. */
function daysSince(weekday: number, dayNumber: number): number {
  const days = (dayNumber + 3 - weekday) % DAYS_OF_WEEK;
  return (days < 0 ? days + DAYS_OF_WEEK : days) + 1;
}
