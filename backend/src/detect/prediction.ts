import { probabilityBeyond } from '../model/distribution.ts';
import type { Forecast } from '../model/forecast.ts';
import { MINUTE } from '../model/targets.ts';
import type { LevelsAt } from './hysteresis.ts';
import type { Predict } from './kinds.ts';

/** A forecast is stale when, for so many of its steps, no newer one has come. */
const FRESH_STEPS = 6;
/** How long past its time a prediction without fresh forecasts is still waited for. */
const GRACE = 30 * MINUTE;

/** The part of the way from what was expected to the threshold that is behind it before a crossing is predicted: noise turns. */
const BEGUN = 2 / 3;

/** That a threshold will be crossed. Times are epoch milliseconds UTC. */
export interface Crossing {
  readonly probability: number;
  /** Start of the first bucket in which it is more likely than not, else of the one in which it is likeliest. */
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

/**
 * When a forecast crosses the threshold in a bucket that has not begun at `now`; undefined when it reaches none that can be
 * judged. The probability is the largest of any one bucket: a lower bound of that of the whole horizon, as buckets are not
 * independent.
 */
export function crossing(forecast: Forecast, levelsAt: LevelsAt, now: number): Crossing | undefined {
  const { origin, series, mean } = forecast;
  let best: Crossing | undefined;
  for (let lead = Math.max(1, Math.ceil((now - origin) / series.step)); lead <= mean.length; lead++) {
    const time = origin + lead * series.step;
    const levels = levelsAt(time);
    if (!levels) continue;
    const { sign, raise: threshold, expected } = levels;
    const probability = probabilityBeyond(forecast, lead, sign, threshold);
    if (best && probability <= best.probability) continue;
    const isLikely = best !== undefined && best.probability >= 0.5;
    best = isLikely ? { ...best!, probability } : { probability, expectedAt: time, threshold, expected };
  }
  return best;
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
