import { z } from 'zod';
import { KEPT_LEADS } from '../../model/forecast.ts';
import { seriesKey } from '../../model/series.ts';
import { FEWEST } from './accuracy-measures.ts';
import { inSuitingStep, isForecast, learningHours } from './forecasts.ts';
import { namedSchemas } from './named-schemas.ts';
import { type Endpoint, json, operation } from './operation.ts';
import { rangeOf, rangeParameters, selectorOf, selectorParameters } from './parameters.ts';
import { Problem } from './problem.ts';
import { boundedRead, type Lead, readAccuracy } from './read-accuracy.ts';
import { describeSeries, seriesDescription } from './samples.ts';

/** The most samples and forecasts that are read for one answer; none of them is in it. */
const READ_LIMIT = 1_000_000;
const READ_TIME = 25_000;

const measure = z.number().nullable();

/** The answer of /api/v1/accuracy. */
export const accuracyAnswer = z
  .strictObject({
    accuracy: z.array(
      z.strictObject({
        series: seriesDescription,
        lead: z.literal([...KEPT_LEADS]).describe('Steps ahead.'),
        learning: learningHours,
        count: z.int().describe(`Forecasts that came true; of fewer than ${FEWEST} there is no measure.`),
        mae: measure.describe('Mean absolute error, in the unit of the series.'),
        bias: measure.describe('Mean of forecast minus real, in the unit of the series.'),
        mase: measure.describe('Mean absolute error as a multiple of that of the seasonal naive forecast.'),
        season: measure.describe('Season of that forecast, milliseconds.'),
        skill: measure.describe('1 minus the part that the error is of that of the naive forecast.'),
        coverage80: measure.describe('Part of real values within the 80 % interval, 0–1.'),
        coverage95: measure.describe('Part of real values within the 95 % interval, 0–1.'),
      }),
    ),
  })
  .register(namedSchemas, { id: 'AccuracyAnswer' });

export const accuracyEndpoint: Endpoint = {
  path: '/api/v1/accuracy',
  get: operation({
    id: 'readAccuracy',
    summary: 'How good the forecasts of the series that match were',
    description:
      'Compares what was forecast 1 and 24 steps ahead with what came true. Without `tag.step`, of what is forecast in several steps the one that suits the range.',
    query: z.strictObject({
      ...selectorParameters,
      ...rangeParameters,
      lead: z
        .enum(['1', '24'])
        .transform((text) => Number(text) as Lead)
        .optional()
        .describe('Only what was forecast so many steps ahead.'),
    }),
    answer: json(accuracyAnswer),
    problems: ['invalid-request', 'too-many-points', 'store-unavailable'],
    async handle({ query }, { store, clock, learning }) {
      const range = rangeOf(query, clock.now());
      const selector = selectorOf(query);
      const [known, missing] = await Promise.all([store.list(selector), learning()]);
      const measured = known.filter((series) => !isForecast(series));
      const series = selector.tags?.step === undefined ? inSuitingStep(measured, range) : measured;
      const leads = query.lead === undefined ? KEPT_LEADS : [query.lead];
      const read = boundedRead(store, READ_LIMIT, AbortSignal.timeout(READ_TIME), tooMuch);
      const found = await readAccuracy(series, selector, range, leads, read);
      return {
        accuracy: found
          .map(({ series, lead, accuracy }) => ({
            series: describeSeries(series),
            lead,
            learning: missing.get(seriesKey(series)) ?? 0,
            ...accuracy,
          }))
          .filter(({ learning, count }) => learning > 0 || count > 0),
      };
    },
  }),
};

const tooMuch = () =>
  new Problem(
    'too-many-points',
    `More than ${READ_LIMIT.toLocaleString('en')} points would have to be read: narrow from and to, or name a measurement, field or tag.`,
  );
