import { type ErrorCode, PresageError } from '../../errors.ts';
import type { Forecast } from '../../model/forecast.ts';
import { type Series, seriesKey } from '../../model/series.ts';
import { HOUR } from '../../model/targets.ts';
import type { RestDependencies } from './dependencies.ts';
import { Problem } from './problem.ts';

/** Hours that a forecast on demand can reach. */
export const FURTHEST = 168;
/** The most series of one answer: the forecaster takes half a millisecond for each, in which it learns nothing. */
const SERIES_LIMIT = 100;
/** Why a series cannot be forecast so far; of several, the first here is what whoever asked can do something about. */
const REFUSALS: readonly ErrorCode[] = ['FORECAST_LEARNING', 'FORECAST_TOO_FAR', 'FORECAST_UNKNOWN_SERIES'];

/** Forecasts on demand by series key, and why there is none of the other series. */
export interface ForecastsAhead {
  readonly forecasts: ReadonlyMap<string, Forecast>;
  readonly refusals: readonly PresageError[];
}

/** Forecasts of series from what is known now, so many hours ahead. Throws a Problem where there are too many series. */
export async function forecastsAhead(
  series: readonly Series[],
  hours: number,
  { forecast }: Pick<RestDependencies, 'forecast'>,
): Promise<ForecastsAhead> {
  if (series.length > SERIES_LIMIT) throw tooManySeries(series.length);
  const answers = await Promise.allSettled(
    series.map((one) => forecast(seriesKey(one), Math.max(1, Math.floor((hours * HOUR) / one.step)))),
  );
  const forecasts = new Map<string, Forecast>();
  const refusals: PresageError[] = [];
  for (const [index, answer] of answers.entries()) {
    if (answer.status === 'fulfilled') forecasts.set(seriesKey(series[index]!), answer.value);
    else if (isRefusal(answer.reason)) refusals.push(answer.reason);
    else throw answer.reason;
  }
  return { forecasts, refusals };
}

/** Why there is no forecast on demand at all. */
export function refusalOf({ refusals }: ForecastsAhead): PresageError {
  const [first] = refusals.toSorted((a, b) => REFUSALS.indexOf(a.code) - REFUSALS.indexOf(b.code));
  const nothing = 'no series that is forecast matches: /api/v1/forecasts lists those that are';
  return first ?? new PresageError('FORECAST_UNKNOWN_SERIES', nothing);
}

const isRefusal = (error: unknown): error is PresageError =>
  error instanceof PresageError && REFUSALS.includes(error.code);

const tooManySeries = (count: number) =>
  new Problem(
    'too-many-points',
    `${count.toLocaleString('en')} series match, of which at most ${SERIES_LIMIT} are forecast on demand at a time: name a measurement, field or tag.`,
  );
