import type { Layout, Memory } from './layout.ts';

/** The days whose last lead is looked at, where it lies beyond the horizon; those after go by the last of them. */
const DAYS = [2, 3];
/** Steps between two origins that are looked at beyond those of a day, so that they are of all times of day. */
const LATER = 5;
/** The interval that is to hold, and how fast the widths follow. */
const COVERAGE = 0.8;
const RATE = 0.1;
/** Logarithms of factors. */
const LEAST = Math.log(0.5);
const MOST = Math.log(8);

/** What is foreseen of a lead: the mean, and half the width of an interval of `coverage`. */
export type ForeseeLead = (lead: number, coverage: number) => { readonly mean: number; readonly half: number };

/** By what one series' intervals beyond the horizon are wider than those of other series. */
export interface FarWidths {
  /** The last lead that is looked at from an origin; 0 where none is. */
  reach(origin: number): number;
  /** Keeps what is foreseen, with the widths of other series, from an origin that is looked at. */
  keep(memory: Memory, origin: number, foreseen: ForeseeLead): void;
  /** Learns the value with a number. */
  learn(memory: Memory, index: number, value: number): void;
  /** By what a lead beyond the horizon is wider. */
  factor(memory: Memory, lead: number): number;
}

/**
 * A factor a day, which grows when too many values lie outside their intervals: its logarithm is a quantile that is tracked
 * (Angelopoulos, Candès and Tibshirani 2023). About once a day a far forecast is made to learn them.
 */
export function createFarWidths(layout: Layout, day: number, horizon: number): FarWidths {
  const period = day + LATER;
  const checked = DAYS.map((days) => days * day)
    .filter((lead) => lead > horizon)
    .map((lead) => {
      const origins = Math.ceil(lead / period);
      const logarithm = layout.take(1);
      const first = layout.take(2 * origins);
      return { lead, logarithm, at: (origin: number) => first + 2 * ((origin / period) % origins) };
    });
  const last = checked.at(-1)?.lead ?? 0;
  const follow = (memory: Memory, logarithm: number, error: number) => {
    const now = memory[logarithm]!;
    const outside = Number(error > Math.exp(now));
    memory[logarithm] = Math.max(LEAST, Math.min(MOST, now + RATE * (outside - (1 - COVERAGE))));
  };
  return {
    reach: (origin) => (origin % period === 0 ? last : 0),
    keep(memory, origin, foreseen) {
      for (const { lead, at } of checked) {
        const { mean, half } = foreseen(lead, COVERAGE);
        memory[at(origin)] = mean;
        memory[at(origin) + 1] = half;
      }
    },
    learn(memory, index, value) {
      for (const [place, { lead, at }] of checked.entries()) {
        const origin = index - lead;
        if (origin < 0 || origin % period !== 0) continue;
        const half = memory[at(origin) + 1]!;
        if (!(half > 0)) continue;
        const error = Math.abs(value - memory[at(origin)]!) / half;
        // What is too narrow on a day is so on later ones.
        for (const { logarithm } of checked.slice(place)) follow(memory, logarithm, error);
      }
    },
    factor(memory, lead) {
      const next = checked.find((own) => own.lead >= lead) ?? checked.at(-1);
      return next ? Math.exp(memory[next.logarithm]!) : 1;
    },
  };
}
