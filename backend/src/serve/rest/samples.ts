import { z } from 'zod';
import type { Selector, Store, TimeRange, Window } from '../../model/contracts/store.ts';
import { type Series, type SeriesBlock, seriesKey } from '../../model/series.ts';
import { namedSchemas } from './named-schemas.ts';
import { Problem } from './problem.ts';

/** The most points of one answer. */
export const POINT_LIMIT = 100_000;

/** A series as JSON: its identity and what is needed to read its values right. */
export const seriesDescription = z
  .strictObject({
    key: z.string().describe('Canonical text of the identity.'),
    measurement: z.string(),
    tags: z.record(z.string(), z.string()),
    field: z.string(),
    unit: z.string(),
    kind: z.enum(['gauge', 'rate', 'count']),
    step: z.number().describe('Milliseconds between two times.'),
    lowerBound: z.number().nullable().describe('Least possible value; null when open.'),
    upperBound: z.number().nullable().describe('Greatest possible value; null when open.'),
  })
  .register(namedSchemas, { id: 'SeriesDescription' });

/** What JSON says of a series. */
export function describeSeries(series: Series): z.output<typeof seriesDescription> {
  const { measurement, tags, field, unit, kind, step, lowerBound = null, upperBound = null } = series;
  return { key: seriesKey(series), measurement, tags: { ...tags }, field, unit, kind, step, lowerBound, upperBound };
}

/** Samples by series key, with a bound on their number. */
export async function samplesByKey(
  store: Store,
  selector: Selector,
  range: TimeRange,
  window?: Window,
): Promise<Map<string, SeriesBlock>> {
  const found = new Map<string, SeriesBlock>();
  let points = 0;
  for await (const block of store.query(selector, range, window)) {
    points += block.times.length;
    if (points > POINT_LIMIT) throw tooManyPoints();
    found.set(seriesKey(block.series), block);
  }
  return found;
}

/** Every step from the first to the last of ascending times, so that what is missing can be shown as such. */
export function everyStep(times: readonly number[], step: number): number[] {
  const every: number[] = [];
  let before = times[0] ?? 0;
  for (const time of times) {
    const left = Math.round((time - before) / step) - 1;
    for (let missing = 1; missing <= left; missing++) every.push(before + missing * step);
    every.push(time);
    before = time;
  }
  return every;
}

/** The number of times that `everyStep` gives, at most, without making them. */
export function stepCount(times: readonly number[], step: number): number {
  if (times.length === 0) return 0;
  return Math.max(times.length, Math.round((times.at(-1)! - times[0]!) / step) + 1);
}

/** The values at these ascending times; null where the block has none. */
export function valuesAt(block: SeriesBlock | undefined, times: readonly number[]): (number | null)[] {
  if (!block) return times.map(() => null);
  let next = 0;
  return times.map((time) => {
    while (next < block.times.length && block.times[next]! < time) next++;
    return block.times[next] === time ? block.values[next]! : null;
  });
}

/** The problem of an answer with more than POINT_LIMIT points. */
export function tooManyPoints(): Problem {
  return new Problem(
    'too-many-points',
    `The answer would hold more than ${POINT_LIMIT.toLocaleString('en')} points: narrow from and to, name a measurement, field or tag, or give a larger step.`,
  );
}
