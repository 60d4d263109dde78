import { afterEach, describe, expect, test } from 'vitest';
import { forecastBatch } from '../../model/forecast.ts';
import { type Series, seriesKey } from '../../model/series.ts';
import { HOUR, MINUTE, targetSeries } from '../../model/targets.ts';
import { type RestService, SOURCE, startRestService } from '../../test/rest-service.ts';
import { accuracyAnswer } from './accuracy.ts';

const T0 = Date.UTC(2026, 10, 16);
const DAY = 24 * HOUR;
let service: RestService;
afterEach(() => service.close());

const cpu = (step: '5m' | '1h' | undefined): Series => ({
  ...{ measurement: 'cpu', field: 'load', unit: 'percent', kind: 'gauge' },
  tags: { device: 'a', component: '1', ...(step ? { step } : {}) },
  step: step === '1h' ? HOUR : step === '5m' ? 5 * MINUTE : MINUTE,
});

/** Values that repeat by the day, and forecasts of them from the second day on that are 1 too high. */
async function write(series: Series, days: number) {
  const times = Array.from({ length: (days * DAY) / series.step }, (_, index) => T0 + index * series.step);
  const valueAt = (time: number) => 10 + (Math.floor(time / series.step) % 7);
  await service.store.write([{ series, times, values: times.map(valueAt) }]);
  const forecasts = times.slice(DAY / series.step).map((origin) => {
    const mean = Array.from({ length: 24 }, (_, lead) => valueAt(origin + (lead + 1) * series.step) + 1);
    const around = (width: number) => mean.map((value) => value + width);
    return {
      series,
      origin,
      mean,
      lower80: around(-0.5),
      upper80: around(0.5),
      lower95: around(-2),
      upper95: around(2),
    };
  });
  await service.store.write(forecastBatch(forecasts));
}

interface Row {
  readonly series: { readonly key: string };
  readonly lead: number;
  readonly count: number;
}
const ask = async (query = '') => (await service.ask(`/api/v1/accuracy${query}`)).json<{ accuracy: Row[] }>();

describe('/api/v1/accuracy', () => {
  test('tells of every series how good what was forecast 1 and 24 steps ahead was', async () => {
    const series = targetSeries(SOURCE, 'count_failed');
    service = await startRestService({ now: T0 + 4 * DAY });
    await write(series, 4);
    const answer = await ask();
    expect(accuracyAnswer.parse(answer)).toEqual(answer);
    const common = { learning: 0, mae: 1, bias: 1, season: DAY, coverage80: 0, coverage95: 1 };
    expect(answer.accuracy).toMatchObject([
      { series: { key: seriesKey(series) }, lead: 1, count: 71, ...common },
      { series: { key: seriesKey(series) }, lead: 24, count: 48, ...common },
    ]);
    expect(await ask('?lead=24')).toEqual({ accuracy: [answer.accuracy[1]] });
  });

  test('counts forecasts for times in the range only, against a season that may lie before it', async () => {
    service = await startRestService({ now: T0 + 4 * DAY });
    await write(targetSeries(SOURCE, 'count_failed'), 4);
    const { accuracy } = await ask(`?from=${T0 + 3 * DAY}&to=${T0 + 4 * DAY}&lead=1`);
    expect(accuracy).toMatchObject([{ count: 24, season: DAY }]);
  });

  test('of what is forecast in several steps takes the one that suits the range', async () => {
    service = await startRestService({ now: T0 + 3 * DAY });
    for (const step of ['5m', '1h'] as const) await write(cpu(step), 3);
    await service.store.write([{ series: cpu(undefined), times: [T0 + 2 * DAY], values: [1] }]);
    const keysOf = async (query: string) => (await ask(query)).accuracy.map(({ series }) => series.key);
    expect(await keysOf('?lead=1')).toEqual([seriesKey(cpu('1h'))]);
    expect(await keysOf(`?lead=1&from=${T0 + 3 * DAY - 6 * HOUR}`)).toEqual([seriesKey(cpu('5m'))]);
    expect(await keysOf('?lead=1&tag.step=5m')).toEqual([seriesKey(cpu('5m'))]);
  });

  test('lists what is still being learnt, and leaves out what is never forecast', async () => {
    const learnt = targetSeries(SOURCE, 'mean_delay');
    service = await startRestService({ now: T0 + DAY, learning: async () => new Map([[seriesKey(learnt), 7]]) });
    const times = [T0, T0 + HOUR];
    await service.store.write([
      { series: learnt, times, values: [1, 2] },
      { series: { ...learnt, field: 'other' }, times, values: [1, 2] },
      { series: cpu(undefined), times, values: [1, 2] },
    ]);
    const nothing = { count: 0, mae: null, bias: null, mase: null, season: null, skill: null, coverage95: null };
    expect((await ask()).accuracy).toMatchObject([
      { series: { key: seriesKey(learnt) }, lead: 1, learning: 7, ...nothing },
      { series: { key: seriesKey(learnt) }, lead: 24, learning: 7, ...nothing },
    ]);
  });

  test('refuses a lead that is not kept', async () => {
    service = await startRestService();
    expect((await service.ask('/api/v1/accuracy?lead=2')).status).toBe(400);
  });
});
