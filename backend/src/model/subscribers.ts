import type { Series } from './series.ts';
import { HOUR } from './targets.ts';

/** What may be anomalous about a subscriber in an hour, in the order of the original service, with the unit of its value. */
export const ANOMALIES = {
  failed: 'events',
  stops: 'events',
  zero_input: 'events',
  zero_output: 'events',
  input: 'octets',
  output: 'octets',
} as const;

export type Anomaly = keyof typeof ANOMALIES;
export const ANOMALY_NAMES = Object.keys(ANOMALIES) as Anomaly[];

/** A subscriber and hour is anomalous above these: events of the hour, octets summed as they are written. */
export type AnomalyLimits = Readonly<Record<Anomaly, number>>;

/** The limits of the original service. */
export const DEFAULT_LIMITS: AnomalyLimits = {
  failed: 2,
  stops: 5,
  zero_input: 5,
  zero_output: 5,
  input: 3e10,
  output: 8e10,
};

/** Subscribers with their values, the largest value first, equal ones by subscriber. */
export type AnomalyList = readonly (readonly [subscriber: string, value: number])[];

export type AnomalyLists = Readonly<Record<Anomaly, AnomalyList>>;

export const NO_ANOMALIES = Object.fromEntries(ANOMALY_NAMES.map((name) => [name, []])) as unknown as AnomalyLists;

/** What is known of an hour. */
export interface HourAnomalies {
  readonly lists: AnomalyLists;
  /** Events of the hour that are in no list: they came after it was closed, or there was no room for their subscriber. */
  readonly uncounted: number;
}

/** How many subscribers of a log source had an anomaly, a sample an hour. */
export function anomalySeries(source: string, anomaly: Anomaly): Series {
  const identity = { measurement: 'subscriber_anomalies', tags: { source }, field: anomaly };
  return { ...identity, unit: 'subscribers', kind: 'count', step: HOUR, lowerBound: 0 };
}

/** Name of the part of an aggregator whose rows hold the lists, and the key of the row of an hour. */
export const SUBSCRIBERS_PART = 'subscribers';
export const anomalyRowKey = (start: number | '*'): string => `anomalies ${start}`;
/** The hour of such a key. */
export const startOfRowKey = (key: string): number => Number(key.slice('anomalies '.length));
