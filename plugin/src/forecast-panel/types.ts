/** The columns of a forecast frame besides time, in the order in which they are drawn. */
export const ROLES = ['lower95', 'upper95', 'lower80', 'upper80', 'mean', 'real'] as const;
export type Role = (typeof ROLES)[number];

/** What was forecast so many steps before, where a frame carries it. */
export const EARLIER = ['lead1', 'lead24'] as const;
export type Earlier = (typeof EARLIER)[number];

/** What the legend can switch. */
export const PARTS = ['real', 'mean', 'interval80', 'interval95', 'earlier'] as const;
export type Part = (typeof PARTS)[number];

export type Layout = 'auto' | 'grid' | 'together';
export type LegendMode = 'list' | 'table' | 'hidden';

export interface Options {
  /** Of these options; the first had none. */
  version: 2;
  layout: Layout;
  legend: LegendMode;
  showInterval80: boolean;
  showInterval95: boolean;
  showFuture: boolean;
  showThresholds: boolean;
  showCrossing: boolean;
  showIncidents: boolean;
  sharedCursor: boolean;
  includeZero: boolean;
}

export const DEFAULT_OPTIONS: Options = {
  version: 2,
  layout: 'auto',
  legend: 'list',
  showInterval80: true,
  showInterval95: true,
  showFuture: true,
  showThresholds: true,
  showCrossing: true,
  showIncidents: true,
  sharedCursor: true,
  includeZero: true,
};

/** What a frame says besides its values, in `meta.custom`. */
export interface ForecastMeta {
  /** The clock of the source of the data, epoch milliseconds. */
  now?: number;
  /** Hours of history missing until the forecast can be trusted. */
  learningHours?: number;
  /** What is marked in the chart. */
  incidents?: IncidentRegion[];
  /** The value beyond which an incident is seen, in the unit of `real`. */
  threshold?: number;
  /** The side of the threshold on which a value is a breach; above unless it says so. */
  direction?: Direction;
}

/** An incident, or an annotation, as it is marked in a chart. */
export interface IncidentRegion {
  /** Of the incident, whose page the region then leads to. */
  id?: string;
  /** When it began, or is expected to; epoch milliseconds. */
  from: number;
  /** When it ended; null while it goes on, or has yet to come. */
  to: number | null;
  title: string;
  severity: string;
  phase: 'predicted' | 'active' | 'clearing' | 'cleared' | 'expired' | 'annotation';
  /** Of an annotation. */
  color?: string;
}

export type Column = Array<number | null>;
export type Direction = 'above' | 'below';

/** One chart's data: columns of equal length over ascending times, epoch milliseconds. */
export interface ForecastData {
  times: number[];
  columns: Record<Role, Column>;
  /** Only what the frame carries. */
  earlier?: Partial<Record<Earlier, Column>>;
  /** The probability that the value lies above the threshold of the frame, where it carries one. */
  breach?: Column;
  /** Beside `breach`: on which side of the threshold a value is one. */
  direction?: Direction;
}
