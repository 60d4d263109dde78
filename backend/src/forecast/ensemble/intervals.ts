import { type Layout, type Memory, takePending } from './layout.ts';

/** Quantile levels of |error| / scale that are tracked. */
const LEVELS = [0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99];
/** How much of the scale of an hour of the day is its own, once it was seen for days, and after how many days half of that. */
const OWN = 0.85;
const OWN_AFTER = 6;
/** Rates at which the scales of an hour of the day, whose first errors count alike, and of a lead follow the errors. */
const HOUR_RATE = 0.15;
const LEAD_RATE = 0.08;
/** How fast the usual scale of a lead follows, and the bounds of how much more than usual the scales of its hours may count. */
const LEAD_USUAL_RATE = 0.015;
const LEAST_RISE = 0.3;
const MOST_RISE = 3;
/**
 * How fast the newest and the usual size of the next step's errors follow them; the power to which their ratio, within
 * bounds, widens all leads once it was seen for days; and after how many days half of that.
 */
const NEWEST_RATE = 0.04;
const USUAL_RATE = 0.006;
const UNREST = 0.25;
const UNREST_AFTER = 7;
const CALMEST = 0.4;
const WILDEST = 3;
/** An error beyond so many scales counts as that many in them. */
const LIMIT = 6;
/** Part of the size of the values that an error may always count as. */
const STANDSTILL = 0.05;
/**
 * How fast quantiles follow. Errors of a longer lead are known later and many have one cause, so that a rate as high would
 * swing about what it follows.
 */
const TRACKING_RATE = 0.04;
const TRACKING_POWER = -1 / 3;
const SMALLEST_STEP = 0.15;
const SMALLEST_LEVEL = 0.05;

/** Prediction intervals that follow the errors, for each lead. */
export interface Intervals {
  start(memory: Memory): void;
  /** Learns how far the forecast of `lead` from `origin` was off; `slot` is the number of the step on the wall. */
  learn(memory: Memory, origin: number, lead: number, slot: number, said: number, value: number): void;
  /** Keeps the scale of a forecast and answers it: in the unit of the series. */
  keep(memory: Memory, origin: number, lead: number, slot: number, said: number): number;
  /** The scale kept of the forecast of `lead` from one of the newest `lead` origins. */
  kept(memory: Memory, origin: number, lead: number): number;
  /** The scale of a forecast made at `slot`. */
  scale(memory: Memory, lead: number, slot: number, said: number): number;
  /** Half the width of the central interval of `coverage` (0 … 1), in scales. */
  width(memory: Memory, lead: number, coverage: number): number;
  /** How many errors of the last lead are known. */
  scored(memory: Memory): number;
  /** Follows the size of the values. */
  follow(memory: Memory, value: number): void;
}

/**
 * The error of a lead is its scale, which follows the hour of the day and the size of the forecast, times a number whose
 * quantiles are tracked one by one so that each is exceeded as often as it says (adaptive conformal inference: Gibbs and
 * Candès 2021; quantile tracking: Angelopoulos, Candès and Tibshirani 2023). When the next step's errors grow, those of all
 * leads will (Engle 1982): what is far ahead need not wait for its own.
 */
export function createIntervals(layout: Layout, day: number, horizon: number): Intervals {
  const levels = LEVELS.length;
  const quantiles = layout.take(horizon * levels);
  const seen = layout.take(horizon);
  const hours = layout.take(horizon * day);
  const leads = layout.take(horizon);
  const usualLeads = layout.take(horizon);
  const size = layout.take(1);
  const newest = layout.take(3);
  const [usual, unrest] = [newest + 1, newest + 2];
  const scales = takePending(layout, horizon);
  const rates = Float64Array.from({ length: horizon }, (_, index) => TRACKING_RATE * (index + 1) ** TRACKING_POWER);

  const sizeOf = (memory: Memory, said: number) =>
    Math.sqrt(Math.max(SMALLEST_LEVEL, memory[size]! > 0 ? Math.abs(said) / memory[size]! : 1));
  const towards = (memory: Memory, at: number, error: number, rate: number) => {
    const now = memory[at]!;
    // After a standstill the scale is next to nothing, and must not take weeks to come back.
    const limit = Math.max(LIMIT * now, STANDSTILL * memory[size]!);
    memory[at] = now > 0 ? now + rate * (Math.min(error, limit) - now) : error;
  };

  /** An hour of the day is seen once a day: by how much errors of all hours have grown since. */
  const rise = (memory: Memory, lead: number) =>
    Math.max(LEAST_RISE, Math.min(MOST_RISE, Math.sqrt(memory[leads + lead - 1]! / memory[usualLeads + lead - 1]!)));

  const scale = (memory: Memory, lead: number, slot: number, said: number) => {
    const own = memory[hours + (lead - 1) * day + ((slot + lead) % day)]!;
    const all = memory[leads + lead - 1]!;
    const days = memory[seen + lead - 1]! / day;
    const part = (OWN * days) / (days + OWN_AFTER);
    const relative = own > 0 && all > 0 ? part * own * rise(memory, lead) + (1 - part) * all : Math.max(own, all);
    return relative * sizeOf(memory, said) * memory[unrest]!;
  };

  /** Follows how much larger than usual the errors of the next step are; `count` of them are known. */
  const followUnrest = (memory: Memory, error: number, count: number) => {
    const limit = Math.max(LIMIT * memory[usual]!, STANDSTILL * memory[size]!);
    const counted = count > 1 ? Math.min(error, limit) : error;
    for (const [at, rate] of [[newest, NEWEST_RATE] as const, [usual, USUAL_RATE] as const])
      memory[at] = memory[at]! + Math.max(rate, 1 / count) * (counted - memory[at]!);
    if (!(memory[usual]! > 0)) return;
    const ratio = Math.max(CALMEST, Math.min(WILDEST, memory[newest]! / memory[usual]!));
    memory[unrest] = ratio ** ((UNREST * count) / (count + UNREST_AFTER * day));
  };

  return {
    start(memory) {
      memory[unrest] = 1;
      for (let lead = 0; lead < horizon; lead++) {
        // The errors of a Laplace distribution.
        LEVELS.forEach((level, index) => {
          memory[quantiles + lead * levels + index] = -Math.log(1 - level);
        });
      }
    },
    learn(memory, origin, lead, slot, said, value) {
      const error = Math.abs(value - said);
      const scale = memory[scales.at(origin, lead)]!;
      const count = ++memory[seen + lead - 1]!;
      if (scale > 0) {
        const ratio = error / scale;
        const rate = rates[lead - 1]!;
        const first = quantiles + (lead - 1) * levels;
        for (let index = 0; index < levels; index++) {
          const now = memory[first + index]!;
          const step = rate * Math.max(SMALLEST_STEP, now) * (LEVELS[index]! - (ratio < now ? 1 : 0));
          const least = index > 0 ? memory[first + index - 1]! : 1e-3;
          memory[first + index] = Math.max(least, now + step);
        }
      }
      const relative = error / sizeOf(memory, said);
      towards(
        memory,
        hours + (lead - 1) * day + (slot % day),
        relative,
        Math.max(HOUR_RATE, 1 / Math.ceil(count / day)),
      );
      towards(memory, leads + lead - 1, relative, LEAD_RATE);
      towards(memory, usualLeads + lead - 1, relative, Math.max(LEAD_USUAL_RATE, 1 / count));
      if (lead === 1) followUnrest(memory, relative, count);
    },
    keep(memory, origin, lead, slot, said) {
      const found = scale(memory, lead, slot, said);
      memory[scales.at(origin, lead)] = found;
      return found;
    },
    kept: (memory, origin, lead) => memory[scales.at(origin, lead)]!,
    scale,
    width(memory, lead, coverage) {
      const first = quantiles + (lead - 1) * levels;
      let index = 0;
      while (index < levels && LEVELS[index]! < coverage - 1e-9) index++;
      if (index === 0) return (memory[first]! * coverage) / LEVELS[0]!;
      if (index === levels) return memory[first + levels - 1]! * 1.2;
      const below = memory[first + index - 1]!;
      const part = (coverage - LEVELS[index - 1]!) / (LEVELS[index]! - LEVELS[index - 1]!);
      return below + part * (memory[first + index]! - below);
    },
    scored: (memory) => memory[seen + horizon - 1]!,
    follow(memory, value) {
      const now = memory[size]!;
      memory[size] = now > 0 ? now + 0.02 * (Math.abs(value) - now) : Math.abs(value);
    },
  };
}
