import type { Series, SeriesKind } from './series.ts';
import { HOUR, MINUTE } from './targets.ts';

interface Field {
  readonly unit: string;
  readonly kind: SeriesKind;
  readonly upperBound?: number;
}

const EVENTS = { unit: 'events', kind: 'count' } as const;
const SECONDS = { unit: 's', kind: 'gauge' } as const;
const PERCENT = { unit: 'percent', kind: 'gauge', upperBound: 100 } as const;
const DELAYS = { delay_p50: SECONDS, delay_p95: SECONDS, delay_p99: SECONDS } as const;

/** Of the subscribers' traffic in an hour; input is what they sent, output what they received. */
export const TRAFFIC_FIELDS = {
  input_octets: { unit: 'octets', kind: 'count' },
  output_octets: { unit: 'octets', kind: 'count' },
  input_bits_per_second: { unit: 'bits/s', kind: 'rate' },
  output_bits_per_second: { unit: 'bits/s', kind: 'rate' },
  zero_traffic_reports: EVENTS,
  zero_traffic_percent: PERCENT,
} as const;

/** Of the sessions of a minute. More may stop than there were at its start, so their percentage has no bound. */
export const SESSION_EVENT_FIELDS = {
  starts: EVENTS,
  stops: EVENTS,
  stopped_percent: { unit: 'percent', kind: 'gauge' },
} as const;

/** Of the events of a minute. */
export const MINUTE_FIELDS = {
  authentication_ok: EVENTS,
  authentication_failed: EVENTS,
  authentication_failed_percent: PERCENT,
  accounting_start: EVENTS,
  accounting_alive: EVENTS,
  accounting_stop: EVENTS,
  accounting_on: EVENTS,
  accounting_off: EVENTS,
  skipped: EVENTS,
  failed: EVENTS,
  ...DELAYS,
} as const;

/** Of the events of an hour, beside the ten targets. */
export const HOUR_FIELDS = DELAYS;

export type TrafficField = keyof typeof TRAFFIC_FIELDS;
export type SessionEventField = keyof typeof SESSION_EVENT_FIELDS;
export type MinuteField = keyof typeof MINUTE_FIELDS;
export type DelayField = keyof typeof DELAYS;

const seriesOf = (measurement: string, tags: Series['tags'], field: string, what: Field, step: number): Series => ({
  ...{ measurement, tags, field, ...what, step },
  lowerBound: 0,
});
const tagsOf = (source: string, nas: string | undefined) => (nas === undefined ? { source } : { nas, source });

/** Traffic of one NAS, or without one of a whole log source, a sample each hour. */
export const trafficSeries = (source: string, nas: string | undefined, field: TrafficField): Series =>
  seriesOf('traffic', tagsOf(source, nas), field, TRAFFIC_FIELDS[field], HOUR);

/** Active subscriber sessions of a whole log source, a sample each minute. */
export const totalSessionsSeries = (source: string): Series =>
  seriesOf('sessions', { source }, 'active_total', { unit: 'sessions', kind: 'gauge' }, MINUTE);

/** Sessions of one NAS, or of a whole log source, that start and stop in a minute. */
export const sessionEventSeries = (source: string, nas: string | undefined, field: SessionEventField): Series =>
  seriesOf('session_events', tagsOf(source, nas), field, SESSION_EVENT_FIELDS[field], MINUTE);

/** What happened in a minute in a log source. */
export const minuteSeries = (source: string, field: MinuteField): Series =>
  seriesOf('radius_minute', { source }, field, MINUTE_FIELDS[field], MINUTE);

/** What happened in an hour in a log source, beside the ten targets. */
export const hourSeries = (source: string, field: DelayField): Series =>
  seriesOf('radius_hour', { source }, field, HOUR_FIELDS[field], HOUR);

/** Failed authentications of an hour: all, or those of one reason, realm or NAS. */
export const failureSeries = (source: string, of: { readonly [by in 'reason' | 'realm' | 'nas']?: string }): Series =>
  seriesOf('authentication_failures', { source, ...of }, 'count', EVENTS, HOUR);

/** Measurements of the logs of which nothing is forecast: they are many, sparse, or follow others. */
const NOT_FORECAST: ReadonlySet<string> = new Set(['radius_hour', 'authentication_failures']);

/** True for a series of hours that is forecast: of the traffic of subscribers only the bits per second. */
export const isForecastHourly = ({ measurement, unit, step }: Series): boolean =>
  step === HOUR && !NOT_FORECAST.has(measurement) && (measurement !== 'traffic' || unit === 'bits/s');

/** Measurements of the logs' hours of which something is forecast. */
export const HOURLY_FORECAST_MEASUREMENTS = ['radius', 'traffic'] as const;
