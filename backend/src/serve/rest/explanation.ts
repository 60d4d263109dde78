import { z } from 'zod';
import { PAST_PARTS, WAY_PARTS } from '../../model/explanation.ts';
import { seriesKey } from '../../model/series.ts';
import { explanationWords } from './explanation-words.ts';
import { isForecast } from './forecasts.ts';
import { namedSchemas } from './named-schemas.ts';
import { type Endpoint, json, operation } from './operation.ts';
import { selectorOf, selectorParameters } from './parameters.ts';
import { Problem } from './problem.ts';
import { describeSeries, seriesDescription } from './samples.ts';

const SERIES_LIMIT = 20;
const LEADS = 24;

const value = z.number().describe('In the unit of the series.');
const nullable = z.number().nullable();

/** The answer of /api/v1/forecasts/explain. */
export const explanationAnswer = z
  .strictObject({
    explanations: z.array(
      z.strictObject({
        series: seriesDescription,
        origin: z.number().describe('Time of the newest sample that the forecast knew.'),
        time: z.number().describe('The time that is forecast.'),
        lead: z.number().describe('Steps between them.'),
        expected: value,
        words: z.array(z.string()).describe('The same in sentences, the most important first.'),
        opinions: z
          .array(
            z.strictObject({
              expert: z.string(),
              expected: value,
              weight: z.number().describe('How much it counts, 0–1: by its errors of the last days.'),
            }),
          )
          .describe('What each expert expects, the strongest first.'),
        contributions: z
          .array(
            z.strictObject({
              of: z.enum([...PAST_PARTS, ...WAY_PARTS]),
              change: value,
            }),
          )
          .describe(
            'Of hours, by how much the forecast would be less, had these values been as on the seven days before. Of minutes, what leads from the newest value to the forecast.',
          ),
        newest: value.describe('The newest value.'),
        yesterday: nullable.describe('The value a day before the time that is forecast.'),
        lastWeek: nullable.describe('The value a week before it.'),
        similarDays: z
          .array(
            z.strictObject({
              until: z.number().describe('End of the day, as the newest sample is the end of the newest one.'),
              difference: value.describe('Mean absolute difference to the newest day, their means taken away.'),
              followed: value.describe('The value that came as long after it as the one that is explained.'),
            }),
          )
          .describe('The past days whose course was nearest to that of the newest one.'),
        before: nullable.describe('What was forecast of the same time one step before.'),
        season: nullable.describe('Length of the season found in the series beside day and week, milliseconds.'),
        holiday: z.string().nullable().describe('The holiday of the time that is forecast.'),
      }),
    ),
  })
  .register(namedSchemas, { id: 'ExplanationAnswer' });

export const explanationEndpoint: Endpoint = {
  path: '/api/v1/forecasts/explain',
  get: operation({
    id: 'explainForecasts',
    summary: 'Why the newest forecasts of the series that match are as they are',
    description:
      'Explains one lead of the newest forecast. Series that are not forecast yet are left out; of series in steps of minutes no earlier days are told.',
    query: z.strictObject({
      ...selectorParameters,
      lead: z
        .string()
        .regex(/^\d{1,2}$/)
        .transform(Number)
        .refine((lead) => lead >= 1 && lead <= LEADS, { error: `expected a number of steps from 1 to ${LEADS}` })
        .default(1)
        .describe('Which step ahead is explained, 1 … 24.'),
    }),
    answer: json(explanationAnswer),
    problems: ['invalid-request', 'too-many-points', 'store-unavailable'],
    async handle({ query }, { store, explain, zone }) {
      const known = (await store.list(selectorOf(query))).filter((series) => !isForecast(series));
      if (known.length > SERIES_LIMIT) throw tooMany(known.length);
      const explained = await Promise.all(known.map((series) => explain(seriesKey(series), query.lead)));
      const found = explained.filter((explanation) => explanation !== undefined);
      return {
        explanations: found.map((explanation) => {
          const { series, opinions, contributions, similarDays, ...rest } = explanation;
          return {
            ...rest,
            series: describeSeries(series),
            words: explanationWords(explanation, zone),
            opinions: [...opinions],
            contributions: [...contributions],
            similarDays: [...similarDays],
          };
        }),
      };
    },
  }),
};

const tooMany = (count: number) =>
  new Problem(
    'too-many-points',
    `${count} series match, of which at most ${SERIES_LIMIT} are explained at a time: name a measurement, field or tag.`,
  );
