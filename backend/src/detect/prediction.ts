import { probabilityBeyond } from '../model/distribution.ts';
import type { Forecast } from '../model/forecast.ts';
import { firstChances } from '../model/paths.ts';
import { hash, randomOf } from '../model/random.ts';
import { MINUTE } from '../model/targets.ts';
import type { LevelsAt } from './hysteresis.ts';
import type { Predict } from './kinds.ts';

/** A forecast is stale when, for so many of its steps, no newer one has come. */
const FRESH_STEPS = 6;
/** How long past its time a prediction without fresh forecasts is still waited for. */
const GRACE = 30 * MINUTE;

/** The part of the way from what was expected to the threshold that is behind it before a crossing is predicted: noise turns. */
const BEGUN = 2 / 3;

/**
 * A crossing is not simulated where one bucket alone is next to certain, or all together are next to impossible: nearly all
 * forecasts are one of the two, and a simulation takes a millisecond.
 */
const CERTAIN = 0.99;
const IMPOSSIBLE = 0.1;

/** That a threshold will be crossed. Times are epoch milliseconds UTC. */
export interface Crossing {
  /** That it is in any bucket that is looked at. */
  readonly probability: number;
  /** Start of the bucket by which it has been with even chances, given that it will be. */
  readonly expectedAt: number;
  /** The threshold in that bucket, and what was expected there where it depends on that. */
  readonly threshold: number;
  readonly expected: number | null;
}

/** What a forecast is looked at under: the time, epoch milliseconds UTC, and what was measured so far. */
export interface Circumstances {
  readonly now: number;
  readonly mayOpen: boolean;
}

/** What the newest forecast of one step says; `count` forecasts in a row have said that it is likely. */
interface Evaluation extends Crossing {
  readonly step: number;
  readonly origin: number;
  readonly count: number;
}

/** What the forecasts of one alarm say so far. */
export interface Prediction {
  /** One for each step of forecasts. */
  readonly evaluations: readonly Evaluation[];
  /** Evaluations in a row that were below `keep`. */
  readonly below: number;
  /** The open prediction; `since` is the origin of the forecast that opened it. */
  readonly open: (Crossing & { readonly since: number }) | null;
  /** Only forecasts from this origin on count: an end of the alarm makes a new beginning. */
  readonly from: number;
}

export const nothingPredicted = (from = Number.NEGATIVE_INFINITY): Prediction => ({
  evaluations: [],
  below: 0,
  open: null,
  from,
});

/** How likely and when a forecast first crosses the threshold in a bucket that has not begun at `now`; undefined when it reaches none that can be judged. */
export function crossing(forecast: Forecast, levelsAt: LevelsAt, now: number): Crossing | undefined {
  const { origin, series, mean } = forecast;
  const from = Math.max(1, Math.ceil((now - origin) / series.step));
  const buckets = Array.from({ length: Math.max(0, mean.length - from + 1) }, (_, index) => {
    const lead = from + index;
    const time = origin + lead * series.step;
    const levels = levelsAt(time);
    return { time, levels, alone: levels ? probabilityBeyond(forecast, lead, levels.sign, levels.raise) : 0 };
  });
  const firsts = chancesOf(
    buckets.map(({ alone }) => alone),
    origin,
  );
  const probability = Math.min(
    1,
    firsts.reduce((sum, chance) => sum + chance, 0),
  );
  let until = 0;
  const half = buckets.find(({ levels }, index) => {
    until += firsts[index]!;
    return levels && until >= probability / 2;
  });
  if (!half) return undefined;
  const { raise: threshold, expected } = half.levels!;
  return { probability, expectedAt: half.time, threshold, expected };
}

/** The probability of each bucket to be the first one beyond, given that of each alone; the same draws for an origin. */
function chancesOf(alone: readonly number[], origin: number): number[] {
  const greatest = Math.max(0, ...alone);
  const sum = alone.reduce((total, each) => total + each, 0);
  if (greatest < CERTAIN && sum > IMPOSSIBLE) return firstChances(alone, randomOf(hash(origin)));
  let reached = 0;
  return alone.map((each) => {
    const first = Math.max(0, each - reached);
    reached += first;
    return first;
  });
}

/** The prediction with one forecast more. It does not open unless it `mayOpen`; an older or stale forecast is ignored. */
export function afterForecast(
  state: Prediction,
  forecast: Forecast,
  levelsAt: LevelsAt,
  { raise, keep, hold, release }: Predict,
  { now, mayOpen }: Circumstances,
): Prediction {
  const { origin, series } = forecast;
  const previous = state.evaluations.find(({ step }) => step === series.step);
  const isNews = origin >= state.from && origin > (previous?.origin ?? Number.NEGATIVE_INFINITY);
  const found = isNews && isFresh({ origin, step: series.step }, now) && crossing(forecast, levelsAt, now);
  if (!found) return state;

  const count = found.probability >= raise && hasBegun(forecast, levelsAt) ? (previous?.count ?? 0) + 1 : 0;
  const others = state.evaluations.filter((evaluation) => evaluation !== previous && isFresh(evaluation, now));
  const evaluations: Evaluation[] = [...others, { ...found, step: series.step, origin, count }];
  const below = found.probability >= keep ? 0 : state.below + 1;
  const ended = below >= release && evaluations.every(({ probability }) => probability < keep);
  const begins = mayOpen && evaluations.some((evaluation) => evaluation.count >= hold);
  const stays = state.open !== null && !ended;
  const open = stays || begins ? reopened(state.open, soonest(evaluations), keep, origin) : null;
  return { ...state, evaluations, below, open };
}

/**
 * The prediction as it is at `now`: without fresh forecasts it ends when its series is `silent`, or long after the expected
 * time.
 */
export function afterTime(state: Prediction, now: number, silent: boolean): Prediction {
  if (!state.open || state.evaluations.some((evaluation) => isFresh(evaluation, now))) return state;
  return silent || now > state.open.expectedAt + GRACE ? nothingPredicted(state.from) : state;
}

/** Whether a way away from what was expected has begun; true of levels that are fixed. */
function hasBegun({ origin, series, mean }: Forecast, levelsAt: LevelsAt): boolean {
  const levels = levelsAt(origin + series.step);
  if (!levels || levels.expected === null) return true;
  const { sign, raise, expected } = levels;
  return sign * (mean[0]! - expected - BEGUN * (raise - expected)) > 0;
}

const isFresh = ({ origin, step }: Pick<Evaluation, 'origin' | 'step'>, now: number) =>
  now <= origin + FRESH_STEPS * step;

/** An open prediction as it is now said to be. What is not held to be likely any more keeps the time it was expected at and its threshold. */
function reopened(before: Prediction['open'], said: Crossing, keep: number, origin: number): Prediction['open'] {
  if (!before) return { ...said, since: origin };
  return said.probability >= keep ? { ...before, ...said } : { ...before, probability: said.probability };
}

/** The largest probability, and the first time that any step finds likely, else the likeliest. */
function soonest(evaluations: readonly Evaluation[]): Crossing {
  const likeliest = evaluations.reduce((a, b) => (b.probability > a.probability ? b : a));
  const likely = evaluations.filter(({ probability }) => probability >= 0.5);
  const { expectedAt, threshold, expected } = likely.reduce(
    (a, b) => (b.expectedAt < a.expectedAt ? b : a),
    likely[0] ?? likeliest,
  );
  return { probability: likeliest.probability, expectedAt, threshold, expected };
}
