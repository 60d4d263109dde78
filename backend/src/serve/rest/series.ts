import { z } from 'zod';
import type { Window } from '../../model/contracts/store.ts';
import { seriesKey } from '../../model/series.ts';
import { namedSchemas } from './named-schemas.ts';
import { type Endpoint, json, operation } from './operation.ts';
import { rangeOf, rangeParameters, selectorOf, selectorParameters } from './parameters.ts';
import { invalidFields } from './problem.ts';
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

const query = z.strictObject({
  ...selectorParameters,
  ...rangeParameters,
  step: z
    .string()
    .regex(/^[1-9]\d{0,11}$/, { error: 'expected a whole number of milliseconds' })
    .transform(Number)
    .optional()
    .describe('Group samples into windows of so many milliseconds, aligned to the epoch.'),
  aggregate: z
    .enum(['mean', 'min', 'max', 'sum', 'count', 'last'])
    .optional()
    .describe('What a window shows of its samples; default: mean. Only with `step`.'),
});

/** The answer of /api/v1/series. */
export const seriesAnswer = z
  .strictObject({
    series: z.array(
      z.strictObject({
        ...seriesDescription.shape,
        times: z.array(z.number()).describe('Epoch milliseconds UTC, every step from the first sample to the last.'),
        values: z.array(z.number().nullable()).describe('As many; null where a sample is missing.'),
      }),
    ),
  })
  .register(namedSchemas, { id: 'SeriesAnswer' });

export const seriesEndpoint: Endpoint = {
  path: '/api/v1/series',
  get: operation({
    id: 'readSeries',
    summary: 'Samples of the series that match',
    description: 'A series without samples in the range is listed with empty columns.',
    query,
    answer: json(seriesAnswer),
    problems: ['invalid-request', 'too-many-points', 'store-unavailable'],
    async handle({ query }, { store, clock }) {
      const range = rangeOf(query, clock.now());
      const window = windowOf(query);
      const selector = selectorOf(query);
      const [known, samples] = await Promise.all([store.list(selector), samplesByKey(store, selector, range, window)]);
      const step = (own: number) => window?.step ?? own;
      const points = [...samples.values()].reduce(
        (sum, { series, times }) => sum + stepCount(times, step(series.step)),
        0,
      );
      if (points > POINT_LIMIT) throw tooManyPoints();
      return {
        series: known.map((series) => {
          const block = samples.get(seriesKey(series));
          const times = everyStep(block?.times ?? [], step(series.step));
          return { ...describeSeries(series), step: step(series.step), times, values: valuesAt(block, times) };
        }),
      };
    },
  }),
};

function windowOf({ step, aggregate }: Pick<z.output<typeof query>, 'step' | 'aggregate'>): Window | undefined {
  if (step !== undefined) return { step, aggregate: aggregate ?? 'mean' };
  if (aggregate === undefined) return undefined;
  throw invalidFields([
    { field: 'aggregate', problem: 'expected together with `step`, which gives the length of a window' },
  ]);
}
