import type { Calendar } from '../model/calendar.ts';
import type { Forecast } from '../model/forecast.ts';
import type { Series, SeriesBlock } from '../model/series.ts';
import type { Baseline } from './baselines/baseline.ts';
import { createMethod } from './method.ts';
import type { Priors } from './priors/priors.ts';
import { stepsOfDay } from './steps.ts';

/** A baseline, and at which origins it is asked: every `every`-th. */
export interface Rival {
  readonly baseline: Baseline;
  readonly every: number;
}

export interface BacktestOptions {
  /** Steps before the first forecast. */
  readonly train: number;
  readonly horizon: number;
  readonly rivals: readonly Rival[];
  /** As for `createMethod`. */
  readonly calendar?: Calendar;
  readonly priors?: Priors;
}

/** What was said at one origin of a series about its next steps. */
export interface OriginForecast {
  /** Index of the newest value that was known. */
  readonly origin: number;
  readonly forecast: Forecast;
  /** The values that each baseline asked at this origin gave, by its name. */
  readonly baselines: Readonly<Record<string, readonly number[]>>;
}

/** A series at even steps, NaN where a value is missing; `start` is the time of the first one. */
export interface Grid {
  readonly series: Series;
  readonly start: number;
  readonly values: Float64Array;
}

/** Baselines see as much of the past: more than any of them uses. */
const DAYS_SEEN = 56;

/**
 * Goes through a series from its first value to its last, and forecasts from every step from `train` on whose value is
 * there, with nothing but what was known then. The last step has no future and so no forecast.
 */
export function* backtest(grid: Grid, options: BacktestOptions): Generator<OriginForecast> {
  const { series, start, values } = grid;
  const { train, horizon, rivals, calendar, priors } = options;
  const day = stepsOfDay(series);
  const method = createMethod({ horizon, ...(calendar && { calendar }), ...(priors && { priors }) });
  const state = method.newSeries(series);
  for (let origin = 0; origin < values.length - 1; origin++) {
    const value = values[origin]!;
    if (Number.isNaN(value) || !method.observe(state, start + origin * series.step, value) || origin + 1 < train)
      continue;
    const forecast = method.forecastOf(state);
    const known = values.subarray(Math.max(0, origin + 1 - DAYS_SEEN * day), origin + 1);
    const asked = rivals.filter(({ every }) => (origin + 1 - train) % every === 0);
    const baselines = asked.map(({ baseline }) => [baseline.name, baseline.forecast(known, horizon, day)] as const);
    yield { origin, forecast, baselines: Object.fromEntries(baselines) };
  }
}

/** The values at even steps from the first time on. */
export function gridOf({ series, times, values }: SeriesBlock): Grid {
  const start = times[0] ?? 0;
  const length = times.length === 0 ? 0 : Math.round((times.at(-1)! - start) / series.step) + 1;
  const grid = new Float64Array(length).fill(Number.NaN);
  for (const [index, time] of times.entries()) grid[Math.round((time - start) / series.step)] = values[index]!;
  return { series, start, values: grid };
}
