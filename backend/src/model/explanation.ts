import type { Series } from './series.ts';

/** What one expert expects, and how much it counts (0 … 1). */
export interface Opinion {
  readonly expert: string;
  readonly expected: number;
  readonly weight: number;
}

/** Parts of the past: how much less the forecast would be, had those values been as on other days; and what a holiday adds. */
export const PAST_PARTS = [
  'newest value',
  'values just before',
  'same time yesterday',
  'same time last week',
  'holiday',
] as const;
/** What leads from the newest value to the forecast of a series of short steps; together all of the way. */
export const WAY_PARTS = ['time of day', 'return to the level', 'mean of the newest values', 'ramp'] as const;

/** What adds how much to a forecast. */
export interface Contribution {
  readonly of: (typeof PAST_PARTS | typeof WAY_PARTS)[number];
  readonly change: number;
}

/** A past day that went like the newest one. */
export interface SimilarDay {
  /** End of it, as the newest value is the end of the newest day. Epoch milliseconds UTC. */
  readonly until: number;
  /** Mean absolute difference to the newest day, its level taken away. */
  readonly difference: number;
  /** The value that came as long after it as the one that is explained. */
  readonly followed: number;
}

/** Why a forecast is as it is. All values are in the unit of the series. */
export interface Explanation {
  readonly series: Series;
  /** Start of the newest bucket known, and of the bucket that is forecast, epoch milliseconds UTC. */
  readonly origin: number;
  readonly time: number;
  readonly lead: number;
  readonly expected: number;
  /** The strongest first. */
  readonly opinions: readonly Opinion[];
  readonly contributions: readonly Contribution[];
  /** The newest value, the one a day and a week before the time that is forecast; null where unknown. */
  readonly newest: number;
  readonly yesterday: number | null;
  readonly lastWeek: number | null;
  readonly similarDays: readonly SimilarDay[];
  /** What was forecast of the same time one step before; null where nothing was. */
  readonly before: number | null;
  /** Length of the season that was found in the series beside day and week, milliseconds; null where none is. */
  readonly season: number | null;
  /** Name of the holiday of the time that is forecast. */
  readonly holiday: string | null;
}
