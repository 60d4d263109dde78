import { PresageError } from '../errors.ts';
import { calendar, type SpecialDays } from '../model/calendar.ts';
import type { Forecaster } from '../model/contracts/forecaster.ts';
import type { Forecast } from '../model/forecast.ts';
import { type SeriesBlock, seriesKey } from '../model/series.ts';
import { HOUR } from '../model/targets.ts';
import { zone } from '../model/zone.ts';
import { createMethod, type Method, type SeriesState } from './method.ts';
import { type Shard, WHOLE } from './shards.ts';
import { readSnapshot, type Setting, writeSnapshot } from './snapshot.ts';

/** Plain data, so that a worker can be told. */
export interface ForecasterOptions {
  /** Leads of every forecast. */
  readonly horizon: number;
  /** IANA name of the zone whose clocks days and weeks go by; UTC when nothing is said. */
  readonly zone?: string;
  /** Days that are not like their weekday. */
  readonly special?: SpecialDays;
}

/** What may be given instead of what a forecaster has by itself. */
export interface ForecasterParts {
  /** Those of the series of a snapshot that it goes on with. */
  readonly shard?: Shard;
  /** Told of a series that cannot be forecast; it starts anew. Without it `observe` rejects. */
  readonly failed?: (key: string, error: unknown) => void;
  readonly method?: Method;
}

/** Forecasts each series by itself, by the method its step asks for. */
export function createForecaster(options: ForecasterOptions, parts: ForecasterParts = {}): Forecaster {
  const { horizon, zone: name = 'UTC', special } = options;
  const {
    shard = WHOLE,
    failed = fail,
    method = createMethod({ horizon, calendar: calendar(zone(name), special) }),
  } = parts;
  const setting = (): Setting => ({ horizon, priors: method.priors(), zone: name });
  let known = new Map<string, SeriesState>();
  const hoursMissing = (state: SeriesState) => Math.ceil((method.stepsMissing(state) * state.series.step) / HOUR);

  function observeBlock({ series, times, values }: SeriesBlock, key: string, since: number, forecasts: Forecast[]) {
    const before = known.get(key);
    const state = before?.series.step === series.step ? before : method.newSeries(series);
    known.set(key, state);
    // Bounds may have changed, as the speed of an interface does.
    state.series = series;
    for (const [index, time] of times.entries()) {
      if (method.observe(state, time, values[index]!) && time >= since) forecasts.push(method.forecastOf(state));
    }
  }

  return {
    async observe(batch, since = Number.NEGATIVE_INFINITY) {
      const forecasts: Forecast[] = [];
      for (const block of batch) {
        const key = seriesKey(block.series);
        try {
          observeBlock(block, key, since, forecasts);
        } catch (error) {
          known.delete(key);
          failed(key, error);
        }
      }
      return forecasts;
    },
    async *snapshot() {
      yield* writeSnapshot(setting(), known, shard);
    },
    async restore(bytes) {
      known = readSnapshot(bytes, setting(), shard);
    },
    async learning() {
      return new Map([...known].map(([key, state]) => [key, hoursMissing(state)]));
    },
    async explain(key, lead) {
      const state = known.get(key);
      return state && method.explain(state, lead);
    },
    async forecast(key, leads) {
      const state = known.get(key);
      if (!state) {
        const message = `${key} is not forecast: /api/v1/forecasts lists the series that are`;
        throw new PresageError('FORECAST_UNKNOWN_SERIES', message);
      }
      if (!method.isForecast(state)) {
        const message = `${key} is still being learnt: it has no forecast yet, and one to be trusted in ${hoursMissing(state)} hours`;
        throw new PresageError('FORECAST_LEARNING', message);
      }
      const reach = method.reach(state);
      if (leads > reach) throw tooFar(key, reach * state.series.step);
      return method.forecastOf(state, leads);
    },
    async close() {},
  };
}

function fail(_key: string, error: unknown): never {
  throw error;
}

function tooFar(key: string, reach: number): PresageError {
  const message = `${key} is forecast ${reach / HOUR} hours ahead at most: ask for no more, or for means over an hour (tag step=1h)`;
  return new PresageError('FORECAST_TOO_FAR', message);
}
