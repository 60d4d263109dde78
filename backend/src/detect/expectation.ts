import type { Forecast, ForecastField } from '../model/forecast.ts';
import type { Series } from '../model/series.ts';
import { HOUR, MINUTE } from '../model/targets.ts';
import type { Levels } from './hysteresis.ts';
import type { FallMeasure } from './kinds.ts';

/** Leads of a level that stands in for forecasts: a day of hours. */
const FLAT_LEADS = 24;

/** The forecasts from which is read what was to be expected, finest step first, then newest origin. */
export type Expectations = readonly Forecast[];

/** How much wider the interval of an hour's mean is taken for what a minute of it may be. */
const WIDER = 2;

export interface Expected {
  readonly mean: number;
  readonly lower95: number;
}

/** When a forecast could be made: at the end of the last bucket it knows, epoch milliseconds UTC. */
const madeAt = ({ origin, series }: Forecast) => origin + series.step;

/**
 * The expectations with one forecast more. After an `onset` only forecasts made `lag` minutes before it are let in. Of each
 * step as many are kept as are made within the lag and still reach its end, and the one before, which is the newest that may
 * be used.
 */
export function withForecast(known: Expectations, forecast: Forecast, onset: number | null, lag: number): Expectations {
  if (onset !== null && madeAt(forecast) > onset - lag * MINUTE) return known;
  const { step } = forecast.series;
  const rivals = known.filter(({ series, origin }) => series.step === step && origin !== forecast.origin);
  const count = Math.min(Math.ceil((lag * MINUTE) / step) + 2, forecast.mean.length);
  const kept = [...rivals, forecast].sort((a, b) => b.origin - a.origin).slice(0, count);
  return [...known.filter(({ series }) => series.step !== step), ...kept].sort((a, b) => a.series.step - b.series.step);
}

/** The forecasts that were made at least `lag` minutes before `onset`, of steps longer than `step`. */
export const madeBefore = (known: Expectations, onset: number, lag: number, step = 0): Expectations =>
  known.filter((forecast) => madeAt(forecast) <= onset - lag * MINUTE && forecast.series.step > step);

/** What was expected at `time`: by the finest, then newest forecast that reaches it. Undefined when there is none. */
export function expectedAt(known: Expectations, time: number): Expected | undefined {
  for (const forecast of known) {
    const { step } = forecast.series;
    const lead = (time - forecast.origin) / step;
    if (lead < 1 || lead >= forecast.mean.length + 1) continue;
    const mean = between(forecast, 'mean', lead);
    const below = mean - between(forecast, 'lower95', lead);
    return { mean, lower95: mean - (step >= HOUR ? WIDER : 1) * below };
  }
  return undefined;
}

/** A column at a lead with a fraction, between the middles of its buckets; flat beyond the first and the last. */
function between(forecast: Forecast, column: ForecastField, lead: number): number {
  const values = forecast[column];
  const position = Math.min(Math.max(lead - 1.5, 0), values.length - 1);
  const index = Math.floor(position);
  const [left, right] = [values[index]!, values[index + 1] ?? values[index]!];
  return left + (position - index) * (right - left);
}

/** The levels of a fall below what was expected. */
export function fallLevels({ mean, lower95 }: Expected, { dropPercent, minimum, clearPercent }: FallMeasure): Levels {
  const raise = Math.min(mean * (1 - dropPercent / 100), mean - minimum, lower95);
  return { sign: -1, raise, clear: mean * (1 - clearPercent / 100), expected: mean };
}

/**
 * Stands in for the forecasts made before `onset` when only what was `expected` then is known: the same for a day. Forecasts
 * that come after all go before it.
 */
export function flatForecast(series: Series, onset: number, expected: number, lag: number): Forecast {
  const flat = Array.from({ length: FLAT_LEADS }, () => expected);
  return {
    series: { ...series, step: HOUR },
    origin: onset - lag * MINUTE - 2 * HOUR,
    ...{ mean: flat, lower80: flat, upper80: flat, lower95: flat, upper95: flat },
  };
}
