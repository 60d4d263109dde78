import { z } from 'zod';
import type { Selector, Store, TimeRange } from '../../model/contracts/store.ts';
import {
  FORECAST_FIELDS,
  type Forecast,
  type ForecastField,
  forecastSeries,
  KEPT_LEADS,
  NEWEST_LEAD,
} from '../../model/forecast.ts';
import { QUALITY_MEASUREMENT } from '../../model/forecast-quality.ts';
import { type Series, type SeriesBlock, seriesKey } from '../../model/series.ts';
import { HOUR } from '../../model/targets.ts';
import type { CallDependencies } from './dependencies.ts';
import { FURTHEST, forecastsAhead, refusalOf } from './forecasts-ahead.ts';
import { namedSchemas } from './named-schemas.ts';
import { type Endpoint, json, operation } from './operation.ts';
import { FAR_FUTURE, rangeOf, rangeParameters, selectorOf, selectorParameters } from './parameters.ts';
import {
  describeSeries,
  everyStep,
  POINT_LIMIT,
  samplesByKey,
  seriesDescription,
  stepCount,
  tooManyPoints,
  valuesAt,
} from './samples.ts';

/** As far as forecasts in steps of five minutes reach. */
const FINE_HORIZON = 2 * HOUR;
/** Up to here five minutes suit of what is forecast in several steps, beyond it hours. */
const FINE_RANGE = 12 * HOUR;

type Lead = (typeof KEPT_LEADS)[number] | typeof NEWEST_LEAD;
type Blocks = ReadonlyMap<string, SeriesBlock>;

const horizonParameter = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)
  .refine((hours) => hours >= 1 && hours <= FURTHEST, { error: `expected hours from 1 to ${FURTHEST}` })
  .optional()
  .describe(
    `Hours that \`newest\` reaches, 1 … ${FURTHEST}; default: the stored forecast, a day of hours or 2 hours of minutes.`,
  );

const values = z.array(z.number().nullable());
const columns = z
  .strictObject({
    times: z.array(z.number()).describe('Target times: epoch milliseconds UTC, every step from the first to the last.'),
    mean: values,
    lower80: values,
    upper80: values,
    lower95: values,
    upper95: values,
  })
  .register(namedSchemas, { id: 'ForecastColumns' });

export const learningHours = z
  .number()
  .describe('Hours of history missing until the intervals can be trusted; 0 when they can.');

/** The answer of /api/v1/forecasts. */
export const forecastsAnswer = z
  .strictObject({
    forecasts: z.array(
      z.strictObject({
        series: seriesDescription,
        learning: learningHours,
        learningReason: z.string().nullable().describe('Why it is not to be trusted yet; null when it is.'),
        origin: z.number().nullable().describe('Time of the newest sample that the newest forecast knew.'),
        newest: columns.describe('That forecast as a whole; with `horizon` one made now that reaches so far.'),
        leads: z
          .strictObject({ '1': columns, '24': columns })
          .describe('What was forecast so many steps ahead, of the target times in the range.'),
      }),
    ),
  })
  .register(namedSchemas, { id: 'ForecastsAnswer' });

export const forecastsEndpoint: Endpoint = {
  path: '/api/v1/forecasts',
  get: operation({
    id: 'readForecasts',
    summary: 'Forecasts of the series that match',
    description:
      'Lists the series that are forecast, and those that are still being learnt. `newest` is the newest forecast as a whole, whatever the range. With `horizon`, a forecast up to seven days ahead is made now, of at most 100 series, and not stored; without `tag.step`, of what is forecast in several steps the one that reaches so far. A series that cannot be forecast so far is left out, and where that is so of all, the answer is a problem.',
    query: z.strictObject({ ...selectorParameters, ...rangeParameters, horizon: horizonParameter }),
    answer: json(forecastsAnswer),
    problems: [
      ...(['invalid-request', 'series-unknown', 'still-learning', 'too-far-ahead'] as const),
      ...(['too-many-points', 'store-unavailable'] as const),
    ],
    async handle({ query }, dependencies) {
      const { store, clock, learning } = dependencies;
      const range = rangeOf(query, clock.now());
      const selector = selectorOf(query);
      const [known, missing] = await Promise.all([store.list(selector), learning()]);
      const bases = known.filter((series) => !isForecast(series));
      const [made, kept] = await Promise.all([
        query.horizon === undefined
          ? storedForecasts(store, bases, selector)
          : madeForecasts(bases, selector, missing, query.horizon, dependencies),
        keptLeads(store, bases, selector, range),
      ]);
      return {
        forecasts: made.series
          .filter((series) => made.origins.has(seriesKey(series)) || missing.has(seriesKey(series)))
          .map((series) => ({
            series: describeSeries(series),
            ...learningOf(missing.get(seriesKey(series)) ?? 0, made.origins.has(seriesKey(series))),
            origin: made.origins.get(seriesKey(series)) ?? null,
            newest: made.columnsOf(series),
            leads: { '1': columnsOf(kept, series, 1), '24': columnsOf(kept, series, 24) },
          })),
      };
    },
  }),
};

function learningOf(hours: number, isForecast: boolean): { learning: number; learningReason: string | null } {
  if (hours === 0) return { learning: 0, learningReason: null };
  const known = isForecast
    ? 'It is forecast, but too few of its forecasts have come true to know how wide their intervals must be'
    : 'It is too young to be forecast';
  return { learning: hours, learningReason: `${known}: it can be trusted in ${hours} h.` };
}

/** The newest forecast of each of some series. */
interface Newest {
  readonly series: readonly Series[];
  readonly origins: ReadonlyMap<string, number>;
  columnsOf(series: Series): z.output<typeof columns>;
}

async function storedForecasts(store: Store, series: readonly Series[], selector: Selector): Promise<Newest> {
  const origins = await originsOf(store, series, selector);
  const newest = await newestForecasts(store, series, selector, origins);
  return { series, origins, columnsOf: (one) => columnsOf(newest, one, NEWEST_LEAD) };
}

/** Forecasts on demand, `hours` ahead; and the series that are still learnt. Throws why not where there is none. */
async function madeForecasts(
  bases: readonly Series[],
  { tags }: Selector,
  missing: ReadonlyMap<string, number>,
  hours: number,
  dependencies: CallDependencies,
): Promise<Newest> {
  const reaching = tags?.step === undefined ? inReachingStep(bases, hours * HOUR) : bases;
  const known = reaching.filter((series) => missing.has(seriesKey(series)));
  const ahead = await forecastsAhead(known, hours, dependencies);
  if (ahead.forecasts.size === 0) throw refusalOf(ahead);
  const forecastOf = (series: Series) => ahead.forecasts.get(seriesKey(series));
  return {
    series: known.filter((series) => forecastOf(series) ?? missing.get(seriesKey(series))! > 0),
    origins: new Map([...ahead.forecasts].map(([key, { origin }]) => [key, origin])),
    columnsOf: (series) => columnsMade(series, forecastOf(series)),
  };
}

function columnsMade({ step }: Series, forecast: Forecast | undefined): z.output<typeof columns> {
  const column = (name: ForecastField) => [...(forecast?.[name] ?? [])];
  return {
    times: column('mean').map((_, index) => forecast!.origin + (index + 1) * step),
    mean: column('mean'),
    lower80: column('lower80'),
    upper80: column('upper80'),
    lower95: column('lower95'),
    upper95: column('upper95'),
  };
}

/** Forecasts are series too, and so is how good they were: told by the tags that forecastSeries and accuracySeries give them. */
export const isForecast = ({ measurement, tags }: Series) =>
  measurement === QUALITY_MEASUREMENT || (tags.lead !== undefined && tags.of !== undefined);

/** Of series that are forecast in several steps those in the step that suits a range; of others those as measured. */
export function inSuitingStep(known: readonly Series[], range: TimeRange): Series[] {
  const step = range.to - range.from <= FINE_RANGE ? '5m' : '1h';
  const averaged = new Set(known.filter(({ tags }) => tags.step === step).map(keyWithoutStep));
  return known.filter(
    (series) => series.tags.step === step || (series.tags.step === undefined && !averaged.has(keyWithoutStep(series))),
  );
}

/** The same where a forecast is wanted that reaches so many milliseconds ahead. */
export const inReachingStep = (known: readonly Series[], ahead: number): Series[] =>
  inSuitingStep(known, { from: 0, to: ahead <= FINE_HORIZON ? ahead : Number.MAX_SAFE_INTEGER });

/** Key of what was measured, whatever step its means are of. */
export function keyWithoutStep({ measurement, tags, field }: Pick<Series, 'measurement' | 'tags' | 'field'>): string {
  const { step: _, ...own } = tags;
  return seriesKey({ measurement, tags: own, field });
}

/** The selectors of the forecasts of these series: their columns lie in one measurement for each of the series' own. */
export function forecastSelectors(bases: readonly Series[], { field, tags }: Selector, lead: Lead): Selector[] {
  const measurements = new Set(bases.map((series) => forecastSeries(series, lead, 'mean').measurement));
  const lookedFor = { ...tags, lead: String(lead), ...(field === undefined ? {} : { of: field }) };
  return [...measurements].map((measurement) => ({ measurement, tags: lookedFor }));
}

/**
 * The origin of each series' newest forecast. Lead 1 of a forecast is kept with it and lies one step after its origin, so
 * the newest lead 1 tells the origin, whatever the horizon.
 */
export async function originsOf(
  store: Store,
  bases: readonly Series[],
  selector: Selector,
): Promise<Map<string, number>> {
  const selectors = forecastSelectors(bases, selector, 1);
  const blocks = (await Promise.all(selectors.map((each) => store.latest({ ...each, field: 'mean' })))).flat();
  const newest = new Map(blocks.map(({ series, times }) => [seriesKey(series), times[0]!]));
  return new Map(
    bases.flatMap((series) => {
      const target = newest.get(seriesKey(forecastSeries(series, 1, 'mean')));
      return target === undefined ? [] : [[seriesKey(series), target - series.step] as const];
    }),
  );
}

/**
 * The newest forecasts. Their series in the store still hold targets up to the origin from forecasts made earlier, so
 * only what lies after the origin is read; series with one origin, which is nearly always all, share a query.
 */
export async function newestForecasts(
  store: Store,
  bases: readonly Series[],
  selector: Selector,
  origins: ReadonlyMap<string, number>,
): Promise<Blocks> {
  const forecast = bases.filter((series) => origins.has(seriesKey(series)));
  const byOrigin = Map.groupBy(forecast, (series) => origins.get(seriesKey(series))!);
  const found = [...byOrigin].map(async ([origin, group]) => {
    const blocks = await readAll(store, forecastSelectors(group, selector, NEWEST_LEAD), {
      from: origin + 1,
      to: FAR_FUTURE,
    });
    return group.flatMap((series) => columnBlocks(blocks, series, NEWEST_LEAD));
  });
  return new Map((await Promise.all(found)).flat());
}

async function keptLeads(
  store: Store,
  bases: readonly Series[],
  selector: Selector,
  range: TimeRange,
): Promise<Blocks> {
  const selectors = KEPT_LEADS.flatMap((lead) => forecastSelectors(bases, selector, lead));
  const blocks = await readAll(store, selectors, range);
  const points = [...blocks.values()].reduce((sum, { series, times }) => sum + stepCount(times, series.step), 0);
  if (points > POINT_LIMIT) throw tooManyPoints();
  return blocks;
}

async function readAll(store: Store, selectors: readonly Selector[], range: TimeRange): Promise<Blocks> {
  const found = await Promise.all(selectors.map((selector) => samplesByKey(store, selector, range)));
  return new Map(found.flatMap((blocks) => [...blocks]));
}

/** The blocks of the forecast columns of one series, of those there are. */
function columnBlocks(blocks: Blocks, series: Series, lead: Lead): [string, SeriesBlock][] {
  return FORECAST_FIELDS.flatMap((column) => {
    const key = seriesKey(forecastSeries(series, lead, column));
    const block = blocks.get(key);
    return block ? [[key, block]] : [];
  });
}

function columnsOf(blocks: Blocks, series: Series, lead: Lead): z.output<typeof columns> {
  const column = (name: (typeof FORECAST_FIELDS)[number]) => blocks.get(seriesKey(forecastSeries(series, lead, name)));
  const times = everyStep(column('mean')?.times ?? [], series.step);
  const at = (name: (typeof FORECAST_FIELDS)[number]) => valuesAt(column(name), times);
  return {
    times,
    mean: at('mean'),
    lower80: at('lower80'),
    upper80: at('upper80'),
    lower95: at('lower95'),
    upper95: at('upper95'),
  };
}
