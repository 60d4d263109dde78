import { existsSync } from 'node:fs';
import { createMethod } from '../../backend/src/forecast/method.ts';
import { readPriors } from '../../backend/src/forecast/priors/priors.ts';
import type { Forecast } from '../../backend/src/model/forecast.ts';
import type { Series } from '../../backend/src/model/series.ts';
import { HOUR } from '../../backend/src/model/targets.ts';

/** A Monday. */
const START = Date.UTC(2026, 0, 5);

/** The forecasts of one series, by the index of their origin; none where the origin's value is missing. */
export type Run = ReadonlyMap<number, Forecast>;

export interface RunOptions {
  readonly horizon: number;
  /** The first origin whose forecast is kept: all values up to it are learnt without looking. */
  readonly from: number;
  /** Of the origins from there on every so-manieth is forecast from; each when nothing is said. */
  readonly stride?: number;
  /** Set the series belongs to: what was learnt beforehand must not have seen it. */
  readonly set: string;
  readonly bounds?: Pick<Series, 'lowerBound' | 'upperBound'>;
}

export const hourlySeries = (field: string, bounds: RunOptions['bounds'] = { lowerBound: 0 }): Series => ({
  measurement: 'bench',
  tags: {},
  field,
  unit: '',
  kind: 'gauge',
  step: HOUR,
  ...bounds,
});

/** Learns hourly values (NaN: missing) in their order and forecasts from each one from `from` on. */
export function run(values: Float64Array, { horizon, from, stride = 1, set, bounds }: RunOptions): Run {
  const forecasts = new Map<number, Forecast>();
  const without = new URL(`priors/without-${set}.priors`, import.meta.url);
  // What the service knows has seen nothing of the RADIUS counters.
  const priors = existsSync(without) ? { priors: readPriors(without) } : {};
  const method = createMethod({ horizon, ...priors });
  const state = method.newSeries(hourlySeries(set, bounds));
  values.forEach((value, index) => {
    if (Number.isNaN(value)) return;
    const wanted = index >= from && (index - from) % stride === 0;
    if (method.observe(state, START + index * HOUR, value) && wanted) forecasts.set(index, method.forecastOf(state));
  });
  return forecasts;
}
