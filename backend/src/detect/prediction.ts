import type { Forecast } from '../model/forecast.ts';
import { MINUTE } from '../model/targets.ts';
import { probabilityBeyond } from './distribution.ts';
import type { Predict } from './kinds.ts';

/** A forecast is stale when, for so many of its steps, no newer one has come. */
const FRESH_STEPS = 6;
/** How long past its time a prediction without fresh forecasts is still waited for. */
const GRACE = 30 * MINUTE;

/** That a threshold will be crossed. Times are epoch milliseconds UTC. */
export interface Crossing {
  readonly probability: number;
  /** Start of the first bucket in which it is more likely than not, else of the one in which it is likeliest. */
  readonly expectedAt: number;
}

/** What a forecast is looked at under: the time, epoch milliseconds UTC, and what was measured so far. */
export interface Circumstances {
  readonly now: number;
  readonly mayOpen: boolean;
  /** Whether what is forecast for a time may only repeat what happened once. */
  readonly isEcho: (time: number) => boolean;
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
 * When a forecast crosses the threshold in a bucket that has not begun at `now`; undefined when it reaches none. The probability is
 * the largest of any one bucket: a lower bound of that of the whole horizon, as buckets are not independent. Buckets that
 * `isEcho` says to be one are left out.
 */
export function crossing(
  forecast: Forecast,
  sign: 1 | -1,
  threshold: number,
  { now, isEcho }: Pick<Circumstances, 'now' | 'isEcho'>,
): Crossing | undefined {
  const { origin, series, mean } = forecast;
  let best: Crossing | undefined;
  for (let lead = Math.max(1, Math.ceil((now - origin) / series.step)); lead <= mean.length; lead++) {
    const time = origin + lead * series.step;
    if (isEcho(time)) continue;
    const probability = probabilityBeyond(forecast, lead, sign, threshold);
    const likely = best !== undefined && best.probability >= 0.5;
    if (best && probability <= best.probability) continue;
    best = { probability, expectedAt: likely ? best!.expectedAt : time };
  }
  return best;
}

/** The prediction with one forecast more. It does not open unless it `mayOpen`; an older or stale forecast is ignored. */
export function afterForecast(
  state: Prediction,
  forecast: Forecast,
  { sign, raise: threshold }: { sign: 1 | -1; raise: number },
  { raise, keep, hold, release }: Predict,
  circumstances: Circumstances,
): Prediction {
  const { origin, series } = forecast;
  const { now, mayOpen } = circumstances;
  const previous = state.evaluations.find(({ step }) => step === series.step);
  const isNews = origin >= state.from && origin > (previous?.origin ?? Number.NEGATIVE_INFINITY);
  const found =
    isNews && isFresh({ origin, step: series.step }, now) && crossing(forecast, sign, threshold, circumstances);
  if (!found) return state;

  const count = found.probability >= raise ? (previous?.count ?? 0) + 1 : 0;
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

const isFresh = ({ origin, step }: Pick<Evaluation, 'origin' | 'step'>, now: number) =>
  now <= origin + FRESH_STEPS * step;

/** An open prediction as it is now said to be. What is not held to be likely any more keeps the time it was expected at. */
function reopened(before: Prediction['open'], said: Crossing, keep: number, origin: number): Prediction['open'] {
  if (!before) return { ...said, since: origin };
  return { ...before, ...said, expectedAt: said.probability >= keep ? said.expectedAt : before.expectedAt };
}

/** The largest probability, and the first time that any step finds likely, else the likeliest. */
function soonest(evaluations: readonly Evaluation[]): Crossing {
  const likeliest = evaluations.reduce((a, b) => (b.probability > a.probability ? b : a));
  const likely = evaluations.filter(({ probability }) => probability >= 0.5);
  const times = likely.length > 0 ? likely.map(({ expectedAt }) => expectedAt) : [likeliest.expectedAt];
  return { probability: likeliest.probability, expectedAt: Math.min(...times) };
}
