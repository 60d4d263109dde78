import { afterEach, describe, expect, test } from 'vitest';
import { type Forecast, forecastBatch } from '../../model/forecast.ts';
import { type Series, seriesKey } from '../../model/series.ts';
import { HOUR, sessionSeries, targetSeries } from '../../model/targets.ts';
import { type RestService, SOURCE, startRestService } from '../../test/rest-service.ts';
import { forecastsAnswer } from './forecasts.ts';

const TODAY = Date.UTC(2026, 10, 24);
const failed = targetSeries(SOURCE, 'count_failed');
const delay = targetSeries(SOURCE, 'mean_delay');

let service: RestService;
afterEach(() => service.close());

/** A forecast whose mean tells its origin and lead. */
function forecast(series: Series, origin: number, horizon = 24): Forecast {
  const mean = Array.from({ length: horizon }, (_, index) => origin / HOUR + (index + 1) / 100);
  const shifted = (by: number) => mean.map((value) => value + by);
  return { series, origin, mean, lower80: shifted(-1), upper80: shifted(1), lower95: shifted(-2), upper95: shifted(2) };
}

async function read(query: string) {
  const answer = await service.ask(`/api/v1/forecasts?${query}`);
  expect(answer.status).toBe(200);
  return forecastsAnswer.parse(answer.json()).forecasts;
}

async function start(learning: [string, number][] = []): Promise<void> {
  service = await startRestService({ now: TODAY, learning: async () => new Map(learning) });
  await service.store.write(
    [failed, delay, sessionSeries('a', SOURCE)].map((series) => ({ series, times: [TODAY - HOUR], values: [1] })),
  );
}

describe('forecasts', () => {
  test('show the newest as a whole, and what was forecast of the range', async () => {
    await start();
    const origins = Array.from({ length: 30 }, (_, index) => TODAY + (index - 30) * HOUR);
    for (const origin of origins) await service.store.write(forecastBatch([forecast(failed, origin)]));
    const [found, ...others] = await read(`measurement=radius&from=${TODAY - 3 * HOUR}`);
    expect(others).toEqual([]);
    const newest = forecast(failed, TODAY - HOUR);
    expect(found?.series.key).toBe(seriesKey(failed));
    expect([found?.learning, found?.origin]).toEqual([0, TODAY - HOUR]);
    expect(found?.newest).toEqual({
      times: newest.mean.map((_, index) => TODAY + index * HOUR),
      mean: newest.mean,
      lower80: newest.lower80,
      upper80: newest.upper80,
      lower95: newest.lower95,
      upper95: newest.upper95,
    });
    const range = [3, 2, 1].map((hours) => TODAY - hours * HOUR);
    expect(found?.leads['1'].times).toEqual(range);
    expect(found?.leads['1'].mean).toEqual(range.map((time) => time / HOUR - 1 + 0.01));
    expect(found?.leads['24'].upper95).toEqual(range.map((time) => time / HOUR - 24 + 0.24 + 2));
  });

  test('keep series apart that were forecast from different origins', async () => {
    await start();
    await service.store.write(forecastBatch([forecast(failed, TODAY - HOUR), forecast(delay, TODAY - 5 * HOUR)]));
    const found = await read('measurement=radius');
    expect(found.map(({ origin, newest }) => [origin, newest.times[0], newest.mean.length])).toEqual([
      [TODAY - HOUR, TODAY, 24],
      [TODAY - 5 * HOUR, TODAY - 4 * HOUR, 24],
    ]);
    const [only] = await read('field=mean_delay');
    expect([only?.series.field, only?.origin]).toEqual(['mean_delay', TODAY - 5 * HOUR]);
    expect(await read('tag.source=another')).toEqual([]);
  });

  test('show an origin left out as nulls', async () => {
    await start();
    for (const hours of [4, 2]) await service.store.write(forecastBatch([forecast(failed, TODAY - hours * HOUR)]));
    const [found] = await read(`field=count_failed&to=${TODAY + HOUR}`);
    expect(found?.leads['1'].times).toEqual([3, 2, 1].map((hours) => TODAY - hours * HOUR));
    expect(found?.leads['1'].lower80[1]).toBe(null);
  });

  test('say of a series that is forecast that it is not to be trusted yet, and why', async () => {
    await start([
      [seriesKey(failed), 30],
      [seriesKey(delay), 0],
    ]);
    await service.store.write(forecastBatch([forecast(failed, TODAY - HOUR), forecast(delay, TODAY - HOUR)]));
    const found = await read('measurement=radius');
    expect(found.map(({ series, learning, origin }) => [series.field, learning, origin])).toEqual([
      ['count_failed', 30, TODAY - HOUR],
      ['mean_delay', 0, TODAY - HOUR],
    ]);
    expect(found.map(({ learningReason }) => learningReason)).toEqual([
      expect.stringMatching(/too few .* have come true .*30 h/),
      null,
    ]);
  });

  test('say of a series still being learnt how much is missing, and leave out what is never forecast', async () => {
    await start([[seriesKey(failed), 17]]);
    const found = await read('');
    expect(found.map(({ series, learning, origin }) => [series.field, learning, origin])).toEqual([
      ['count_failed', 17, null],
    ]);
    expect([found[0]?.newest.times, found[0]?.leads['1'].mean]).toEqual([[], []]);
    expect(found[0]?.learningReason).toMatch(/too young to be forecast: it can be trusted in 17 h/);
  });
});
