import type { TimeRange } from '../../model/contracts/store.ts';
import { QueryProblem, RANGE_LIMIT } from './limits.ts';
import type { DataQuery } from './protocol.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Lengths of windows, each a divisor of the next, so that windows of coarser samples keep the times of these. */
const STEPS = [
  ...[SECOND, 5 * SECOND, 10 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 4 * MINUTE, 12 * MINUTE],
  ...[HOUR, 2 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 10 * DAY],
];
const DEFAULT_POINTS = 1000;
const MOST_POINTS = 50_000;
const LATEST = Date.UTC(2200, 0);

/** The range of a query, whole steps of it, and the step that a screen or rule can tell apart, in milliseconds. */
export interface Timing {
  readonly range: TimeRange;
  readonly step: number;
}

/** Reads the time of a query; equal for queries made within one step, so that they share an answer. */
export function timingOf({ timeRange, maxDataPoints, intervalMS }: DataQuery): Timing {
  const { fromEpochMS: from = 0, toEpochMS: to = 0 } = timeRange ?? {};
  if (!(from >= 0 && from < to && to <= LATEST)) {
    throw new QueryProblem(400, 'the time range must begin before it ends, from 1970 to 2200: choose another one');
  }
  if (to - from > RANGE_LIMIT)
    throw new QueryProblem(400, 'the time range is longer than 20 years: choose a shorter one');
  const points = maxDataPoints > 0 ? Math.min(maxDataPoints, MOST_POINTS) : DEFAULT_POINTS;
  const wanted = Math.max((to - from) / points, intervalMS);
  const step = STEPS.find((candidate) => candidate >= wanted) ?? STEPS.at(-1)!;
  return { step, range: { from: Math.floor(from / step) * step, to: Math.ceil(to / step) * step } };
}
