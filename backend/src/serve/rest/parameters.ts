import { z } from 'zod';
import type { Selector, TimeRange } from '../../model/contracts/store.ts';
import { invalidFields } from './problem.ts';

/** Later than any sample, and within what 64-bit nanoseconds can hold, as InfluxDB counts time. */
export const FAR_FUTURE = Date.UTC(2200, 0);

const WEEK = 7 * 86_400_000;
const TIME_FORM =
  'expected epoch milliseconds, or ISO 8601 with its zone such as 2026-11-24T14:00:00Z (+ is written %2B)';

/** A time in a query: epoch milliseconds or ISO 8601. */
export const timeParameter = z
  .union(
    [
      z
        .string()
        .regex(/^\d{1,15}$/)
        .transform(Number),
      z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
    ],
    { error: TIME_FORM },
  )
  .refine((time) => time >= 0 && time <= FAR_FUTURE, { error: 'expected a time from 1970 to 2200' });

/** The parameters that choose series. */
export const selectorParameters = {
  measurement: z.string().min(1).optional().describe('Only series of this measurement.'),
  field: z.string().min(1).optional().describe('Only series of this field.'),
  tags: z
    .record(z.string().min(1), z.string())
    .optional()
    .describe('tag.NAME=VALUE: only series with this tag; may be given for several names.'),
};

type SelectorQuery = z.output<z.ZodObject<typeof selectorParameters>>;

/** The selector that a request means. */
export function selectorOf({ measurement, field, tags }: SelectorQuery): Selector {
  return {
    ...(measurement === undefined ? {} : { measurement }),
    ...(field === undefined ? {} : { field }),
    ...(tags === undefined ? {} : { tags }),
  };
}

/** The parameters that bound the time. */
export const rangeParameters = {
  from: timeParameter.optional().describe('First time; default: 7 days before `to`.'),
  to: timeParameter.optional().describe('End, itself excluded; default: now.'),
};

/** The range that a request means. Throws a Problem when it is empty. */
export function rangeOf(query: { from?: number | undefined; to?: number | undefined }, now: number): TimeRange {
  const to = query.to ?? now;
  const from = query.from ?? Math.max(0, to - WEEK);
  if (from < to) return { from, to };
  throw invalidFields([
    { field: 'from', problem: `expected a time before \`to\`, which is ${new Date(to).toISOString()}` },
  ]);
}
