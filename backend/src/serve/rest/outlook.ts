import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { type DailyValues, PAST_DAYS, type Question, timeLeft } from '../../model/capacity.ts';
import type { Selector, Store } from '../../model/contracts/store.ts';
import { FORECAST_FIELDS, type Forecast, forecastSeries, NEWEST_LEAD } from '../../model/forecast.ts';
import { crossing } from '../../model/paths.ts';
import { hash, type Random, randomOf } from '../../model/random.ts';
import { type Series, type SeriesBlock, seriesKey } from '../../model/series.ts';
import { HOUR, MINUTE } from '../../model/targets.ts';
import { inReachingStep, isForecast, learningHours, newestForecasts, originsOf } from './forecasts.ts';
import { FURTHEST, forecastsAhead } from './forecasts-ahead.ts';
import { namedSchemas } from './named-schemas.ts';
import { type Endpoint, json, operation } from './operation.ts';
import { selectorOf, selectorParameters } from './parameters.ts';
import { Problem } from './problem.ts';
import { describeSeries, samplesByKey, seriesDescription } from './samples.ts';

const DAY = 24 * HOUR;
/** The most series of one answer: each takes some 15 ms. */
const SERIES_LIMIT = 100;
const UNITS = { m: MINUTE, h: HOUR, d: DAY };

const probability = z.number().describe('0–1.');
const time = z.number().nullable();
const quantiles = {
  early: time.describe('By then it has happened with a probability of 10 %; null when not within what is looked at.'),
  median: time.describe('The same with 50 %.'),
  late: time.describe('The same with 90 %.'),
};

/** The answer of /api/v1/outlook. */
export const outlookAnswer = z
  .strictObject({
    outlook: z.array(
      z.strictObject({
        series: seriesDescription,
        learning: learningHours,
        origin: time.describe('Time of the newest sample that the newest forecast knew.'),
        window: z
          .strictObject({
            until: z.number().describe('End of the part of the window that the forecast reaches.'),
            probability: probability.describe('That the threshold is crossed by then, 0–1.'),
            expectedAt: time.describe('Given that it is: the mean time of the first crossing; null when it never is.'),
            ...quantiles,
          })
          .nullable()
          .describe(
            'What the newest forecast says, of a window longer than a day one of seven days; null where none reaches the window. Its quantiles are given that it is crossed.',
          ),
        timeLeft: z
          .strictObject({
            trend: z
              .enum(['approaching', 'receding', 'none'])
              .describe('`none` where growth cannot be told from chance.'),
            growth: z.number().describe('In the unit of the series a day; what is cleared away at once left out.'),
            probability: z.strictObject({ days7: probability, days30: probability, days90: probability }),
            ...quantiles,
          })
          .nullable()
          .describe('What the days say, after the forecast; null for fewer than ten of them.'),
      }),
    ),
  })
  .register(namedSchemas, { id: 'OutlookAnswer' });

export const outlookEndpoint: Endpoint = {
  path: '/api/v1/outlook',
  get: operation({
    id: 'readOutlook',
    summary: 'Whether and when the series that match cross a threshold',
    description:
      'Tells from the newest forecast, for a window longer than a day from one of seven days, how likely it is within a window, and from that and the last 56 days how much time is left. Without `tag.step`, of what is forecast in several steps the one that suits the window.',
    query: z.strictObject({
      ...selectorParameters,
      threshold: z
        .string()
        .regex(/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?$/i, 'expected a number')
        .transform(Number)
        .describe('In the unit of the series.'),
      direction: z.enum(['above', 'below']).default('above').describe('The side of the threshold that is wrong.'),
      within: z
        .string()
        .regex(/^[1-9]\d{0,3}[mhd]$/, 'expected minutes, hours or days such as 30m, 24h or 7d')
        .default('24h')
        .describe('The window from now on: minutes, hours or days such as `30m`, `24h` or `7d`.'),
    }),
    answer: json(outlookAnswer),
    problems: ['invalid-request', 'too-many-points', 'store-unavailable'],
    async handle({ query }, dependencies) {
      const { store, clock, learning } = dependencies;
      const now = clock.now();
      const question: Question = { sign: query.direction === 'above' ? 1 : -1, threshold: query.threshold, now };
      const end = now + millisecondsOf(query.within);
      const selector = selectorOf(query);
      const known = (await store.list(selector)).filter((series) => !isForecast(series));
      const series = selector.tags?.step === undefined ? inReachingStep(known, end - now) : known;
      if (series.length > SERIES_LIMIT) throw tooManySeries(series.length);
      const [forecasts, missing, days, week] = await Promise.all([
        readForecasts(store, series, selector),
        learning(),
        readDays(store, series, selector, question),
        end - now > DAY ? forecastsAhead(series, FURTHEST, dependencies) : undefined,
      ]);
      const outlook: z.input<typeof outlookAnswer>['outlook'] = [];
      for (const one of series) {
        const forecast = forecasts.get(seriesKey(one));
        const random = randomFor(one, now);
        const reaching = week?.forecasts.get(seriesKey(one)) ?? forecast;
        const window = reaching ? windowOf(reaching, question, end, random) : null;
        if (week) await setImmediate();
        const left =
          timeLeft(days.get(seriesKey(one)) ?? { times: [], values: [] }, forecast, question, random) ?? null;
        const origin = reaching?.origin ?? null;
        const hours = missing.get(seriesKey(one)) ?? 0;
        if (window || left)
          outlook.push({ series: describeSeries(one), learning: hours, origin, window, timeLeft: left });
        await setImmediate();
      }
      return { outlook };
    },
  }),
};

const millisecondsOf = (span: string) => Number(span.slice(0, -1)) * UNITS[span.at(-1) as keyof typeof UNITS];

/** The same on the same day, so that an answer only changes with what is known. */
export const randomFor = (series: Series, now: number): Random =>
  randomOf(hash(Math.floor(now / DAY), ...Array.from(seriesKey(series), (character) => character.codePointAt(0)!)));

/** What a forecast says of the buckets from the one under way to the last one that begins before `end`. */
function windowOf(forecast: Forecast, { sign, threshold, now }: Question, end: number, random: Random) {
  const { origin, series, mean } = forecast;
  const from = Math.max(1, Math.floor((now - origin) / series.step));
  const to = Math.min(mean.length, Math.ceil((end - origin) / series.step) - 1);
  if (from > to) return null;
  const { probability, first } = crossing(forecast, sign, threshold, from, to, random);
  const until = Math.min(end, origin + (to + 1) * series.step);
  const { expected: expectedAt, ...times } = first ?? { expected: null, early: null, median: null, late: null };
  return { until, probability, expectedAt, ...times };
}

/** The newest forecasts by key of their series, of those that are whole. */
export async function readForecasts(
  store: Store,
  bases: readonly Series[],
  selector: Selector,
): Promise<ReadonlyMap<string, Forecast>> {
  const origins = await originsOf(store, bases, selector);
  const blocks = await newestForecasts(store, bases, selector, origins);
  return new Map(
    bases.flatMap((series) => {
      const key = seriesKey(series);
      const forecast = forecastIn(blocks, series, origins.get(key));
      return forecast ? [[key, forecast]] : [];
    }),
  );
}

function forecastIn(
  blocks: ReadonlyMap<string, SeriesBlock>,
  series: Series,
  origin: number | undefined,
): Forecast | undefined {
  const columns = FORECAST_FIELDS.map((name) => blocks.get(seriesKey(forecastSeries(series, NEWEST_LEAD, name))));
  const isWhole = (block: SeriesBlock | undefined): block is SeriesBlock =>
    block?.times.every((time, index) => time === origin! + (index + 1) * series.step) ?? false;
  if (origin === undefined || !columns.every(isWhole)) return undefined;
  const horizon = Math.min(...columns.map(({ times }) => times.length));
  const [mean, lower80, upper80, lower95, upper95] = columns.map(({ values }) => values.slice(0, horizon));
  return { series, origin, mean: mean!, lower80: lower80!, upper80: upper80!, lower95: lower95!, upper95: upper95! };
}

/** The greatest value of each whole day of the past (the least, where below is wrong) by key of the series. */
async function readDays(
  store: Store,
  series: readonly Series[],
  selector: Selector,
  { sign, now }: Question,
): Promise<ReadonlyMap<string, DailyValues>> {
  const to = Math.floor(now / DAY) * DAY;
  const range = { from: Math.max(0, to - PAST_DAYS * DAY), to };
  const groups = new Map(
    series.map(({ measurement, tags }) => [JSON.stringify([measurement, tags.step]), { measurement, tags }]),
  );
  const found = [...groups.values()].map(({ measurement, tags }) => {
    const step = tags.step === undefined ? {} : { step: tags.step };
    const chosen = { ...selector, measurement, tags: { ...selector.tags, ...step } };
    return samplesByKey(store, chosen, range, { step: DAY, aggregate: sign === 1 ? 'max' : 'min' });
  });
  return new Map((await Promise.all(found)).flatMap((blocks) => [...blocks]));
}

const tooManySeries = (count: number) =>
  new Problem(
    'too-many-points',
    `${count.toLocaleString('en')} series match, of at most ${SERIES_LIMIT}: name a measurement, field or tag.`,
  );
