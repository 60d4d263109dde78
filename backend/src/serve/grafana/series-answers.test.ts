import { afterEach, describe, expect, test } from 'vitest';
import { PresageError } from '../../errors.ts';
import { forecastBatch } from '../../model/forecast.ts';
import { type Series, seriesKey } from '../../model/series.ts';
import { HOUR, MINUTE, targetSeries } from '../../model/targets.ts';
import {
  type GrafanaService,
  incident,
  NANOSECONDS,
  startGrafanaService,
  stateWith,
  T0,
  valuesOf,
} from '../../test/grafana-service.ts';

const nanoseconds = (times: readonly number[]) => times.map((time) => BigInt(time) * NANOSECONDS);

let service: GrafanaService;
afterEach(() => service.close());

const cpu = (device: string): Series => ({
  ...{ measurement: 'cpu', tags: { device, component: '1' }, field: 'load', unit: 'percent', kind: 'gauge' },
  ...{ step: MINUTE, lowerBound: 0, upperBound: 100 },
});

describe('series', () => {
  test('are a frame each, with non-nullable nanoseconds, labels, unit, and null where a sample is missing', async () => {
    service = await startGrafanaService({ now: T0 + HOUR });
    const times = [T0, T0 + MINUTE, T0 + 3 * MINUTE];
    await service.store.write([{ series: cpu('a'), times, values: [1, 2, 4] }]);
    const { A } = await service.query([{ model: { kind: 'series', measurement: 'cpu' }, from: T0, to: T0 + HOUR }]);
    expect(A).toMatchObject({ status: 200, error: '' });
    const [frame] = A!.frames;
    expect(frame).toMatchObject({ refId: 'A', meta: { type: 'timeseries-multi', typeVersion: [0, 1] } });
    const [time, value] = frame!.fields;
    expect(time).toMatchObject({ name: 'time', type: 'Timestamp<NANOSECOND>', nullable: false });
    expect(time!.values).toEqual(nanoseconds([T0, T0 + MINUTE, T0 + 2 * MINUTE, T0 + 3 * MINUTE]));
    expect(value).toMatchObject({ name: 'load', labels: { device: 'a', component: '1' }, config: { unit: 'percent' } });
    expect(value!.values).toEqual([1, 2, null, 4]);
  });

  test('are chosen by any one of several values of a tag', async () => {
    service = await startGrafanaService({ now: T0 + HOUR });
    await service.store.write(['a', 'b', 'c'].map((id) => ({ series: cpu(id), times: [T0], values: [1] })));
    const model = { kind: 'series', measurement: 'cpu', tags: { device: ['c', 'a', 'z'], component: '1' } };
    const { A } = await service.query([{ model, from: T0, to: T0 + HOUR }]);
    expect(A!.frames.map(({ fields }) => fields[1]!.labels)).toEqual([
      { device: 'a', component: '1' },
      { device: 'c', component: '1' },
    ]);
  });

  test('are left out by any one of several values of a tag; those without the tag stay', async () => {
    service = await startGrafanaService({ now: T0 + HOUR });
    const all = [...['a', 'b', 'c'].map((id) => cpu(id)), { ...cpu('d'), tags: { device: 'd' } }];
    await service.store.write(all.map((one) => ({ series: one, times: [T0], values: [1] })));
    const devices = async (exclude: object) => {
      const model = { kind: 'series', measurement: 'cpu', exclude };
      const { A } = await service.query([{ model, from: T0, to: T0 + HOUR }]);
      return A!.frames.map(({ fields }) => fields[1]!.labels!.device);
    };
    expect(await devices({ device: ['a', 'c'] })).toEqual(['b', 'd']);
    expect(await devices({ device: 'b', component: '' })).toEqual(['a', 'c', 'd']);
    expect(await devices({ component: '1' })).toEqual(['d']);
  });

  test('are averaged in the store to no more points than a screen can show', async () => {
    service = await startGrafanaService({ now: T0 + 2 * HOUR });
    const times = Array.from({ length: 120 }, (_, index) => T0 + index * MINUTE);
    await service.store.write([{ series: cpu('a'), times, values: times.map((_, index) => index) }]);
    const range = { from: T0, to: T0 + 2 * HOUR, maxDataPoints: 10 };
    const { A } = await service.query([{ model: { kind: 'series', measurement: 'cpu' }, ...range }]);
    expect(valuesOf(A!.frames[0], 'time')).toEqual(
      nanoseconds(
        [T0, T0 + HOUR / 5, T0 + (2 * HOUR) / 5].concat(
          Array.from({ length: 7 }, (_, index) => T0 + ((index + 3) * HOUR) / 5),
        ),
      ),
    );
    expect(valuesOf(A!.frames[0], 'load')!.slice(0, 2)).toEqual([5.5, 17.5]);
  });

  test('are one row of uniquely labelled numbers where numbers are asked for', async () => {
    service = await startGrafanaService({ now: T0 + HOUR });
    await service.store.write(
      ['a', 'b'].map((id) => ({ series: cpu(id), times: [T0, T0 + MINUTE], values: [1, id === 'a' ? 2 : 3] })),
    );
    const model = { kind: 'series', measurement: 'cpu', format: 'numeric' };
    const { A } = await service.query([{ model, from: T0, to: T0 + HOUR }], { FromAlert: 'true' });
    expect(A!.frames[0]!.meta).toMatchObject({ type: 'numeric-wide' });
    expect(A!.frames[0]!.fields.map(({ labels, values }) => [labels!.device, values])).toEqual([
      ['a', [2]],
      ['b', [3]],
    ]);
  });

  test('are the newest in the range as numbers, also of a range that has long ended', async () => {
    service = await startGrafanaService({ now: T0 + HOUR });
    const times = [T0, T0 + MINUTE, T0 + 2 * MINUTE, T0 + 3 * MINUTE];
    await service.store.write([{ series: cpu('a'), times, values: [1, 2, 3, 4] }]);
    await service.store.write([{ series: cpu('b'), times: [T0 - MINUTE], values: [5] }]);
    await service.store.write([{ series: cpu('c'), times: [T0 + 3 * MINUTE], values: [6] }]);
    const model = { kind: 'series', measurement: 'cpu', format: 'numeric' };
    const { A } = await service.query([{ model, from: T0, to: T0 + 3 * MINUTE }]);
    expect(A!.frames[0]!.fields.map(({ labels, values }) => [labels!.device, values])).toEqual([['a', [3]]]);
  });

  test('of several fields are told apart by a label too', async () => {
    service = await startGrafanaService({ now: T0 + HOUR });
    const targets = (['count_failed', 'mean_delay'] as const).map((target) => targetSeries('billing', target));
    await service.store.write(targets.map((series) => ({ series, times: [T0], values: [1] })));
    for (const format of ['timeseries', 'numeric']) {
      const { A } = await service.query([{ model: { kind: 'series', format }, from: T0, to: T0 + HOUR }]);
      const labels = A!.frames.flatMap(({ fields }) => fields.flatMap((field) => (field.labels ? [field.labels] : [])));
      const source = 'billing';
      expect(labels).toEqual([
        { source, field: 'count_failed' },
        { source, field: 'mean_delay' },
      ]);
    }
  });

  test('counted without a window too dense are counts all the same', async () => {
    service = await startGrafanaService({ now: T0 + HOUR });
    await service.store.write([{ series: cpu('a'), times: [T0, T0 + MINUTE], values: [0, 0] }]);
    const model = { kind: 'series', measurement: 'cpu', aggregate: 'count' };
    const { A } = await service.query([{ model, from: T0, to: T0 + HOUR, maxDataPoints: 43_200 }]);
    expect(valuesOf(A!.frames[0], 'load')).toEqual([1, 1]);
  });
});

describe('forecasts', () => {
  const series = targetSeries('billing', 'count_failed');
  const leads = (base: number) => Array.from({ length: 24 }, (_, index) => base + index);
  const forecast = (origin: number) => ({
    ...{ series, origin, mean: leads(50), lower80: leads(40), upper80: leads(60) },
    ...{ lower95: leads(30), upper95: leads(70) },
  });
  async function start(given: Parameters<typeof startGrafanaService>[0] = {}) {
    const incidents = stateWith(
      incident('I1', {
        series: { measurement: 'radius', tags: { source: 'billing' }, field: 'count_failed' },
        resource: {},
      }),
    );
    service = await startGrafanaService({ now: T0 + 3 * HOUR, incidents, ...given });
    const times = [T0, T0 + HOUR, T0 + 2 * HOUR];
    await service.store.write([{ series, times, values: [51, 52, 53] }]);
    await service.store.write(forecastBatch([forecast(T0), forecast(T0 + HOUR), forecast(T0 + 2 * HOUR)]));
  }

  test('a query that says nothing draws the hourly series with the future beyond', async () => {
    await start();
    const { A } = await service.query([{ from: T0, to: T0 + 3 * HOUR + 1 }]);
    const [frame] = A!.frames;
    const names = ['time', 'real', 'mean', 'lower80', 'upper80', 'lower95', 'upper95'];
    expect(frame!.fields.map(({ name }) => name)).toEqual(names);
    expect(valuesOf(frame, 'real')!.slice(0, 4)).toEqual([51, 52, 53, null]);
    expect(valuesOf(frame, 'mean')!.slice(0, 5)).toEqual([null, 50, 50, 50, 51]);
    expect(valuesOf(frame, 'time')).toHaveLength(27);
    expect(frame!.meta).toMatchObject({
      custom: { now: T0 + 3 * HOUR, learningHours: 0, incidents: [{ id: 'I1', from: T0, to: null, phase: 'active' }] },
    });
  });

  test('what lies in the past is drawn without the newest forecast', async () => {
    await start();
    const { A } = await service.query([{ from: T0, to: T0 + 2 * HOUR }]);
    expect(valuesOf(A!.frames[0], 'time')).toEqual(nanoseconds([T0, T0 + HOUR]));
  });

  test('the newest forecast carries the probability of a breach at each step', async () => {
    await start();
    const model = { kind: 'forecast', threshold: 60, intervals: [80] };
    const { A } = await service.query([{ model, from: T0, to: T0 + HOUR }]);
    const [frame] = A!.frames;
    expect(frame!.fields.map(({ name }) => name)).toEqual(['time', 'mean', 'lower80', 'upper80', 'breach']);
    const [first, ...rest] = valuesOf(frame, 'breach') as number[];
    expect(first).toBeCloseTo(0.1, 5);
    expect(rest.at(-1)!).toBeGreaterThan(0.9);
  });

  test('an interval fills from its upper column down to the lower one in the panel of Grafana itself', async () => {
    await start();
    const { A } = await service.query([{ model: {}, from: T0, to: T0 + 4 * HOUR }]);
    const configs = new Map(A!.frames[0]!.fields.map(({ name, config }) => [name, config]));
    for (const level of [80, 95]) {
      const below = (configs.get(`upper${level}`)!.custom as { fillBelowTo: string }).fillBelowTo;
      expect(below).toBe(configs.get(`lower${level}`)!.displayNameFromDS);
    }
    expect(configs.get('mean')).toMatchObject({ custom: { lineStyle: { fill: 'dash' } } });
    for (const bound of ['lower80', 'upper80', 'lower95', 'upper95']) {
      expect(configs.get(bound)).toMatchObject({ custom: { showPoints: 'never' } });
    }
  });

  test('as numbers are the newest value and the last step, not the mean of what a screen shows as one point', async () => {
    await start();
    await service.store.write(forecastBatch([{ ...forecast(T0 + 2 * HOUR), mean: leads(55) }]));
    const range = { from: T0, to: T0 + 3 * HOUR, maxDataPoints: 1 };
    const { real, kept } = await service.query([
      { refId: 'real', model: { format: 'numeric' }, ...range },
      { refId: 'kept', model: { kind: 'forecast', lead: '1', format: 'numeric' }, ...range },
    ]);
    expect(real!.frames[0]!.fields.map(({ values }) => values)).toEqual([[53]]);
    expect(kept!.frames[0]!.fields.map(({ values }) => values)).toEqual([[55]]);
  });

  test('are not mixed with sums, counts or extremes of samples: what can be asked instead is said', async () => {
    await start();
    const ask = async (aggregate: string, more = {}) => {
      const model = { aggregate, ...more };
      return (await service.query([{ model, from: T0, to: T0 + 3 * HOUR, maxDataPoints: 1 }])).A!;
    };
    for (const aggregate of ['sum', 'count', 'min', 'max']) {
      const refused = { status: 400, error: expect.stringMatching(/choose mean or last, or the kind series/) };
      expect(await ask(aggregate)).toMatchObject(refused);
      expect(await ask(aggregate, { kind: 'forecast', lead: '24' })).toMatchObject(refused);
      expect(await ask(aggregate, { kind: 'series', measurement: 'radius' })).toMatchObject({ status: 200 });
    }
    for (const aggregate of ['mean', 'last']) expect(await ask(aggregate)).toMatchObject({ status: 200 });
  });

  test('a breach below a threshold is what is none above it', async () => {
    await start();
    const ask = async (direction: string) => {
      const model = { kind: 'forecast', threshold: 60, direction };
      const { A } = await service.query([{ model, from: T0, to: T0 + HOUR }]);
      return valuesOf(A!.frames[0], 'breach') as number[];
    };
    const [above, below] = [await ask('above'), await ask('below')];
    expect(above.map((probability, index) => probability + below[index]!)).toEqual(
      above.map(() => expect.closeTo(1, 5)),
    );
  });

  test('of seven days are made when they are asked for, in hours whatever the range', async () => {
    const asked: [string, number][] = [];
    const means = ['5m', '1h'].map((step) => ({
      ...cpu('a'),
      tags: { step },
      step: step === '1h' ? HOUR : 5 * MINUTE,
    }));
    service = await startGrafanaService({
      now: T0 + 3 * HOUR,
      learning: async () => new Map(means.map((one) => [seriesKey(one), 0])),
      async forecast(key, leads) {
        asked.push([key, leads]);
        const column = (value: number) => new Array<number>(leads).fill(value);
        return {
          ...{ series: means[1]!, origin: T0 + 2 * HOUR, mean: column(50), lower80: column(40), upper80: column(60) },
          ...{ lower95: column(30), upper95: column(70) },
        };
      },
    });
    await service.store.write(means.map((one) => ({ series: one, times: [T0], values: [50] })));
    const model = { kind: 'forecast', horizon: 'week', measurement: 'cpu', intervals: [80], threshold: 60 };
    const range = { from: T0, to: T0 + HOUR };
    const { A, number } = await service.query([
      { model, ...range },
      { refId: 'number', model: { ...model, format: 'numeric' }, ...range },
    ]);
    expect(asked[0]).toEqual([seriesKey(means[1]!), 168]);
    const [frame] = A!.frames;
    expect(frame!.fields.map(({ name }) => name)).toEqual(['time', 'mean', 'lower80', 'upper80', 'breach']);
    const times = Array.from({ length: 168 }, (_, index) => T0 + (index + 3) * HOUR);
    expect(valuesOf(frame, 'time')).toEqual(nanoseconds(times));
    expect(new Set(valuesOf(frame, 'upper80'))).toEqual(new Set([60]));
    expect(number!.frames[0]!.fields[0]!.values[0]).toBeCloseTo(0.1, 5);
  });

  test('of seven days that cannot be made say why', async () => {
    service = await startGrafanaService({
      learning: async () => new Map([[seriesKey(series), 17]]),
      forecast: () => Promise.reject(new PresageError('FORECAST_LEARNING', 'it needs 17 more hours of history')),
    });
    await service.store.write([{ series, times: [T0], values: [51] }]);
    const ask = async (measurement: string) => {
      const model = { kind: 'forecast', horizon: 'week', measurement };
      return (await service.query([{ model, from: T0, to: T0 + HOUR }])).A;
    };
    expect(await ask('radius')).toMatchObject({ status: 409, error: 'it needs 17 more hours of history' });
    expect(await ask('nothing')).toMatchObject({ status: 404, error: expect.stringMatching(/no series .* matches/) });
  });

  test('an alert rule gets one column a series, told by its labels', async () => {
    await start();
    const queries = [{}, { kind: 'forecast' }, { kind: 'forecast', threshold: 60 }].map((model, index) => ({
      ...{ model, refId: `Q${index}`, from: T0, to: T0 + 4 * HOUR },
    }));
    const answers = await service.query(queries, { FromAlert: 'true' });
    const columns = Object.values(answers).map(({ frames }) => frames[0]!.fields.map(({ name }) => name));
    expect(columns).toEqual([
      ['time', 'real'],
      ['time', 'mean'],
      ['time', 'breach'],
    ]);
  });

  test('an alert rule sees no probability of a series that is still learning, a dashboard that it is', async () => {
    await start({ learning: async () => new Map([[seriesKey(series), 17]]) });
    const model = { kind: 'forecast', threshold: 60 };
    const range = { from: T0, to: T0 + 4 * HOUR };
    const { A: rule } = await service.query([{ model, ...range }], { FromAlert: 'true' });
    expect(rule!.frames.flatMap(({ fields }) => fields.map(({ name }) => name))).not.toContain('breach');
    const { A: dashboard } = await service.query([{ model, ...range }]);
    expect(dashboard!.frames[0]!.meta?.custom).toMatchObject({ learningHours: 17 });
  });
});
