import { solveRidge, triangle } from '../cholesky.ts';
import { type HistoryState, meanAt, valueAt } from '../history.ts';
import { type Expert, seasonalBase } from './expert.ts';

/** How fast old rows lose weight: a row of six weeks ago counts a third. */
const FORGETTING = 0.999;
/** Strength of the pull towards the seasonal naive forecast, in rows, at lead 1; further leads have more noise to resist. */
const PENALTY = 12;
const PENALTY_GROWTH = 0.5;
/** Values between two solutions of the equations, once there are a week of them. */
const SOLVE_EVERY = 6;
const FEATURES = 21;
const GRAM = triangle(FEATURES, 0);

/** What the regression of one lead has learnt: the sums XᵀX (its triangle) and Xᵀz of its rows, and the solution. */
interface LeadState {
  readonly gram: Float64Array;
  readonly moment: Float64Array;
  weights: Float64Array;
}

/** All that a ridge has learnt, plain data. */
export interface RidgeState {
  readonly leads: LeadState[];
  /** Mean absolute difference to the day before: the unit of features and targets. */
  scale: number;
  seen: number;
}

export const emptyRidge = (horizon: number): RidgeState => ({
  leads: Array.from({ length: horizon }, () => ({
    gram: new Float64Array(GRAM),
    moment: new Float64Array(FEATURES),
    weights: new Float64Array(FEATURES),
  })),
  scale: 0,
  seen: 0,
});

/**
 * A ridge regression for each lead, straight to that lead: the difference to the same hour of the day before, explained by
 * the newest hours, the newest differences to the day before, the same hour of earlier days and of last week, and the
 * level. Its equations gather row by row as values come in, and with no rows it is the seasonal naive forecast. (Hoerl and
 * Kennard 1970.)
 */
export function ridge(state: RidgeState): Expert {
  const row = new Float64Array(FEATURES);
  const factor = new Float64Array(GRAM);

  /** Fills `row` with what was known at `origin` about `origin + lead`; answers the base, the value a day before. */
  const features = (history: HistoryState, origin: number, lead: number): number => {
    const at = (index: number) => (index > origin ? Number.NaN : valueAt(history, index));
    const { day } = history;
    const week = 7 * day;
    const target = origin + lead;
    const base = seasonalBase(history, target, origin, at);
    const sameHour = target - day * Math.ceil(lead / day);
    const lastWeek = target - week * Math.ceil(lead / week);
    const dayMean = meanAt(history, origin, 1, day);
    const dayBeforeMean = meanAt(history, origin - day, 1, day);
    const change = (lag: number) => at(origin - lag) - at(origin - lag - day);
    const values = [
      change(0),
      change(1),
      change(2),
      change(3),
      (change(4) + change(5)) / 2,
      at(sameHour - day) - base,
      meanAt(history, sameHour, day, 3) - base,
      meanAt(history, sameHour, day, 7) - base,
      at(lastWeek) - base,
      at(lastWeek - week) - base,
      at(origin) - at(origin - week),
      at(origin - 1) - at(origin - 1 - week),
      at(origin) - base,
      at(origin - 1) - base,
      at(origin - 2) - base,
      at(origin - 3) - base,
      dayMean - base,
      dayMean - dayBeforeMean,
      (at(sameHour - 1) + at(sameHour + 1)) / 2 - base,
      (at(lastWeek - 1) + at(lastWeek + 1)) / 2 - base,
    ];
    for (let index = 0; index < values.length; index++) {
      const value = values[index]! / state.scale;
      // What is not known says nothing; what is far out must not take over.
      row[index] = Number.isFinite(value) ? Math.max(-8, Math.min(8, value)) : 0;
    }
    row[FEATURES - 1] = 1;
    return base;
  };

  const learnLead = (history: HistoryState, lead: number) => {
    const { gram, moment } = state.leads[lead - 1]!;
    const newest = history.length - 1;
    const base = features(history, newest - lead, lead);
    const target = Math.max(-8, Math.min(8, (valueAt(history, newest) - base) / state.scale));
    for (let i = 0; i < FEATURES; i++) {
      moment[i] = FORGETTING * moment[i]! + row[i]! * target;
      const first = triangle(i, 0);
      for (let j = 0; j <= i; j++) gram[first + j] = FORGETTING * gram[first + j]! + row[i]! * row[j]!;
    }
  };

  return {
    learn(history) {
      const { day } = history;
      const week = 7 * day;
      const newest = history.length - 1;
      const value = valueAt(history, newest);
      const difference = Math.abs(value - valueAt(history, newest - day));
      if (Number.isNaN(difference)) return;
      state.seen++;
      state.scale += (difference - state.scale) * Math.max(1 / week, 1 / state.seen);
      if (state.scale <= 0) return;
      for (let lead = 1; lead <= state.leads.length && newest - lead >= day; lead++) learnLead(history, lead);
      if (state.seen > week && state.seen % SOLVE_EVERY !== 0) return;
      for (const [index, lead] of state.leads.entries()) {
        const penalty = PENALTY * (1 + PENALTY_GROWTH * index);
        lead.weights = solveRidge(lead.gram, lead.moment, penalty, FEATURES, factor);
      }
    },
    forecast(history, horizon) {
      const origin = history.length - 1;
      const [low, high] = bounds(history);
      return Array.from({ length: horizon }, (_, index) => {
        const base = features(history, origin, index + 1);
        const { weights } = state.leads[Math.min(index, state.leads.length - 1)]!;
        let difference = 0;
        for (let i = 0; i < FEATURES; i++) difference += weights[i]! * row[i]!;
        return Math.max(low, Math.min(high, base + difference * state.scale));
      });
    },
  };
}

/** A forecast stays near what the series has ever been: half its range beyond, at most. */
function bounds({ values, length }: HistoryState): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < Math.min(length, values.length); index++) {
    const value = values[index]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 0];
  const room = (high - low) / 2;
  return [low - room, high + room];
}
