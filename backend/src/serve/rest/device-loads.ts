import { z } from 'zod';
import type { FORECAST_MEASUREMENTS } from '../../model/device-series.ts';
import { forecastSeries, NEWEST_LEAD } from '../../model/forecast.ts';
import { type SeriesBlock, seriesKey } from '../../model/series.ts';
import { namedSchemas } from './named-schemas.ts';
import { type Endpoint, json, operation } from './operation.ts';

const MEASUREMENT = 'interface' satisfies (typeof FORECAST_MEASUREMENTS)[number];
/** Of minutes five are averaged, and forecast two hours ahead. */
const STEP = '5m';

const part = z.number().nullable();

/** The answer of /api/v1/devices/loads. */
export const deviceLoadsAnswer = z
  .strictObject({
    loads: z.array(
      z.strictObject({
        device: z.string(),
        component: z.string().describe('The interface.'),
        field: z.string().describe('The direction.'),
        time: z.number().describe('Start of the five minutes.'),
        load: z.number().describe('Part of the speed of the interface, 0–1.'),
        expected: part.describe('The load at the end of the newest forecast.'),
        expectedAt: part,
      }),
    ),
  })
  .register(namedSchemas, { id: 'DeviceLoadsAnswer' });

type Load = z.output<typeof deviceLoadsAnswer>['loads'][number];

export const deviceLoadsEndpoint: Endpoint = {
  path: '/api/v1/devices/loads',
  get: operation({
    id: 'readDeviceLoads',
    summary: 'The busiest interface of each device, and how busy it is expected to be',
    description: 'Of interfaces whose speed is known.',
    answer: json(deviceLoadsAnswer),
    problems: ['store-unavailable'],
    async handle(_input, { store }) {
      const forecast = { measurement: `${MEASUREMENT}_forecast`, field: 'mean' };
      const [measured, expected] = await Promise.all([
        store.latest({ measurement: MEASUREMENT, tags: { step: STEP } }),
        store.latest({ ...forecast, tags: { step: STEP, lead: NEWEST_LEAD } }),
      ]);
      const byKey = new Map(expected.map((block) => [seriesKey(block.series), block]));
      const busiest = new Map<string, Load>();
      for (const block of measured) {
        const load = loadOf(block, byKey.get(seriesKey(forecastSeries(block.series, NEWEST_LEAD, 'mean'))));
        if (load && load.load > (busiest.get(load.device)?.load ?? -1)) busiest.set(load.device, load);
      }
      return { loads: [...busiest.values()] };
    },
  }),
};

function loadOf({ series, times, values }: SeriesBlock, expected: SeriesBlock | undefined): Load | undefined {
  const { tags, field, upperBound: speed } = series;
  if (speed === undefined || tags.device === undefined || tags.component === undefined) return undefined;
  const [time, after] = [times[0]!, expected?.times[0]];
  const known = after !== undefined && after > time;
  return {
    ...{ device: tags.device, component: tags.component, field, time, load: values[0]! / speed },
    expected: known ? expected!.values[0]! / speed : null,
    expectedAt: known ? after : null,
  };
}
