import { expect, test } from 'vitest';
import { cpuSeries } from './device-series.ts';
import {
  failureSeries,
  hourSeries,
  isForecastHourly,
  minuteSeries,
  sessionEventSeries,
  TRAFFIC_FIELDS,
  type TrafficField,
  trafficSeries,
} from './log-series.ts';
import { seriesKey } from './series.ts';
import { HOUR, targetSeries } from './targets.ts';

test('of the hours of a log the targets are forecast, and the traffic in bits per second', () => {
  const traffic = Object.keys(TRAFFIC_FIELDS) as TrafficField[];
  const forecast = traffic.filter((field) => isForecastHourly(trafficSeries('billing', '192.0.2.1', field)));
  expect(forecast).toEqual(['input_bits_per_second', 'output_bits_per_second']);
  expect(isForecastHourly(targetSeries('billing', 'count_failed'))).toBe(true);
  expect(isForecastHourly(failureSeries('billing', { realm: 'x' }))).toBe(false);
  expect(isForecastHourly(hourSeries('billing', 'delay_p95'))).toBe(false);
});

test('a device that is polled each hour is forecast in hours; nothing of minutes is', () => {
  expect(isForecastHourly({ ...cpuSeries('core', '1'), step: HOUR })).toBe(true);
  expect(isForecastHourly(cpuSeries('core', '1'))).toBe(false);
  expect(isForecastHourly(minuteSeries('billing', 'failed'))).toBe(false);
});

test('series of a NAS and of a whole source are told apart by their tags', () => {
  expect(seriesKey(sessionEventSeries('billing', undefined, 'stops'))).toBe('session_events,source=billing stops');
  expect(seriesKey(sessionEventSeries('billing', '192.0.2.1', 'stops'))).toBe(
    'session_events,nas=192.0.2.1,source=billing stops',
  );
});
