import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { quantileAt } from '../../model/distribution.ts';
import type { Forecast } from '../../model/forecast.ts';
import { simulatePaths } from '../../model/paths.ts';
import { type Series, seriesKey } from '../../model/series.ts';
import { isForecast, learningHours } from './forecasts.ts';
import { namedSchemas } from './named-schemas.ts';
import { type Endpoint, json, operation } from './operation.ts';
import { randomFor, readForecasts } from './outlook.ts';
import { selectorOf, selectorParameters } from './parameters.ts';
import { describeSeries, POINT_LIMIT, seriesDescription, tooManyPoints } from './samples.ts';

const MOST_QUANTILES = 99;
const MOST_PATHS = 1000;

const values = z.array(z.number());

/** The answer of /api/v1/forecasts/distribution. */
export const distributionAnswer = z
  .strictObject({
    distributions: z.array(
      z.strictObject({
        series: seriesDescription,
        learning: learningHours,
        origin: z.number().describe('Time of the newest sample that the forecast knew.'),
        times: values.describe('Target times: epoch milliseconds UTC.'),
        quantiles: z
          .array(z.strictObject({ probability: z.number(), values }))
          .describe('For each probability asked for, the values that are not exceeded with it, by target time.'),
        paths: z.array(values).describe('Ways that the values may go, each equally likely, by target time.'),
      }),
    ),
  })
  .register(namedSchemas, { id: 'DistributionAnswer' });

export const distributionEndpoint: Endpoint = {
  path: '/api/v1/forecasts/distribution',
  get: operation({
    id: 'readForecastDistributions',
    summary: 'Any quantiles, and simulated paths, of the newest forecasts of the series that match',
    description:
      'Quantiles are of single target times. A path is a way through all of them, so what depends on several (a sum, a peak, a duration) is judged by paths. Series without a forecast are left out.',
    query: z.strictObject({
      ...selectorParameters,
      quantiles: z
        .string()
        .regex(/^0?\.\d{1,6}(,0?\.\d{1,6})*$/, 'expected probabilities between 0 and 1, such as 0.05,0.5,0.95')
        .transform((text) => text.split(',').map(Number))
        .refine((all) => all.length <= MOST_QUANTILES && all.every((each) => each > 0), {
          error: `expected at most ${MOST_QUANTILES} probabilities above 0`,
        })
        .default([0.1, 0.25, 0.5, 0.75, 0.9])
        .describe('Probabilities, such as `0.05,0.5,0.95`.'),
      paths: z
        .string()
        .regex(/^\d{1,4}$/)
        .transform(Number)
        .refine((count) => count <= MOST_PATHS, { error: `expected a number from 0 to ${MOST_PATHS}` })
        .default(0)
        .describe(`How many paths, up to ${MOST_PATHS}.`),
    }),
    answer: json(distributionAnswer),
    problems: ['invalid-request', 'too-many-points', 'store-unavailable'],
    async handle({ query }, { store, learning }) {
      const selector = selectorOf(query);
      const bases = (await store.list(selector)).filter((series) => !isForecast(series));
      const [forecasts, missing] = await Promise.all([readForecasts(store, bases, selector), learning()]);
      const columns = 1 + query.quantiles.length + query.paths;
      const leads = [...forecasts.values()].reduce((sum, { mean }) => sum + mean.length, 0);
      if (leads * columns > POINT_LIMIT) throw tooManyPoints();
      const distributions: z.input<typeof distributionAnswer>['distributions'] = [];
      for (const series of bases) {
        const forecast = forecasts.get(seriesKey(series));
        const hours = missing.get(seriesKey(series)) ?? 0;
        if (forecast) distributions.push({ ...distributionOf(series, forecast, query), learning: hours });
        // Paths take milliseconds a series.
        await setImmediate();
      }
      return { distributions };
    },
  }),
};

function distributionOf(
  series: Series,
  forecast: Forecast,
  { quantiles, paths }: { readonly quantiles: readonly number[]; readonly paths: number },
) {
  const { origin, mean } = forecast;
  return {
    series: describeSeries(series),
    origin,
    times: mean.map((_, index) => origin + (index + 1) * series.step),
    quantiles: quantiles.map((probability) => ({
      probability,
      values: mean.map((_, index) => quantileAt(forecast, index + 1, probability)),
    })),
    paths: simulatePaths(forecast, paths, randomFor(series, origin)),
  };
}
