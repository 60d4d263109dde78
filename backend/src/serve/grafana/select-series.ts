import type { Selector, Store, TimeRange, Window } from '../../model/contracts/store.ts';
import { type Series, type SeriesBlock, seriesKey } from '../../model/series.ts';
import { inSuitingStep, isForecast } from '../rest/forecasts.ts';
import { POINT_LIMIT, QueryProblem } from './limits.ts';
import type { Query } from './query.ts';

/** Series that were chosen, and what finds them in the store, together with others of the same measurements. */
export interface Selection {
  readonly series: readonly Series[];
  readonly selectors: readonly Selector[];
}

/**
 * The series a query means; forecasts, and how good they were, only where it names their measurement. Without the tag step:
 * those as measured.
 */
export async function chooseMeasured(query: Query, store: Store): Promise<Selection> {
  const known = await listed(query, store, query.measurement !== undefined);
  const chosen =
    query.tags.step === undefined
      ? known.filter((series) => series.tags.step === undefined || isForecast(series))
      : known;
  return selectionOf(chosen, query);
}

/** The same for forecasts: without the tag step, of what is forecast in several steps the one that suits the range. */
export async function chooseForecast(query: Query, range: TimeRange, store: Store): Promise<Selection> {
  const known = await listed(query, store);
  if (query.tags.step !== undefined) return selectionOf(known, query);
  return selectionOf(inSuitingStep(known, range), query);
}

async function listed(query: Query, store: Store, withForecasts = false): Promise<Series[]> {
  const excluded = Object.entries(query.exclude).map(([name, value]) => [name, new Set([value].flat())] as const);
  return (await store.list(selectorOf(query))).filter(
    (series) =>
      (withForecasts || !isForecast(series)) && !excluded.some(([name, values]) => values.has(series.tags[name] ?? '')),
  );
}

export function selectorOf({ measurement, field, tags }: Query): Selector {
  const nothing = measurement === undefined && field === undefined && Object.keys(tags).length === 0;
  const chosen = nothing ? 'radius' : measurement;
  return {
    ...(chosen === undefined ? {} : { measurement: chosen }),
    ...(field === undefined ? {} : { field }),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
  };
}

function selectionOf(series: readonly Series[], query: Query): Selection {
  if (series.length > query.limit) {
    const problem = `the query means ${series.length} series, more than the ${query.limit} it may answer`;
    throw new QueryProblem(400, `${problem}: choose a measurement, field or tag, or raise the limit`);
  }
  const { field, tags: chosen } = selectorOf(query);
  const own = { ...chosen, ...leftOver(series, query) };
  const [step, ...otherSteps] = new Set(series.map(({ tags }) => tags.step));
  const tags = step !== undefined && otherSteps.length === 0 ? { ...own, step } : own;
  const measurements = [...new Set(series.map(({ measurement }) => measurement))];
  const same = { ...(field === undefined ? {} : { field }), ...(Object.keys(tags).length === 0 ? {} : { tags }) };
  return { series, selectors: measurements.map((measurement) => ({ measurement, ...same })) };
}

/** What is left of the tags of which some values are excluded, so that the store need not read the others. */
function leftOver(series: readonly Series[], { exclude }: Query): Record<string, string[]> {
  const names = Object.keys(exclude).filter((name) => series.every(({ tags }) => tags[name] !== undefined));
  return Object.fromEntries(names.map((name) => [name, [...new Set(series.map(({ tags }) => tags[name]!))]]));
}

/** The labels that tell these series apart: their tags, and measurement and field where there are several of these. */
export function labelsOf(series: readonly Series[]): (one: Series) => Readonly<Record<string, string>> {
  const several = (name: 'measurement' | 'field') => new Set(series.map((one) => one[name])).size > 1;
  const [measurements, fields] = [several('measurement'), several('field')];
  return ({ measurement, field, tags }) => ({
    ...tags,
    ...(measurements ? { measurement } : {}),
    ...(fields ? { field } : {}),
  });
}

/** The window that makes samples of these series no denser than a step; undefined when they are not. A count is always one. */
export function windowFor(series: readonly Series[], step: number, aggregate: Window['aggregate']): Window | undefined {
  return aggregate === 'count' || series.some((one) => one.step < step) ? { step, aggregate } : undefined;
}

/** Blocks by series key. Rejects with a QueryProblem when there are more than POINT_LIMIT points. */
export async function readBlocks(
  store: Store,
  selectors: readonly Selector[],
  range: TimeRange,
  window: Window | undefined,
  signal: AbortSignal,
): Promise<Map<string, SeriesBlock>> {
  const found = new Map<string, SeriesBlock>();
  let points = 0;
  for (const selector of selectors) {
    for await (const block of store.query(selector, range, window)) {
      signal.throwIfAborted();
      points += block.times.length;
      if (points > POINT_LIMIT) {
        const problem = `the answer would hold more than ${POINT_LIMIT.toLocaleString('en')} points`;
        throw new QueryProblem(422, `${problem}: choose fewer series, a shorter range or fewer data points`);
      }
      found.set(seriesKey(block.series), block);
    }
  }
  return found;
}
