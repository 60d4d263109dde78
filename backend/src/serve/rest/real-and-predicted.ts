import { z } from 'zod';
import type { Store } from '../../model/contracts/store.ts';
import { forecastSeries } from '../../model/forecast.ts';
import { seriesKey } from '../../model/series.ts';
import { HOUR, TARGET_NAMES, type TargetName, targetSeries } from '../../model/targets.ts';
import { startOfHour, type Zone } from '../../model/zone.ts';
import type { RestDependencies } from './dependencies.ts';
import { namedSchemas } from './named-schemas.ts';
import { type Endpoint, json, operation } from './operation.ts';
import { FAR_FUTURE } from './parameters.ts';
import { invalidFields } from './problem.ts';
import { samplesByKey, valuesAt } from './samples.ts';

const REAL_HOURS = 24;
/** The epoch, with room for 24 hours before it and any zone's offset. */
const FIRST_DATE = Date.UTC(1971, 0);
const DATE_FORM = 'expected YYYY-MM-DD HH:mm:ss such as 2026-11-24 14:20:00';

type Row = (number | null)[];
type Rows = Record<TargetName | `${TargetName}_pred`, Row>;

const row = (length: number) => z.array(z.number().nullable()).length(length);
const realRow = row(REAL_HOURS)
  .describe('Real values of the hours of xticks but the last; null where missing.')
  .register(namedSchemas, { id: 'RealHours' });
const predictedRow = row(REAL_HOURS + 1)
  .describe('What was predicted one hour ahead, for the hours of xticks; null where missing.')
  .register(namedSchemas, { id: 'PredictedHours' });

/** The answer of the original service: ten targets under their original names. */
export const realAndPredicted = z
  .strictObject({
    xticks: z
      .array(z.string())
      .length(REAL_HOURS + 1)
      .describe('Start of each hour, YYYY-MM-DD HH:mm:ss in the zone of the network.'),
    ...(Object.fromEntries(
      TARGET_NAMES.flatMap((target) => [
        [target, realRow],
        [`${target}_pred`, predictedRow],
      ]),
    ) as Record<keyof Rows, ReturnType<typeof row>>),
  })
  .register(namedSchemas, { id: 'RealAndPredicted' });

export const realAndPredictedEndpoint: Endpoint = {
  path: '/get_real_and_pred_data',
  get: operation({
    id: 'readRealAndPredicted',
    summary: 'The last 24 hours, real and predicted, and the next hour',
    description: 'The last hour is the newest for which any of the ten targets is known.',
    answer: json(realAndPredicted),
    problems: ['store-unavailable'],
    async handle(_input, dependencies) {
      return hoursBefore((await newestHour(dependencies)) + HOUR, dependencies);
    },
  }),
  post: operation({
    id: 'readRealAndPredictedBefore',
    summary: 'The 24 hours before the hour of a date, real and predicted, and that hour predicted',
    body: z.strictObject({
      date: z
        .string({ error: DATE_FORM })
        .describe('YYYY-MM-DD HH:mm:ss in the zone of the network; in a repeated hour the first one is meant.'),
    }),
    answer: json(realAndPredicted),
    problems: ['invalid-request', 'body-too-large', 'unsupported-media-type', 'store-unavailable'],
    handle: ({ body }, dependencies) =>
      hoursBefore(startOfHour(dependencies.zone, instantOf(body.date, dependencies.zone)), dependencies),
  }),
};

/** The newest hour held for any target; the hour before the running one when the store holds none. */
async function newestHour({ store, clock, zone, legacySource }: RestDependencies): Promise<number> {
  const targets = new Set(TARGET_NAMES.map((target) => seriesKey(targetSeries(legacySource, target))));
  const { measurement, tags } = anyTarget(legacySource);
  const newest = (await store.latest({ measurement, tags }))
    .filter(({ series }) => targets.has(seriesKey(series)))
    .map(({ times }) => times[0]!);
  return newest.length > 0 ? Math.max(...newest) : startOfHour(zone, clock.now()) - HOUR;
}

/** 24 consecutive UTC hours that end at `end`, real and predicted, and the hour from `end` predicted. */
async function hoursBefore(
  end: number,
  { store, zone, legacySource }: RestDependencies,
): Promise<z.input<typeof realAndPredicted>> {
  const hours = Array.from({ length: REAL_HOURS + 1 }, (_, index) => end + (index - REAL_HOURS) * HOUR);
  const rows = await rowsOf(store, legacySource, hours);
  return { xticks: hours.map(zone.format), ...rows };
}

async function rowsOf(store: Store, source: string, hours: readonly number[]): Promise<Rows> {
  const { measurement, tags } = anyTarget(source);
  const predicted = forecastSeries(anyTarget(source), 1, 'mean');
  const lead = { ...tags, lead: predicted.tags.lead! };
  const range = { from: hours[0]!, to: hours.at(-1)! + 1 };
  const [real, forecasts] = await Promise.all([
    samplesByKey(store, { measurement, tags }, range),
    samplesByKey(store, { measurement: predicted.measurement, tags: lead, field: predicted.field }, range),
  ]);
  const rows = TARGET_NAMES.flatMap((target): [keyof Rows, Row][] => {
    const series = targetSeries(source, target);
    const forecast = forecasts.get(seriesKey(forecastSeries(series, 1, 'mean')));
    return [
      [target, valuesAt(real.get(seriesKey(series)), hours.slice(0, -1))],
      [`${target}_pred`, valuesAt(forecast, hours)],
    ];
  });
  return Object.fromEntries(rows) as Rows;
}

/** All targets of a source share measurement and tags with this one. */
const anyTarget = (source: string) => targetSeries(source, TARGET_NAMES[0]!);

/** The instant of a wall time; the first of two in a repeated hour. Throws a Problem when there is none. */
function instantOf(date: string, zone: Zone): number {
  const wall = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(date)
    ? Date.parse(`${date.replace(' ', 'T')}Z`)
    : Number.NaN;
  const exists = Number.isFinite(wall) && new Date(wall).toISOString().slice(0, 19).replace('T', ' ') === date;
  if (!exists) {
    throw invalidFields([{ field: 'date', problem: `${DATE_FORM}, found ${JSON.stringify(date.slice(0, 40))}` }]);
  }
  if (wall < FIRST_DATE || wall > FAR_FUTURE) {
    throw invalidFields([{ field: 'date', problem: 'expected a date from 1971 to 2199' }]);
  }
  const [instant] = zone.instants(wall);
  if (instant !== undefined) return instant;
  const problem = `there is no ${date} in ${zone.name}: clocks are put forward over it; ${DATE_FORM}`;
  throw invalidFields([{ field: 'date', problem }]);
}
