import type { Forecast } from '../model/forecast.ts';
import type { Series } from '../model/series.ts';
import { emptyRidge, type RidgeState, ridge } from './experts/ridge.ts';
import { append, emptyHistory, type HistoryState, stepsOfDay } from './history.ts';
import { addError, emptyErrors, intervalHalfWidth, type LeadErrors } from './intervals.ts';

/** Days of history before the first forecast: two show what a day's rhythm is. */
const DAYS_BEFORE_FIRST = 2;
/** A longer silence makes what was learnt before it worthless. */
const LONGEST_GAP_DAYS = 28;
/** Numbers beyond these would overflow in the equations; no unit of ours comes near them. */
const LARGEST = 1e140;
const SMALLEST = 1e-100;
const ROUNDING = 1e-12;

/** Everything known of one series of hours or longer steps, plain data of about 210 KB. */
export interface LongStepState {
  readonly method: 'long step';
  series: Series;
  readonly horizon: number;
  /** Values as they came until the first forecast is due; NaN is missing. */
  early: number[];
  /** Start of the newest step, epoch milliseconds UTC. */
  newest: number;
  /** In the space the experts work in. */
  history: HistoryState;
  ridge: RidgeState;
  errors: LeadErrors[];
  /** Past forecasts whose targets are still to come, newest last. */
  pending: number[][];
  /** Smallest value told apart from zero; undefined where the series may be negative and is taken as it is. */
  floor: number | undefined;
  started: boolean;
}

export const newLongStep = (series: Series, horizon: number): LongStepState => ({
  method: 'long step',
  series,
  horizon,
  early: [],
  newest: Number.NaN,
  history: emptyHistory(stepsOfDay(series)),
  ridge: emptyRidge(horizon),
  errors: emptyErrors(horizon),
  pending: [],
  floor: undefined,
  started: false,
});

/** Steps that are missing before the first forecast. */
export const longStepsMissing = ({ started, early, history }: LongStepState) =>
  started ? 0 : Math.max(0, DAYS_BEFORE_FIRST * history.day - early.length);

/**
 * Learns one sample; true when there is a forecast from it. A sample that is not newer than the newest is ignored. Steps in
 * between are missing.
 */
export function observeLongStep(state: LongStepState, time: number, value: number): boolean {
  const { step } = state.series;
  if (Number.isNaN(state.newest)) state.newest = time - step;
  const steps = Math.round((time - state.newest) / step);
  if (steps < 1) return false;
  if (steps > LONGEST_GAP_DAYS * state.history.day) Object.assign(state, newLongStep(state.series, state.horizon));
  else for (let missing = 1; missing < steps; missing++) take(state, Number.NaN);
  state.newest = time;
  take(state, value);
  return state.started;
}

function take(state: LongStepState, value: number): void {
  if (state.started) {
    advance(state, value);
    return;
  }
  state.early.push(value);
  if (longStepsMissing(state) > 0) return;
  state.started = true;
  state.floor = floorOf(state.series, state.early);
  for (const early of state.early) advance(state, early);
  state.early = [];
}

/** Scores the pending forecasts with a value, learns it and forecasts from it. */
function advance(state: LongStepState, value: number): void {
  const expert = ridge(state.ridge);
  const transformed = toExpert(value, state.floor);
  append(state.history, transformed);
  if (!Number.isNaN(transformed)) {
    state.pending.forEach((predicted, index) => {
      const lead = state.pending.length - index;
      addError(state.errors[lead - 1]!, Math.abs(transformed - predicted[lead - 1]!));
    });
    expert.learn(state.history);
  }
  state.pending.push(expert.forecast(state.history, state.horizon));
  if (state.pending.length > state.horizon) state.pending.shift();
}

/** The forecast from the newest value. There has to be one (`observeLongStep`). */
export function longStepForecast(state: LongStepState): Forecast {
  const { horizon } = state;
  const predicted = state.pending.at(-1)!;
  const column = (coverage: number, side: number) =>
    Array.from({ length: horizon }, (_, index) => {
      const center = predicted[index]!;
      if (side === 0) return fromExpert(center, state);
      // A width of nothing would shut out its own value by rounding.
      const width = Math.max(ROUNDING * Math.abs(center), intervalHalfWidth(state.errors, index + 1, coverage));
      return fromExpert(center + side * width, state);
    });
  return {
    series: state.series,
    origin: state.newest,
    mean: column(0, 0),
    lower80: column(0.8, -1),
    upper80: column(0.8, 1),
    lower95: column(0.95, -1),
    upper95: column(0.95, 1),
  };
}

/** A fifth of the smallest positive early value, or of one event where all are zero: what is below is taken for zero. */
function floorOf(series: Series, early: readonly number[]): number | undefined {
  if (series.lowerBound === undefined || series.lowerBound < 0) return undefined;
  const positive = early.filter((value) => value > 0);
  return positive.length === 0 ? 0.2 : Math.max(SMALLEST, 0.2 * Math.min(...positive));
}

/** Counts and loads vary in proportion to their size: the experts see their logarithm. */
function toExpert(value: number, floor: number | undefined): number {
  if (floor === undefined || Number.isNaN(value)) return Math.max(-LARGEST, Math.min(LARGEST, value));
  return Math.log(Math.max(value, floor));
}

function fromExpert(value: number, { series, floor }: LongStepState): number {
  const back = floor === undefined ? value : Math.exp(Math.min(value, 700));
  const known = floor !== undefined && back <= floor * (1 + 1e-9) ? 0 : back;
  return Math.max(series.lowerBound ?? -Number.MAX_VALUE, Math.min(series.upperBound ?? Number.MAX_VALUE, known));
}
