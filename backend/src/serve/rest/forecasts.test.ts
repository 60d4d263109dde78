import { afterEach, describe, expect, test } from 'vitest';
import { type ErrorCode, PresageError } from '../../errors.ts';
import { type Forecast, forecastBatch } from '../../model/forecast.ts';
import { type Series, seriesKey } from '../../model/series.ts';
import { HOUR, MINUTE, sessionSeries, targetSeries } from '../../model/targets.ts';
import { type RestService, SOURCE, startRestService } from '../../test/rest-service.ts';
import { forecastsAnswer } from './forecasts.ts';
import { PROBLEMS } from './problem.ts';

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

describe('forecasts with a horizon', () => {
  const memory = (step: '5m' | '1h'): Series => ({
    ...{ measurement: 'memory', field: 'used', unit: 'percent', kind: 'gauge' },
    tags: { device: 'a', step },
    step: step === '1h' ? HOUR : 5 * MINUTE,
  });
  const all = [failed, delay, memory('5m'), memory('1h')];

  /** A service whose forecaster refuses some series by a code and forecasts the others from an hour ago. */
  async function startAhead(refused: ReadonlyMap<Series, ErrorCode> = new Map(), learning: [Series, number][] = []) {
    const asked: [string, number][] = [];
    const missing = new Map(all.map((series) => [seriesKey(series), 0]));
    for (const [series, hours] of learning) missing.set(seriesKey(series), hours);
    service = await startRestService({
      now: TODAY,
      learning: async () => missing,
      async forecast(key, leads) {
        const series = all.find((one) => seriesKey(one) === key)!;
        const code = refused.get(series);
        if (code) throw new PresageError(code, `${key}: ${code}`);
        asked.push([key, leads]);
        return forecast(series, TODAY - HOUR, leads);
      },
    });
    await service.store.write(
      [...all, sessionSeries('a', SOURCE)].map((series) => ({ series, times: [TODAY - HOUR], values: [1] })),
    );
    return asked;
  }

  async function problem(query: string): Promise<[number, unknown]> {
    const { status, json } = await service.ask(`/api/v1/forecasts?${query}`);
    return [status, json().type];
  }

  test('are made now, so many hours ahead, whatever is stored', async () => {
    const asked = await startAhead();
    await service.store.write(forecastBatch([forecast(failed, TODAY - 2 * HOUR)]));
    const [found, ...others] = await read('field=count_failed&horizon=168');
    expect(others).toEqual([]);
    expect(asked).toEqual([[seriesKey(failed), 168]]);
    const made = forecast(failed, TODAY - HOUR, 168);
    expect([found?.origin, found?.learning]).toEqual([TODAY - HOUR, 0]);
    expect(found?.newest.times).toEqual(made.mean.map((_, index) => TODAY + index * HOUR));
    expect(found?.newest.upper95).toEqual(made.upper95);
    expect(found?.leads['1'].times).toEqual([TODAY - HOUR]);
  });

  test('choose the step that reaches so far, if none is named', async () => {
    const asked = await startAhead();
    const leads = async (query: string) => {
      await read(`measurement=memory&${query}`);
      return asked.splice(0).map(([key, leads]) => [/step=(..)/.exec(key)?.[1], leads]);
    };
    expect(await leads('horizon=48')).toEqual([['1h', 48]]);
    expect(await leads('horizon=2')).toEqual([['5m', 24]]);
    expect(await leads('horizon=2&tag.step=1h')).toEqual([['1h', 2]]);
  });

  test('leave out what cannot be forecast so far, and list what is still learnt', async () => {
    await startAhead(
      new Map([
        [failed, 'FORECAST_LEARNING'],
        [memory('1h'), 'FORECAST_TOO_FAR'],
      ]),
      [[failed, 5]],
    );
    const found = await read('measurement=radius&horizon=72');
    expect(found.map(({ series, learning, newest }) => [series.field, learning, newest.mean.length])).toEqual([
      ['count_failed', 5, 0],
      ['mean_delay', 0, 72],
    ]);
  });

  test.each([
    ['field=count_failed', 'FORECAST_LEARNING', 409, 'still-learning'],
    ['field=count_failed', 'FORECAST_TOO_FAR', 422, 'too-far-ahead'],
    ['field=count_failed', 'FORECAST_UNKNOWN_SERIES', 404, 'series-unknown'],
    ['measurement=sessions', undefined, 404, 'series-unknown'],
    ['measurement=nothing', undefined, 404, 'series-unknown'],
  ] as const)('answer ?%s with a problem where all is refused (%s)', async (query, code, status, kind) => {
    await startAhead(new Map(code ? [[failed, code]] : []));
    expect(await problem(`${query}&horizon=72`)).toEqual([status, `/problems/${kind}`]);
    expect(PROBLEMS[kind].status).toBe(status);
  });

  test.each(['0', '169', '1.5', 'week', ''])('refuse a horizon of "%s"', async (horizon) => {
    await startAhead();
    expect(await problem(`horizon=${horizon}`)).toEqual([400, '/problems/invalid-request']);
  });

  test('hide no failure of the forecaster', async () => {
    service = await startRestService({
      now: TODAY,
      learning: async () => new Map([[seriesKey(failed), 0]]),
      forecast: () => Promise.reject(new Error('the forecasting thread has ended')),
    });
    await service.store.write([{ series: failed, times: [TODAY - HOUR], values: [1] }]);
    expect(await problem('horizon=72')).toEqual([500, '/problems/internal-error']);
  });
});
