import { afterEach, describe, expect, test } from 'vitest';
import { type Forecast, forecastBatch } from '../../model/forecast.ts';
import { seriesKey } from '../../model/series.ts';
import { HOUR, targetSeries } from '../../model/targets.ts';
import { type RestService, SOURCE, startRestService } from '../../test/rest-service.ts';
import { distributionAnswer } from './distribution.ts';

const NOW = Date.UTC(2026, 10, 24);
const ORIGIN = NOW - HOUR;
const failed = targetSeries(SOURCE, 'count_failed');
const delay = targetSeries(SOURCE, 'mean_delay');

const mean = Array.from({ length: 24 }, (_, index) => 100 + index);
const around = (score: number) => mean.map((value) => value + 10 * score);
const made: Forecast = {
  ...{ series: failed, origin: ORIGIN, mean, lower80: around(-1.281552), upper80: around(1.281552) },
  ...{ lower95: around(-1.959964), upper95: around(1.959964) },
};

/** In the tails the probability beyond falls by the same factor over the same distance as between the outer quantiles. */
const FAR = 100 + 10 * (1.959964 + (1.959964 - 1.281552) * (Math.log(0.025 / 0.001) / Math.log(0.1 / 0.025)));

let service: RestService;
afterEach(() => service.close());

async function start() {
  service = await startRestService({ now: NOW });
  const samples = [failed, delay].map((series) => ({ series, times: [ORIGIN], values: [100] }));
  await service.store.write([...samples, ...forecastBatch([made])]);
}

async function read(query = '') {
  const answer = await service.ask(`/api/v1/forecasts/distribution${query}`);
  expect(answer.status).toBe(200);
  return distributionAnswer.parse(answer.json()).distributions;
}

describe('/api/v1/forecasts/distribution', () => {
  test('answers the quantiles asked for, of series that are forecast', async () => {
    await start();
    const [found, ...others] = await read('?quantiles=.5,0.9,0.999');
    expect(others).toEqual([]);
    expect([found!.series.key, found!.origin, found!.times[0]]).toEqual([seriesKey(failed), ORIGIN, NOW]);
    expect(found!.quantiles.map(({ probability }) => probability)).toEqual([0.5, 0.9, 0.999]);
    const [half, high, highest] = found!.quantiles.map(({ values }) => values);
    expect(half).toEqual(mean);
    expect(high![23]).toBeCloseTo(made.upper80[23]!, 4);
    expect(highest![0]).toBeCloseTo(FAR, 2);
    expect(found!.paths).toEqual([]);
  });

  test('answers paths of whole forecasts, the same while nothing newer is known', async () => {
    await start();
    const [found] = await read('?paths=200');
    expect(found!.paths).toHaveLength(200);
    expect(found!.paths.every((path) => path.length === 24)).toBe(true);
    const within = found!.paths.filter((path) => path[11]! >= made.lower80[11]! && path[11]! <= made.upper80[11]!);
    expect(within.length / 200).toBeCloseTo(0.8, 1);
    expect(found!.quantiles.map(({ probability }) => probability)).toEqual([0.1, 0.25, 0.5, 0.75, 0.9]);
    expect(await read('?paths=200')).toEqual([found]);
  });

  test.each(['quantiles=1.5', 'quantiles=0', 'quantiles=0.5,', 'paths=1001', 'paths=-1', 'from=1'])(
    '%s is refused',
    async (query) => {
      await start();
      expect((await service.ask(`/api/v1/forecasts/distribution?${query}`)).status).toBe(400);
    },
  );

  test('more points than an answer may hold are refused', async () => {
    await start();
    const many = Array.from({ length: 5 }, (_, index) => targetSeries(`source ${index}`, 'count_failed'));
    for (const series of many) {
      const samples = { series, times: [ORIGIN], values: [100] };
      await service.store.write([samples, ...forecastBatch([{ ...made, series }])]);
    }
    expect((await service.ask('/api/v1/forecasts/distribution?paths=1000')).status).toBe(422);
    expect(await read('?paths=1000&tag.source=source 1')).toHaveLength(1);
  });
});
