import { DataSourceJsonData } from '@grafana/data';
import { DataQuery } from '@grafana/schema';

/** The version of the query model that this plugin writes. */
export const QUERY_VERSION = 1;

/** The version of the protocol that this plugin speaks with the backend; its health check answers with its own. */
export const PROTOCOL = 1;

export const KINDS = [
  'realAndPredicted',
  'series',
  'forecast',
  'incidents',
  'devices',
  'topology',
  'accuracy',
  'status',
] as const;
export type Kind = (typeof KINDS)[number];

export const AGGREGATES = ['mean', 'min', 'max', 'sum', 'count', 'last'] as const;
export type Aggregate = (typeof AGGREGATES)[number];

export const LEADS = ['newest', '1', '24'] as const;
export type Lead = (typeof LEADS)[number];

export const HORIZONS = ['stored', 'week'] as const;
export type Horizon = (typeof HORIZONS)[number];

export const INTERVALS = [80, 95] as const;
export type Interval = (typeof INTERVALS)[number];

export const DIRECTIONS = ['above', 'below'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const STATES = ['open', 'all'] as const;
export type State = (typeof STATES)[number];

export const PHASES = ['predicted', 'active', 'clearing', 'cleared', 'expired'] as const;
export type Phase = (typeof PHASES)[number];

export const FORMATS = ['timeseries', 'table', 'numeric'] as const;
export type Format = (typeof FORMATS)[number];

export const MEASURES = ['coverage95', 'coverage80', 'mase', 'skill', 'mae', 'bias', 'count'] as const;
export type Measure = (typeof MEASURES)[number];

/**
 * A query as it is stored in dashboards and alert rules. What is absent has its default in the backend, so a query
 * that says nothing but its `refId` is whole.
 */
export interface PresageQuery extends DataQuery {
  version?: number;
  kind?: Kind;
  /** What chooses series. */
  measurement?: string;
  field?: string;
  /** Of several values any one does. The tag `step` chooses means: `5m`, `1h`; without it a series is as it was measured. */
  tags?: Record<string, string | string[]>;
  /** Tags that series must not have. */
  exclude?: Record<string, string | string[]>;
  aggregate?: Aggregate;
  /** The newest whole forecast, or the history of those made so many steps before. */
  lead?: Lead;
  /** The newest forecast as it is stored, or one of seven days. */
  horizon?: Horizon;
  /** Prediction intervals, in percent. */
  intervals?: Interval[];
  /** Adds the probability that the value goes beyond it. */
  threshold?: number;
  /** On which side of the threshold a value is a breach. */
  direction?: Direction;
  /** Of the accuracy as numbers: which measure. */
  measure?: Measure;
  /** Incidents that are open, or those that have ended too. */
  state?: State;
  incidentKind?: string;
  device?: string;
  phase?: Phase;
  format?: Format;
  /** At most so many rows. */
  limit?: number;
}

/** A data source keeps nothing but its token: where the backend listens is a matter of Grafana's own configuration. */
export type PresageOptions = DataSourceJsonData;

export interface PresageSecrets {
  token?: string;
}
