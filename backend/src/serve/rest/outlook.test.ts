import { afterEach, describe, expect, test } from 'vitest';
import { probabilityBeyond } from '../../model/distribution.ts';
import { type Forecast, forecastBatch } from '../../model/forecast.ts';
import { type Series, seriesKey } from '../../model/series.ts';
import { HOUR, MINUTE } from '../../model/targets.ts';
import { type RestService, startRestService } from '../../test/rest-service.ts';
import { outlookAnswer } from './outlook.ts';

const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 24, 10, 30);
const TODAY = Date.UTC(2026, 10, 24);
const ORIGIN = NOW - 90 * MINUTE;

const memory = (step: '5m' | '1h', device = 'a'): Series => ({
  ...{ measurement: 'memory', field: 'used', unit: 'percent', kind: 'gauge', lowerBound: 0, upperBound: 100 },
  tags: { device, step },
  step: step === '1h' ? HOUR : 5 * MINUTE,
});

let service: RestService;
afterEach(() => service.close());

/** A forecast that grows evenly, its 95 % interval 10 wide to each side. */
function forecast(series: Series, origin: number, start: number, growth: number): Forecast {
  const mean = Array.from({ length: 24 }, (_, index) => start + growth * (index + 1));
  const around = (by: number) => mean.map((value) => value + by);
  return {
    series,
    origin,
    mean,
    lower80: around(-6.5),
    upper80: around(6.5),
    lower95: around(-10),
    upper95: around(10),
  };
}

/** Hours of so many days up to now: growth a day under a daily rhythm of 10 to each side. */
function hours(series: Series, count: number, growth: number) {
  const times = Array.from({ length: count * 24 }, (_, index) => TODAY - count * DAY + index * HOUR);
  const values = times.map((time, index) => {
    const days = (time - TODAY) / DAY;
    return 50 + growth * days + 10 * Math.sin(2 * Math.PI * days) + 0.3 * Math.sin(index * index);
  });
  return { series, times, values };
}

async function read(query: string) {
  const answer = await service.ask(`/api/v1/outlook?${query}`);
  expect(answer.status).toBe(200);
  return outlookAnswer.parse(answer.json()).outlook;
}

describe('/api/v1/outlook', () => {
  test('tells from the newest forecast how likely a crossing is, and when', async () => {
    service = await startRestService({ now: NOW });
    const made = forecast(memory('1h'), ORIGIN, 40, 1);
    await service.store.write([...forecastBatch([made]), { series: memory('1h'), times: [ORIGIN], values: [40] }]);
    const [found, ...others] = await read('measurement=memory&threshold=60&within=24h');
    expect(others).toEqual([]);
    expect(found).toMatchObject({ series: { key: seriesKey(memory('1h')) }, origin: ORIGIN, timeLeft: null });
    const { until, probability, expectedAt, early, median, late } = found!.window!;
    expect(until).toBe(ORIGIN + 25 * HOUR);
    expect(probability).toBeGreaterThan(probabilityBeyond(made, 24, 1, 60));
    expect(probability).toBeLessThan(0.95);
    expect(NOW < early! && early! < median! && median! < late! && late! < until).toBe(true);
    expect(expectedAt).toBeGreaterThan(early!);
    expect(expectedAt).toBeLessThan(late!);
    const [unlikely] = await read('measurement=memory&threshold=60&within=3h');
    expect(unlikely?.window?.until).toBe(NOW + 3 * HOUR);
    expect(unlikely?.window?.probability).toBeLessThan(0.01);
    const [below] = await read('measurement=memory&threshold=60&direction=below&within=1h&tag.step=1h');
    expect(below?.window?.probability).toBeGreaterThan(0.99);
  });

  test('tells that a forecast is not to be trusted yet', async () => {
    const hours = new Map([[seriesKey(memory('1h')), 30]]);
    service = await startRestService({ now: NOW, learning: async () => hours });
    const made = [memory('1h'), memory('1h', 'b')].map((series) => forecast(series, ORIGIN, 40, 1));
    const samples = made.map(({ series }) => ({ series, times: [ORIGIN], values: [40] }));
    await service.store.write([...forecastBatch(made), ...samples]);
    const found = await read('measurement=memory&threshold=60');
    expect(found.map(({ series, learning }) => [series.tags.device, learning])).toEqual([
      ['a', 30],
      ['b', 0],
    ]);
  });

  test('looks at a forecast of seven days where the window is longer than a day', async () => {
    const quiet = forecast(memory('1h'), ORIGIN, 40, 0);
    const asked: number[] = [];
    service = await startRestService({
      now: NOW,
      async forecast(_, leads) {
        asked.push(leads);
        const longer = <T>(column: readonly T[]) => Array.from({ length: leads }, (_, index) => column[index % 24]!);
        const mean = longer(quiet.mean).map((value, index) => value + (index >= 72 ? 25 : 0));
        const around = (by: number) => mean.map((value) => value + by);
        return {
          ...quiet,
          mean,
          lower80: around(-6.5),
          upper80: around(6.5),
          lower95: around(-10),
          upper95: around(10),
        };
      },
    });
    await service.store.write([...forecastBatch([quiet]), { series: memory('1h'), times: [ORIGIN], values: [40] }]);
    const windowOf = async (within: string) =>
      (await read(`measurement=memory&threshold=62&within=${within}`))[0]!.window!;
    expect((await windowOf('24h')).until).toBe(ORIGIN + 25 * HOUR);
    expect(asked).toEqual([]);
    const days = await windowOf('2d');
    expect(days).toMatchObject({ until: NOW + 2 * DAY });
    expect(days.probability).toBeLessThan(0.01);
    const week = await windowOf('7d');
    expect(week.probability).toBeGreaterThan(0.9);
    expect(week.early).toBeGreaterThanOrEqual(ORIGIN + 73 * HOUR);
    expect(asked).toEqual([168, 168]);
  });

  test('tells how much time is left from the peaks of the days', async () => {
    service = await startRestService({ now: NOW });
    await service.store.write([
      hours(memory('1h'), 40, 0.5),
      hours(memory('1h', 'b'), 40, 0),
      hours(memory('1h', 'c'), 9, 0.5),
    ]);
    const found = await read('measurement=memory&threshold=80');
    expect(found.map(({ series }) => series.tags.device)).toEqual(['a', 'b']);
    expect(found.map(({ window }) => window)).toEqual([null, null]);
    const [growing, level] = found.map(({ timeLeft }) => timeLeft);
    // The peak of today is about 60, so that it takes about 40 days.
    expect(growing).toMatchObject({ trend: 'approaching', growth: expect.closeTo(0.5, 1) });
    expect(Math.abs((growing!.median! - TODAY) / DAY - 40)).toBeLessThan(4);
    expect(growing!.probability.days90).toBeGreaterThan(0.95);
    expect(level).toMatchObject({ trend: 'none', median: null });
    const [receding] = await read('measurement=memory&tag.device=a&threshold=30&direction=below');
    expect(receding?.timeLeft).toMatchObject({ trend: 'receding', growth: expect.closeTo(0.5, 1), median: null });
  });

  test('is the same whenever it is asked on one day', async () => {
    service = await startRestService({ now: NOW });
    await service.store.write([
      hours(memory('1h'), 40, 0.5),
      ...forecastBatch([forecast(memory('1h'), ORIGIN, 50, 0)]),
    ]);
    expect(await read('threshold=60')).toEqual(await read('threshold=60'));
  });

  test('looks at hours, and at five minutes where they reach', async () => {
    service = await startRestService({ now: NOW });
    for (const step of ['5m', '1h'] as const) {
      const origin = NOW - 2 * memory(step).step;
      await service.store.write([
        ...forecastBatch([forecast(memory(step), origin, 50, 0)]),
        { series: memory(step), times: [origin], values: [50] },
      ]);
    }
    const steps = async (query: string) => (await read(`threshold=60${query}`)).map(({ series }) => series.tags.step);
    expect(await steps('')).toEqual(['1h']);
    expect(await steps('&within=6h')).toEqual(['1h']);
    expect(await steps('&within=90m')).toEqual(['5m']);
    expect(await steps('&tag.step=5m')).toEqual(['5m']);
  });

  test('leaves out a forecast that is not whole or long over', async () => {
    service = await startRestService({ now: NOW });
    const [old, cut] = [memory('1h', 'old'), memory('1h', 'cut')];
    const batch = forecastBatch([forecast(old, NOW - 3 * DAY, 50, 0), forecast(cut, ORIGIN, 50, 0)]);
    await service.store.write(
      batch.filter(({ series }) => !(series.tags.device === 'cut' && series.field === 'upper95')),
    );
    await service.store.write([old, cut].map((series) => ({ series, times: [ORIGIN], values: [50] })));
    expect(await read('threshold=60')).toEqual([]);
  });

  test.each([
    '',
    'threshold=',
    'threshold=many',
    'threshold=1&within=24',
    'threshold=1&within=0h',
    'threshold=1&direction=up',
  ])('refuses ?%s', async (query) => {
    service = await startRestService();
    expect((await service.ask(`/api/v1/outlook?${query}`)).status).toBe(400);
  });

  test('refuses to look at more than a hundred series', async () => {
    service = await startRestService({ now: NOW });
    const many = Array.from({ length: 101 }, (_, index) => memory('1h', `d${index}`));
    await service.store.write(many.map((series) => ({ series, times: [ORIGIN], values: [1] })));
    const answer = await service.ask('/api/v1/outlook?threshold=60');
    expect([answer.status, answer.json().type]).toEqual([422, '/problems/too-many-points']);
  });
});
