import { interfaceSeries, temperatureSeries } from '../model/device-series.ts';
import type { Forecast } from '../model/forecast.ts';
import type { Alarm } from '../model/incident.ts';
import type { Batch, Series } from '../model/series.ts';
import { HOUR, MINUTE, sessionSeries } from '../model/targets.ts';

/** What the tests of detection share: series, samples by the minute and forecasts by hand. */
export const START = Date.UTC(2026, 0, 5);
const FIVE_MINUTES = 5 * MINUTE;
export const SPEED = 1_000_000;

export const link = interfaceSeries({ device: 'switch', component: 'port1' }, 'in_bits_per_second', SPEED);
export const thermometer = temperatureSeries('switch', 'chassis');
export const sessions = sessionSeries('billing', '10.0.0.1');

export const minute = (index: number) => START + index * MINUTE;

/** A sample each minute from `from` on; undefined is missing. */
export function samples(series: Series, values: readonly (number | undefined)[], from = 0): Batch {
  const known = values.flatMap((value, index) => (value === undefined ? [] : [{ time: minute(from + index), value }]));
  return [{ series, times: known.map(({ time }) => time), values: known.map(({ value }) => value) }];
}

export interface Shape {
  readonly step?: number;
  readonly horizon?: number;
  /** Half the width of the 95 % interval. */
  readonly width?: number;
}

/** A forecast made from the bucket that ends at `made` (a minute): `mean` of the minute in which each lead begins. */
export function forecast(
  series: Series,
  made: number,
  mean: (minute: number) => number,
  { step = FIVE_MINUTES, horizon = 24, width = 1 }: Shape = {},
): Forecast {
  const origin = minute(made) - step;
  const leads = Array.from({ length: horizon }, (_, index) => mean(made + (index * step) / MINUTE));
  const shifted = (by: number) => leads.map((value) => value + by * width);
  return {
    series: { ...series, step, tags: { ...series.tags, step: step === HOUR ? '1h' : '5m' } },
    origin,
    ...{ mean: leads, lower80: shifted(-0.65), upper80: shifted(0.65), lower95: shifted(-1), upper95: shifted(1) },
  };
}

/** What alarms say in short: condition and minute. */
export const short = (alarms: readonly Alarm[]) =>
  alarms.map(({ condition, time }) => `${condition} ${(time - START) / MINUTE}`);

/** Bits per second that are so many percent of the link's speed. */
export const ofSpeed = (percent: number) => (percent / 100) * SPEED;

/** An hour of forecasts without a cause for alarm. */
export const coolFrom = (first: number) =>
  Array.from({ length: 12 }, (_, index) => forecast(thermometer, first + 5 * index, () => 50));
/** A temperature that reaches its limit. */
export const rising = (at: number) => 60.1 + at / 6;
