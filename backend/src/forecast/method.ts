import { crc32 } from 'node:zlib';
import { type Calendar, calendar as calendarOf } from '../model/calendar.ts';
import type { Explanation } from '../model/explanation.ts';
import type { Forecast } from '../model/forecast.ts';
import type { Series } from '../model/series.ts';
import { HOUR } from '../model/targets.ts';
import { zone } from '../model/zone.ts';
import { createEnsemble, type Ensemble } from './ensemble/ensemble.ts';
import { NET_DAY } from './experts/net-inputs.ts';
import { explain } from './explain.ts';
import { type LongStepState, longStepForecast, longStepsMissing, newLongStep, observeLongStep } from './long-step.ts';
import { type Priors, readPriors, writePriors } from './priors/priors.ts';
import { explainShortStep } from './short-step/explain.ts';
import {
  newShortStep,
  observeShortStep,
  type ShortStepState,
  shortStepForecast,
  shortStepsMissing,
} from './short-step/short-step.ts';
import { stepsOfDay } from './steps.ts';

/** What a method knows of one series: what a snapshot keeps. */
export type SeriesState = LongStepState | ShortStepState;

/** What forecasts are made with. */
export interface MethodOptions {
  /** Leads of every forecast. */
  readonly horizon: number;
  /** The clock on the wall, by which days and weeks go: UTC when nothing is said. */
  readonly calendar?: Calendar;
  /** What was learnt of other series beforehand; the program's own when nothing is said. */
  readonly priors?: Priors;
}

/** The methods by which series are forecast. */
export interface Method {
  newSeries(series: Series): SeriesState;
  /** Learns one sample; true when there is a forecast from it. A sample not newer than the newest is ignored. */
  observe(state: SeriesState, time: number, value: number): boolean;
  /**
   * The forecast from the newest sample, after `observe` has said that there is one, with as many leads as always or, within
   * the reach, with so many. Changes nothing.
   */
  forecastOf(state: SeriesState, leads?: number): Forecast;
  /** True once there is a forecast of a series, be it still learning. */
  isForecast(state: SeriesState): boolean;
  /** The most leads of a forecast of a series. */
  reach(state: SeriesState): number;
  /** Why the newest forecast says what it says of a lead; undefined where there is none. */
  explain(state: SeriesState, lead: number): Explanation | undefined;
  /** A number that tells these priors from others. */
  priors(): number;
  /** Steps that are missing before the intervals of a series can be trusted; 0 when they can. */
  stepsMissing(state: SeriesState): number;
}

/** Days that series of hours and longer steps are forecast on demand. */
const FURTHEST_DAYS = 7;

const SERVICE_PRIORS = new URL('./priors/service.priors', import.meta.url);

/** Which method a series gets: hours and longer an ensemble on days and weeks, shorter steps one that sees a fault begin. */
export function createMethod({ horizon, calendar = calendarOf(zone('UTC')), priors: given }: MethodOptions): Method {
  let priors = given;
  const known = () => {
    priors ??= readPriors(SERVICE_PRIORS);
    return priors;
  };
  let number: number | undefined;
  const made = new Map<number, Ensemble>();
  const partsOf = (series: Series) => {
    const { step } = series;
    const day = stepsOfDay(series);
    const before = made.get(day);
    if (before) return { ensemble: before, calendar, day };
    const hourly = day === NET_DAY;
    const ensemble = createEnsemble({
      day,
      horizon: hourly ? NET_DAY : horizon,
      holidays: {
        restDay: calendar.restDay,
        isHoliday: (slot) => calendar.dayOfSlot(slot, step).kind === 'holiday',
      },
      priors: hourly ? known() : undefined,
      growth: known().growth,
    });
    made.set(day, ensemble);
    return { ensemble, calendar, day };
  };
  const stepsMissing = (state: SeriesState) =>
    state.method === 'short step' ? shortStepsMissing(state) : longStepsMissing(state, partsOf(state.series).ensemble);
  return {
    newSeries: (series) => (series.step < HOUR ? newShortStep(series, horizon) : newLongStep(series)),
    observe: (state, time, value) =>
      state.method === 'short step'
        ? observeShortStep(state, time, value)
        : observeLongStep(state, partsOf(state.series), time, value),
    forecastOf(state, leads = horizon) {
      const forecast =
        state.method === 'short step'
          ? shortStepForecast(state, leads)
          : longStepForecast(state, partsOf(state.series), leads);
      return stepsMissing(state) > 0 ? { ...forecast, learning: true } : forecast;
    },
    isForecast: (state) => (state.method === 'short step' ? state.started : state.memory !== undefined),
    reach: ({ method, series }) =>
      method === 'short step' ? horizon : Math.max(horizon, Math.floor((FURTHEST_DAYS * 24 * HOUR) / series.step)),
    explain: (state, lead) =>
      state.method === 'short step' ? explainShortStep(state, lead) : explain(state, partsOf(state.series), lead),
    priors: () => {
      number ??= crc32(writePriors(known()));
      return number;
    },
    stepsMissing,
  };
}
