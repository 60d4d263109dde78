import { FORECAST_FIELDS, KEPT_LEADS } from '../../model/forecast.ts';
import type { Series } from '../../model/series.ts';
import { HOUR } from '../../model/targets.ts';

/**
 * What is known of one series lies in one array of single precision, since there may be 100,000 of them: forecasts that
 * wait for their time, sums over the day and over the week, what is told, and the values of the last season.
 */
export type Memory = Float32Array<ArrayBuffer>;

/** The numbers of one forecast: its columns. */
export const WIDTH = FORECAST_FIELDS.length;
/** The greatest number that is taken: sums of greater ones would not stay finite. */
export const LARGEST = 1e30;

/** Sums over forecasts of one lead that came true, in the order in which they lie. */
export const SUMS = ['count', 'error', 'relative', 'within80', 'within95', 'quantileLoss'] as const;
/** Where the sums over the seasonal naive forecast lie: their number, and their absolute errors. */
const NAIVE_SUMS = 2;
/** All sums: of each lead, and of the naive forecast. */
const ALL_SUMS = KEPT_LEADS.length * SUMS.length + NAIVE_SUMS;

const after = (sizes: readonly number[]) => sizes.map((_, index) => sizes.slice(0, index).reduce((a, b) => a + b, 0));
const sizes = [...KEPT_LEADS.map((lead) => lead * WIDTH), ALL_SUMS, ALL_SUMS, 1, KEPT_LEADS.length, 1, 1, 1, 1, 1];
const places = after(sizes);

/** Where the forecasts of a kept lead wait, by its index. */
export const pendingAt = (lead: number): number => places[lead]!;
/** Where things lie, beyond the forecasts. */
export const [DAY_SUMS, WEEK_SUMS, SQUARED_WEIGHTS, REFERENCE, REFERENCE_DAYS, CHANGE, BAD_DAYS, DRIFTED, SEASON] =
  places.slice(KEPT_LEADS.length) as [number, number, number, number, number, number, number, number, number];

/** Where the sums of a kept lead lie among all sums, by its index; after the last of them those of the naive forecast. */
export const sumsAt = (lead: number): number => lead * SUMS.length;
export const NAIVE = sumsAt(KEPT_LEADS.length);
export const SUMS_LENGTH = ALL_SUMS;

const DAY = 24 * HOUR;
/** The most values of a season that are kept: of more, every second or third. */
const MOST_KEPT = 168;

/** The season of a series in steps: what is kept of it, and every which step. */
export interface Season {
  /** Steps of a day. */
  readonly day: number;
  readonly kept: number;
  readonly every: number;
}

/** Of hours and longer steps the season is a week, of shorter ones a day. */
export function seasonOf({ step }: Pick<Series, 'step'>): Season {
  const steps = Math.max(1, Math.round((step < HOUR ? DAY : 7 * DAY) / step));
  const every = Math.ceil(steps / MOST_KEPT);
  return { day: Math.max(1, Math.round(DAY / step)), kept: Math.floor(steps / every), every };
}

/** A memory of nothing. */
export function newMemory({ kept }: Season): Memory {
  const memory = new Float32Array(SEASON + kept);
  memory.fill(Number.NaN, 0, DAY_SUMS);
  memory.fill(Number.NaN, SEASON);
  return memory;
}
