import { afterEach, describe, expect, test } from 'vitest';
import { HOUR, sessionSeries, targetSeries } from '../../model/targets.ts';
import { type RestService, SOURCE, startRestService } from '../../test/rest-service.ts';
import { seriesAnswer } from './series.ts';

const NOW = Date.UTC(2026, 10, 24, 14, 20);
const TODAY = Date.UTC(2026, 10, 24);

let service: RestService;
afterEach(() => service.close());

async function start(): Promise<void> {
  service = await startRestService({ now: NOW });
  await service.store.write([
    {
      series: targetSeries(SOURCE, 'count_failed'),
      times: [TODAY - 9 * 24 * HOUR, TODAY, TODAY + HOUR, TODAY + 4 * HOUR],
      values: [9, 1, 2, 5],
    },
    { series: targetSeries('other', 'count_failed'), times: [TODAY - 30 * 24 * HOUR], values: [1] },
    { series: sessionSeries('nas a', SOURCE), times: [TODAY], values: [7] },
  ]);
}

async function read(query: string) {
  const answer = await service.ask(`/api/v1/series?${query}`);
  expect(answer.status).toBe(200);
  return seriesAnswer.parse(answer.json()).series;
}

describe('series', () => {
  test('are described, with gaps as nulls, of the last week by default', async () => {
    await start();
    const [series, ...others] = await read(`measurement=radius&tag.source=${SOURCE}`);
    expect(others).toEqual([]);
    expect(series).toEqual({
      key: 'radius,source=billing count_failed',
      measurement: 'radius',
      tags: { source: SOURCE },
      field: 'count_failed',
      unit: 'events',
      kind: 'count',
      step: HOUR,
      lowerBound: 0,
      upperBound: null,
      times: [0, 1, 2, 3, 4].map((hour) => TODAY + hour * HOUR),
      values: [1, 2, null, null, 5],
    });
  });

  test('without samples in the range are listed empty', async () => {
    await start();
    const found = await read('field=count_failed');
    expect(found.map(({ tags, times, values }) => [tags.source, times.length, values.length])).toEqual([
      [SOURCE, 5, 5],
      ['other', 0, 0],
    ]);
  });

  test('are chosen by a range in either form, its end excluded', async () => {
    await start();
    const [epoch] = await read(`tag.source=${SOURCE}&measurement=radius&from=${TODAY}&to=${TODAY + HOUR}`);
    const iso = 'from=2026-11-24T02:00:00%2B02:00&to=2026-11-24T01:00:00Z';
    const [text] = await read(`tag.source=${SOURCE}&measurement=radius&${iso}`);
    expect(epoch?.values).toEqual([1]);
    expect(text?.values).toEqual([1]);
  });

  test('are grouped into windows', async () => {
    await start();
    const [sums] = await read(`measurement=radius&tag.source=${SOURCE}&step=${4 * HOUR}&aggregate=sum`);
    expect([sums?.step, sums?.times, sums?.values]).toEqual([4 * HOUR, [TODAY, TODAY + 4 * HOUR], [3, 5]]);
    const [means] = await read(`measurement=radius&tag.source=${SOURCE}&step=${4 * HOUR}`);
    expect(means?.values).toEqual([1.5, 5]);
  });

  test.each([
    ['from=yesterday', 'from', 'ISO 8601'],
    ['from=2026-11-24', 'from', 'ISO 8601'],
    ['to=9999999999999', 'to', '1970 to 2200'],
    ['from=1000&to=1000', 'from', 'before'],
    ['step=0&aggregate=sum', 'step', 'milliseconds'],
    ['aggregate=sum', 'aggregate', 'step'],
    ['step=1000&aggregate=median', 'aggregate', 'mean'],
    ['measurment=radius', 'measurment', 'measurement'],
    ['tag.=x', 'tag.', ''],
    ['field=a&field=b', 'field', 'more than once'],
  ])('refuse %s', async (query, field, problem) => {
    await start();
    const answer = await service.ask(`/api/v1/series?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.json().errors).toEqual([{ field, problem: expect.stringContaining(problem) }]);
  });

  test('never answer with more than 100,000 points, whether they are samples or gaps', async () => {
    await start();
    const sparse = await service.ask('/api/v1/series?measurement=sessions&from=0&step=1000');
    expect(sparse.status).toBe(200);
    await service.store.write([{ series: sessionSeries('nas a', SOURCE), times: [0], values: [1] }]);
    const gaps = await service.ask('/api/v1/series?measurement=sessions&from=0');
    expect([gaps.status, gaps.json().type]).toEqual([422, '/problems/too-many-points']);
    expect(gaps.json().detail).toContain('narrow');
    const times = Array.from({ length: 100_001 }, (_, index) => TODAY - index * 60_000).reverse();
    await service.store.write([{ series: sessionSeries('nas a', SOURCE), times, values: times }]);
    const samples = await service.ask(`/api/v1/series?measurement=sessions&from=${times[0]}`);
    expect(samples.status).toBe(422);
  });

  test('say so when the store is away', async () => {
    await start();
    service.store.setStatus({ available: false, waiting: 0, problem: 'InfluxDB at http://localhost:8086 is away' });
    const answer = await service.ask('/api/v1/series');
    expect([answer.status, answer.json().detail]).toEqual([503, 'InfluxDB at http://localhost:8086 is away']);
    expect(answer.headers.get('retry-after')).toBe('5');
  });
});
