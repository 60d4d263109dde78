/** The columns of a forecast frame besides time, in the order in which they are drawn. */
export const ROLES = ['lower95', 'upper95', 'lower80', 'upper80', 'mean', 'real'] as const;
export type Role = (typeof ROLES)[number];

/** What the legend can switch. */
export const PARTS = ['real', 'mean', 'interval80', 'interval95'] as const;
export type Part = (typeof PARTS)[number];

export interface Options {
  showLegend: boolean;
  showInterval80: boolean;
  showInterval95: boolean;
  showFuture: boolean;
}

export const DEFAULT_OPTIONS: Options = {
  showLegend: true,
  showInterval80: true,
  showInterval95: true,
  showFuture: true,
};

/** What a frame says besides its values, in `meta.custom`. */
export interface ForecastMeta {
  /** The clock of the source of the data, epoch milliseconds. */
  now?: number;
  /** Hours of history missing before the first forecast. */
  learningHours?: number;
  /** What is marked in the chart. */
  incidents?: IncidentRegion[];
  /** The value beyond which an incident is seen, in the unit of `real`. */
  threshold?: number;
}

/** An incident as it is marked in a chart. */
export interface IncidentRegion {
  /** When it began, or is expected to; epoch milliseconds. */
  from: number;
  /** When it ended; null while it goes on, or has yet to come. */
  to: number | null;
  title: string;
  severity: string;
  phase: 'predicted' | 'active' | 'clearing' | 'cleared' | 'expired';
}

export type Column = Array<number | null>;

/** One chart's data: columns of equal length over ascending times, epoch milliseconds. */
export interface ForecastData {
  times: number[];
  columns: Record<Role, Column>;
}
