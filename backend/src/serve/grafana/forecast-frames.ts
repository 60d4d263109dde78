import type { Window } from '../../model/contracts/store.ts';
import { probabilityAbove, probabilityBelow } from '../../model/distribution.ts';
import {
  FORECAST_FIELDS,
  type Forecast,
  type ForecastField,
  forecastSeries,
  type KEPT_LEADS,
  NEWEST_LEAD,
} from '../../model/forecast.ts';
import { type Series, type SeriesBlock, seriesKey } from '../../model/series.ts';
import { HOUR } from '../../model/targets.ts';
import { forecastSelectors, newestForecasts, originsOf } from '../rest/forecasts.ts';
import { FURTHEST, forecastsAhead, refusalOf } from '../rest/forecasts-ahead.ts';
import { asProblem } from '../rest/problem.ts';
import { valuesAt } from '../rest/samples.ts';
import { type Answer, type Asking, type GrafanaDependencies, typed } from './asking.ts';
import { seriesConfig, seriesNames } from './describe-series.ts';
import type { Frame, FrameField } from './frame.ts';
import { incidentRegions } from './incident-regions.ts';
import { QueryProblem } from './limits.ts';
import type { Query } from './query.ts';
import { chooseForecast, labelsOf, readBlocks, windowFor } from './select-series.ts';
import { gapless, numbersFrame, numbersOf } from './series-frames.ts';

/** The quantiles in ascending order. */
const ASCENDING = ['lower95', 'lower80', 'mean', 'upper80', 'upper95'] as const satisfies readonly ForecastField[];

/** A range that hours suit, by which a forecast of seven days is made. */
const WEEK = { from: 0, to: FURTHEST * HOUR };

type Role = 'real' | ForecastField;
type Columns = Partial<Record<Role, SeriesBlock>>;

/** What is known of one series: columns by the steps they were forecast ahead, and the newest sample a forecast knew. */
interface Known {
  readonly series: Series;
  readonly real: SeriesBlock | undefined;
  readonly kept: Columns;
  readonly newest: Columns;
  readonly origin: number | undefined;
}

/** Forecasts: the newest as a whole or of seven days, or what was forecast so many steps ahead; a frame a series. */
export const answerForecast: Answer = async (asking, dependencies) => {
  const { query } = asking;
  const whole = query.lead === NEWEST_LEAD;
  const known =
    whole && query.horizon === 'week'
      ? await makeWeek(asking, dependencies)
      : await readKnown(asking, dependencies, { real: false, kept: !whole, newest: whole });
  const nameOf = seriesNames(dependencies.devices());
  const labels = labelsOf(known.map(({ series }) => series));
  const learning = await dependencies.learning();
  const learningHours = (series: Series) => learning.get(seriesKey(series)) ?? 0;
  // No alert hangs on a probability that is not to be trusted yet.
  const deciding = query.threshold !== undefined && (asking.forAlert || query.format === 'numeric');
  const shown = known
    .filter(({ series }) => !deciding || learningHours(series) === 0)
    .map(({ series, kept, newest, ...rest }) => ({ series, ...rest, columns: whole ? newest : kept }));
  if (query.format === 'numeric') {
    return [
      numbersFrame(
        shown.flatMap(({ series, columns }) => {
          const value = numberOf(columns, query);
          return value === undefined ? [] : [{ series, value }];
        }),
        nameOf,
      ),
    ];
  }
  return shown
    .filter(({ columns }) => columns.mean !== undefined)
    .map(({ series, columns }) =>
      frameOf({ series, columns, labels: labels(series) }, nameOf(series), asking, {
        now: dependencies.clock.now(),
        learningHours: learningHours(series),
      }),
    );
};

/** Real values with what was forecast of them, and the newest forecast beyond: a frame a series for the forecast panel. */
export const answerRealAndPredicted: Answer = async (asking, dependencies) => {
  const { query, range } = asking;
  const nameOf = seriesNames(dependencies.devices());
  if (query.format === 'numeric') {
    const { store } = dependencies;
    return [numbersFrame(await numbersOf(await chooseForecast(query, range, store), asking, store), nameOf)];
  }
  const known = await readKnown(asking, dependencies, { real: true, kept: true, newest: true });
  const labels = labelsOf(known.map(({ series }) => series));
  const learning = await dependencies.learning();
  const regionsIn = incidentRegions(range, dependencies);
  return known
    .filter(({ real, kept, newest }) => real ?? kept.mean ?? newest.mean)
    .map(({ series, real, kept, newest, origin }) => {
      const end = origin ?? Number.POSITIVE_INFINITY;
      const predicted = Object.fromEntries(
        FORECAST_FIELDS.flatMap((column) => {
          const joined = joinedAt(end, kept[column], newest[column]);
          return joined ? [[column, joined]] : [];
        }),
      );
      const custom = {
        now: dependencies.clock.now(),
        learningHours: learning.get(seriesKey(series)) ?? 0,
        incidents: regionsIn(series),
        ...(query.threshold === undefined ? {} : { threshold: query.threshold, direction: query.direction }),
      };
      const columns: Columns = real ? { ...predicted, real } : predicted;
      return frameOf({ series, columns, labels: labels(series) }, nameOf(series), asking, custom);
    });
};

async function readKnown(
  { query, range, step, signal }: Asking,
  { store, clock }: GrafanaDependencies,
  parts: { readonly real: boolean; readonly kept: boolean; readonly newest: boolean },
): Promise<Known[]> {
  const { series, selectors } = await chooseForecast(query, range, store);
  const selector = { ...selectors[0] };
  const window = windowFor(series, step, query.aggregate ?? (query.format === 'numeric' ? 'last' : 'mean'));
  if (window && (parts.real || parts.kept)) demandComparable(window.aggregate);
  const lead = query.lead === '24' ? 24 : 1;
  // What lies wholly in the past is drawn without the forecast of the future.
  const future = parts.newest && (query.kind === 'forecast' || range.to > clock.now());
  const none = new Map<string, SeriesBlock>();
  const [real, kept, origins] = await Promise.all([
    parts.real ? readBlocks(store, selectors, range, window, signal) : none,
    parts.kept ? readBlocks(store, forecastSelectors(series, selector, lead), range, window, signal) : none,
    future ? originsOf(store, series, selector) : new Map<string, number>(),
  ]);
  const newest = future ? await newestForecasts(store, series, selector, origins) : none;
  return series.map((one) => ({
    series: one,
    real: real.get(seriesKey(one)),
    kept: columnsOf(kept, one, lead),
    newest: columnsOf(newest, one, NEWEST_LEAD),
    origin: origins.get(seriesKey(one)),
  }));
}

/** Forecasts of seven days, made now. Throws a Problem that says why where there is none at all. */
async function makeWeek({ query }: Asking, dependencies: GrafanaDependencies): Promise<Known[]> {
  const [{ series }, learning] = await Promise.all([
    chooseForecast(query, WEEK, dependencies.store),
    dependencies.learning(),
  ]);
  const ahead = await forecastsAhead(
    series.filter((one) => learning.has(seriesKey(one))),
    FURTHEST,
    dependencies,
  );
  if (ahead.forecasts.size === 0) throw asProblem(refusalOf(ahead));
  return [...ahead.forecasts.values()].map((forecast) => ({
    ...{ series: forecast.series, origin: forecast.origin, real: undefined, kept: {} },
    newest: Object.fromEntries(FORECAST_FIELDS.map((column) => [column, blockOf(forecast, column)])),
  }));
}

function blockOf(forecast: Forecast, column: ForecastField): SeriesBlock {
  const { series, origin, [column]: values } = forecast;
  return { series, times: values.map((_, index) => origin + (index + 1) * series.step), values };
}

/** A forecast is of single samples: beside it only what is of their size can be drawn. Throws a QueryProblem. */
function demandComparable(aggregate: Window['aggregate']): void {
  if (aggregate === 'mean' || aggregate === 'last') return;
  const problem = `aggregate: a ${aggregate} of samples cannot be compared with a forecast of single ones`;
  throw new QueryProblem(400, `${problem}: choose mean or last, or the kind series to see the ${aggregate}`);
}

function columnsOf(
  blocks: ReadonlyMap<string, SeriesBlock>,
  series: Series,
  lead: (typeof KEPT_LEADS)[number] | typeof NEWEST_LEAD,
): Columns {
  return Object.fromEntries(
    FORECAST_FIELDS.flatMap((column) => {
      const block = blocks.get(seriesKey(forecastSeries(series, lead, column)));
      return block ? [[column, block]] : [];
    }),
  );
}

/** What was kept up to a time, and what comes newly after it. */
function joinedAt(end: number, kept: SeriesBlock | undefined, newest: SeriesBlock | undefined) {
  const known = kept ?? newest;
  if (!known) return undefined;
  const count = kept?.times.filter((time) => time <= end).length ?? 0;
  return {
    series: known.series,
    times: [...(kept?.times.slice(0, count) ?? []), ...(newest?.times ?? [])],
    values: [...(kept?.values.slice(0, count) ?? []), ...(newest?.values ?? [])],
  };
}

/** The columns a query asks for, in the order of the forecast panel. An alert rule gets the one it can tell by labels. */
function rolesOf({ query, forAlert }: Asking): Role[] {
  const wanted: Role[] = [
    ...(query.kind === 'realAndPredicted' ? (['real'] as const) : []),
    'mean',
    ...[...new Set(query.intervals)].sort().flatMap((level) => [`lower${level}`, `upper${level}`] as const),
  ];
  return forAlert ? wanted.slice(0, 1) : wanted;
}

/** What is drawn of one series. */
interface Drawn {
  readonly series: Series;
  readonly columns: Columns;
  readonly labels: Readonly<Record<string, string>>;
}

function frameOf(
  { series, columns, labels }: Drawn,
  name: string,
  asking: Asking,
  custom: Readonly<Record<string, unknown>>,
): Frame {
  const { query, step, forAlert } = asking;
  const merged = [...new Set(Object.values(columns).flatMap(({ times }) => times))].sort((a, b) => a - b);
  const times = gapless(merged, Math.max(series.step, series.step < step ? step : 0));
  const values = rolesOf(asking).map(
    (role): FrameField => ({
      ...{ name: role, type: 'number', values: valuesAt(columns[role], times), labels },
      config: forAlert
        ? seriesConfig(series, name)
        : { ...seriesConfig(series, roleName(name, role)), custom: styleOf(name, role) },
    }),
  );
  const breach: FrameField[] =
    query.threshold === undefined
      ? []
      : [
          {
            ...{
              name: 'breach',
              type: 'number',
              values: breaches(columns, times, query.threshold, query.direction),
              labels,
            },
            config: {
              unit: 'percentunit',
              min: 0,
              max: 1,
              displayNameFromDS: `${name} · probability ${query.direction} threshold`,
            },
          },
        ];
  const shown =
    forAlert && query.kind === 'forecast' && breach.length > 0 ? breach : [...values, ...(forAlert ? [] : breach)];
  const fields: FrameField[] = [{ name: 'time', type: 'time', values: times }, ...shown];
  return { name, meta: { ...typed('timeseries-multi'), custom }, fields };
}

const roleName = (name: string, role: Role) => `${name} · ${role}`;

/** How Grafana's own time series panel draws a column: forecasts dashed, an interval as an area without lines. */
function styleOf(name: string, role: Role): Readonly<Record<string, unknown>> {
  if (role === 'real') return { lineWidth: 1 };
  if (role === 'mean') return { lineWidth: 1, lineStyle: { fill: 'dash', dash: [8, 6] } };
  const bound = { lineWidth: 0, showPoints: 'never' };
  if (role === 'lower80' || role === 'lower95') return { ...bound, fillOpacity: 0 };
  const lower = role === 'upper80' ? 'lower80' : 'lower95';
  return { ...bound, fillOpacity: 15, fillBelowTo: roleName(name, lower) };
}

/** The probability of a breach at each time with a whole forecast. */
function breaches(
  columns: Columns,
  times: readonly number[],
  threshold: number,
  direction: Query['direction'],
): (number | null)[] {
  const beyond = direction === 'above' ? probabilityAbove : probabilityBelow;
  const quantiles = ASCENDING.map((column) => valuesAt(columns[column], times));
  return times.map((_, index) => {
    const here = quantiles.map((values) => values[index] ?? null);
    return here.includes(null) ? null : beyond(here as number[], threshold);
  });
}

/** The greatest probability of a breach; without a threshold the forecast of the last step. */
function numberOf(columns: Columns, { threshold, direction }: Query): number | undefined {
  const { mean } = columns;
  if (!mean || mean.times.length === 0) return undefined;
  if (threshold === undefined) return mean.values.at(-1)!;
  return Math.max(...breaches(columns, mean.times, threshold, direction).map((probability) => probability ?? 0));
}
