import type { Forecast } from '../model/forecast.ts';
import type { Series } from '../model/series.ts';
import { HOUR } from '../model/targets.ts';
import { type LongStepState, longStepForecast, longStepsMissing, newLongStep, observeLongStep } from './long-step.ts';
import {
  newShortStep,
  observeShortStep,
  type ShortStepState,
  shortStepForecast,
  shortStepsMissing,
} from './short-step/short-step.ts';

/** What a method knows of one series: what a snapshot keeps. */
export type SeriesState = LongStepState | ShortStepState;

/** Which method a series gets: hours and longer a regression on days and weeks, shorter steps one that sees a fault begin. */
export const newSeries = (series: Series, horizon: number): SeriesState =>
  series.step < HOUR ? newShortStep(series, horizon) : newLongStep(series, horizon);

/** Learns one sample; true when there is a forecast from it. A sample not newer than the newest is ignored. */
export const observe = (state: SeriesState, time: number, value: number): boolean =>
  state.method === 'short step' ? observeShortStep(state, time, value) : observeLongStep(state, time, value);

/** The forecast from the newest sample, after `observe` has said that there is one. */
export const forecastOf = (state: SeriesState): Forecast =>
  state.method === 'short step' ? shortStepForecast(state) : longStepForecast(state);

/** Steps that are missing before the first forecast. */
export const stepsMissing = (state: SeriesState): number =>
  state.method === 'short step' ? shortStepsMissing(state) : longStepsMissing(state);
