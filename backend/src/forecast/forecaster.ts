import { PresageError } from '../errors.ts';
import { calendar, type SpecialDays } from '../model/calendar.ts';
import type { Forecaster } from '../model/contracts/forecaster.ts';
import type { Forecast } from '../model/forecast.ts';
import { seriesKey } from '../model/series.ts';
import { HOUR } from '../model/targets.ts';
import { zone } from '../model/zone.ts';
import { createMethod, type SeriesState } from './method.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';

/** Plain data, so that a worker can be told. */
export interface ForecasterOptions {
  /** Leads of every forecast. */
  readonly horizon: number;
  /** IANA name of the zone whose clocks days and weeks go by; UTC when nothing is said. */
  readonly zone?: string;
  /** Days that are not like their weekday. */
  readonly special?: SpecialDays;
}

/** Forecasts each series by itself, by the method its step asks for. */
export function createForecaster({ horizon, zone: name = 'UTC', special }: ForecasterOptions): Forecaster {
  const method = createMethod({ horizon, calendar: calendar(zone(name), special) });
  let known = new Map<string, SeriesState>();
  const hoursMissing = (state: SeriesState) => Math.ceil((method.stepsMissing(state) * state.series.step) / HOUR);
  return {
    async observe(batch, since = Number.NEGATIVE_INFINITY) {
      const forecasts: Forecast[] = [];
      for (const { series, times, values } of batch) {
        const key = seriesKey(series);
        const before = known.get(key);
        const state = before?.series.step === series.step ? before : method.newSeries(series);
        known.set(key, state);
        // Bounds may have changed, as the speed of an interface does.
        state.series = series;
        for (const [index, time] of times.entries()) {
          if (method.observe(state, time, values[index]!) && time >= since) forecasts.push(method.forecastOf(state));
        }
      }
      return forecasts;
    },
    snapshot: async () => writeSnapshot({ horizon, priors: method.priors(), known }),
    async restore(bytes) {
      known = readSnapshot(bytes, { horizon, priors: method.priors() });
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
      const missing = hoursMissing(state);
      if (missing > 0) {
        const message = `${key} is still being learnt: its first forecast needs ${missing} more hours of history`;
        throw new PresageError('FORECAST_LEARNING', message);
      }
      const reach = method.reach(state);
      if (leads > reach) throw tooFar(key, reach * state.series.step);
      return method.forecastOf(state, leads);
    },
    async close() {},
  };
}

function tooFar(key: string, reach: number): PresageError {
  const message = `${key} is forecast ${reach / HOUR} hours ahead at most: ask for no more, or for means over an hour (tag step=1h)`;
  return new PresageError('FORECAST_TOO_FAR', message);
}
