import type { Series } from '../model/series.ts';
import { HOUR } from '../model/targets.ts';

/** Steps of a day of a series; a step longer than a day counts as a day. */
export const stepsOfDay = ({ step }: Series): number => Math.max(1, Math.round((24 * HOUR) / step));
