import { deserialize, serialize } from 'node:v8';
import { PresageError } from '../errors.ts';
import type { Forecaster } from '../model/contracts/forecaster.ts';
import type { Forecast } from '../model/forecast.ts';
import { seriesKey } from '../model/series.ts';
import { newSeries, observe, type SeriesState, stepsMissing } from './series-forecaster.ts';

/** Changes whenever a snapshot's shape does. */
const VERSION = 1;
const HOUR = 3_600_000;

/** Forecasts each series by itself, `horizon` steps ahead. */
export function createForecaster({ horizon }: { horizon: number }): Forecaster {
  let known = new Map<string, SeriesState>();
  return {
    async observe(batch) {
      const forecasts: Forecast[] = [];
      for (const { series, times, values } of batch) {
        const key = seriesKey(series);
        const state = known.get(key) ?? newSeries(series, horizon);
        known.set(key, state);
        for (const [index, time] of times.entries()) {
          const forecast = observe(state, time, values[index]!, horizon);
          if (forecast) forecasts.push(forecast);
        }
      }
      return forecasts;
    },
    snapshot: async () => serialize({ version: VERSION, horizon, known }),
    async restore(bytes) {
      known = readSnapshot(bytes, horizon);
    },
    async learning() {
      return new Map(
        [...known].map(([key, state]) => [key, Math.ceil((stepsMissing(state) * state.series.step) / HOUR)]),
      );
    },
    async close() {},
  };
}

function readSnapshot(bytes: Uint8Array, horizon: number): Map<string, SeriesState> {
  let found: { version?: unknown; horizon?: unknown; known?: unknown };
  try {
    found = deserialize(bytes);
  } catch (error) {
    throw new PresageError('FORECAST_SNAPSHOT_UNREADABLE', 'the forecast snapshot is damaged', { cause: error });
  }
  if (found?.version !== VERSION || found.horizon !== horizon || !(found.known instanceof Map)) {
    const message = `the forecast snapshot is of version ${found?.version}, horizon ${found?.horizon}; expected version ${VERSION}, horizon ${horizon}`;
    throw new PresageError('FORECAST_SNAPSHOT_UNREADABLE', message);
  }
  return found.known;
}
