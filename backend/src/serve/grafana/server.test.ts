import { existsSync } from 'node:fs';
import { link, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials } from '@grpc/grpc-js';
import { Registry } from 'prom-client';
import { afterEach, describe, expect, test } from 'vitest';
import { forecastBatch } from '../../model/forecast.ts';
import { type Incident, type IncidentEvent, UNTOUCHED } from '../../model/incident.ts';
import { Secret } from '../../model/secret.ts';
import type { Series } from '../../model/series.ts';
import { HOUR, MINUTE, targetSeries } from '../../model/targets.ts';
import { openMemoryState } from '../../state/database.ts';
import { createIncidentState } from '../../state/incident-state.ts';
import { type GrafanaService, startGrafanaService, valuesOf } from '../../test/grafana-service.ts';
import { memoryStore } from '../../test/memory-store.ts';
import { loadServices } from './protocol.ts';
import { createGrafanaServer } from './server.ts';

const T0 = Date.UTC(2026, 10, 24);
const NANOSECONDS = 1_000_000n;
const nanoseconds = (times: readonly number[]) => times.map((time) => BigInt(time) * NANOSECONDS);

let service: GrafanaService;
afterEach(() => service.close());

const cpu = (device: string): Series => ({
  ...{ measurement: 'cpu', tags: { device, component: '1' }, field: 'load', unit: 'percent', kind: 'gauge' },
  ...{ step: MINUTE, lowerBound: 0, upperBound: 100 },
});
const incident = (id: string, more: Partial<Incident> = {}): Incident => ({
  ...{ id, kind: 'cpu', resource: { device: 'a' }, qualifier: '', phase: 'active', severity: 'major' },
  ...{ series: { measurement: 'cpu', tags: { device: 'a' }, field: 'load' }, unit: 'percent', value: 95, worst: 97 },
  ...{ threshold: 90, expected: null, probability: null, expectedAt: null, predictedAt: null, activeAt: T0 },
  ...{ changedAt: T0, endedAt: null, affected: 120, cause: null, ...UNTOUCHED },
  ...more,
});
function stateWith(...known: Incident[]) {
  const incidents = createIncidentState(openMemoryState().database);
  incidents.commit(known.map((one) => ({ time: one.changedAt, type: 'active', incident: one })));
  return incidents;
}

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
  async function start() {
    const incidents = stateWith(
      incident('I1', {
        series: { measurement: 'radius', tags: { source: 'billing' }, field: 'count_failed' },
        resource: {},
      }),
    );
    service = await startGrafanaService({ now: T0 + 3 * HOUR, incidents });
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
});

describe('incidents', () => {
  test('are a labelled row each for alert rules, and a row of 0 for a kind without one; symptoms are left out', async () => {
    const incidents = stateWith(
      incident('I1'),
      incident('I2', { cause: 'I1', kind: 'memory' }),
      incident('I3', { kind: 'link-load', operator: { state: 'shelved', by: 'ann', at: T0, until: null } }),
    );
    service = await startGrafanaService({ now: T0 + HOUR, incidents, kinds: ['cpu', 'memory', 'link-load'] });
    const { A } = await service.query([{ model: { kind: 'incidents' }, from: T0, to: T0 + HOUR }], {
      FromAlert: 'true',
    });
    const [frame] = A!.frames;
    expect(frame!.meta).toMatchObject({ type: 'numeric-long' });
    expect(valuesOf(frame, 'kind')).toEqual(['cpu', 'memory', 'link-load']);
    expect(valuesOf(frame, 'device')).toEqual(['a', '', '']);
    expect(valuesOf(frame, 'open')).toEqual([1, 0, 0]);
  });

  test('give other numbers by field, and refuse a field there is not', async () => {
    const incidents = stateWith(
      incident('I1', {
        phase: 'predicted',
        probability: 0.8,
        activeAt: null,
        predictedAt: T0,
        expectedAt: T0 + 2 * HOUR,
      }),
    );
    service = await startGrafanaService({ now: T0 + HOUR, incidents, kinds: ['cpu'] });
    const fields = ['probability', 'leadSeconds', 'affected', 'colour'];
    const answers = await service.query(
      fields.map((field) => ({
        ...{
          refId: field,
          model: { kind: 'incidents', format: 'numeric', phase: 'predicted', field },
          from: T0,
          to: T0 + HOUR,
        },
      })),
    );
    const numbers = fields.slice(0, 3).map((field) => valuesOf(answers[field]!.frames[0], field));
    expect(numbers).toEqual([[0.8], [3600], [120]]);
    expect(answers.colour).toMatchObject({ status: 400, error: expect.stringContaining('leadSeconds') });
  });

  test('are a table with links to the incident and its device, and the time of the backend', async () => {
    const incidents = stateWith(incident('I1'));
    service = await startGrafanaService({ now: T0 + HOUR, incidents });
    const { A } = await service.query([{ model: { kind: 'incidents' }, from: T0, to: T0 + HOUR }]);
    const [frame] = A!.frames;
    expect(frame!.meta).toMatchObject({ custom: { now: T0 + HOUR } });
    const links = Object.fromEntries(
      frame!.fields.flatMap(({ name, config }) => (config?.links ? [[name, config.links]] : [])),
    );
    expect(links).toMatchObject({
      title: [{ url: '/a/presage-netops-app/incidents/${__data.fields.id}' }],
      deviceName: [{ url: '/a/presage-netops-app/devices/${__data.fields.device}' }],
    });
    expect([valuesOf(frame, 'deviceName'), valuesOf(frame, 'device')]).toEqual([['a'], ['a']]);
  });

  test('are annotations with time, end, text, tags and id', async () => {
    const incidents = stateWith(incident('I1', { phase: 'cleared', endedAt: T0 + MINUTE }));
    service = await startGrafanaService({ now: T0 + HOUR, incidents, titleOf: () => 'Processor overloaded' });
    const { Anno } = await service.query([
      { refId: 'Anno', model: { kind: 'incidents' }, from: T0 - HOUR, to: T0 + HOUR },
    ]);
    const row = Object.fromEntries(Anno!.frames[0]!.fields.map(({ name, values }) => [name, values[0]]));
    expect(row).toMatchObject({
      ...{ time: BigInt(T0) * NANOSECONDS, timeEnd: BigInt(T0 + MINUTE) * NANOSECONDS, id: 'I1' },
      ...{ title: 'Processor overloaded', tags: 'cpu,major,cleared', text: expect.stringContaining('120 subscribers') },
    });
  });

  test('are a table that links to their pages', async () => {
    service = await startGrafanaService({ now: T0 + HOUR, incidents: stateWith(incident('I1')) });
    const { A } = await service.query([{ model: { kind: 'incidents' }, from: T0, to: T0 + HOUR }]);
    const title = A!.frames[0]!.fields.find(({ name }) => name === 'title');
    expect(title!.config).toMatchObject({ links: [{ url: `/a/presage-netops-app/incidents/\${__data.fields.id}` }] });
    expect(valuesOf(A!.frames[0], 'id')).toEqual(['I1']);
  });

  test('are told as they change in a stream', async () => {
    let tell: (events: readonly IncidentEvent[]) => void = () => {};
    service = await startGrafanaService({
      listen(listener) {
        tell = listener;
        return () => {};
      },
    });
    const event = { number: 1, time: T0, type: 'active', incident: incident('I1') } as const;
    const [first, second] = (await service.stream('incidents', 2, () => tell([event]))) as {
      schema: { fields: { name: string }[] };
      data: { values: unknown[][] };
    }[];
    expect(first!.data.values.every((column) => column.length === 0)).toBe(true);
    const id = second!.schema.fields.findIndex(({ name }) => name === 'id');
    expect(second!.data.values[id]).toEqual(['I1']);
  });
});

describe('devices', () => {
  const device = (id: string, parent: string | undefined, state: 'up' | 'unreachable') => ({
    device: {
      ...{ id, name: `Device ${id}`, address: '192.0.2.1', site: 'Main', parent, subscribers: undefined, nas: [] },
      pollPeriod: MINUTE,
    },
    ...{ state, reason: '', stateSince: T0, lastAnswer: T0, reading: undefined, components: [] },
  });
  const devices = () => [device('core', undefined, 'up'), device('edge', 'core', 'unreachable')];

  test('are a table, numbers for alert rules, and the nodes and edges of a graph', async () => {
    service = await startGrafanaService({ now: T0, devices });
    const range = { from: T0, to: T0 + HOUR };
    const { A, B } = await service.query([
      { refId: 'A', model: { kind: 'devices' }, ...range },
      { refId: 'B', model: { kind: 'topology' }, ...range },
    ]);
    expect(valuesOf(A!.frames[0], 'state')).toEqual(['up', 'unreachable']);
    expect(B!.frames.map(({ name, meta }) => [name, meta!.preferredVisualisationType])).toEqual([
      ['nodes', 'nodeGraph'],
      ['edges', 'nodeGraph'],
    ]);
    expect([valuesOf(B!.frames[1], 'source'), valuesOf(B!.frames[1], 'target')]).toEqual([['core'], ['edge']]);
    const alert = await service.query([{ model: { kind: 'devices' }, ...range }], { FromAlert: 'true' });
    expect(valuesOf(alert.A!.frames[0], 'answers')).toEqual([1, 0]);
  });

  test('are counted by state in the health, which tells version, protocol and age of the newest sample', async () => {
    service = await startGrafanaService({ now: T0 + MINUTE, devices });
    const health = await service.health();
    expect(health).toMatchObject({
      ...{ status: 'OK', message: expect.stringContaining('last sample 60 s ago') },
      details: { protocol: 1, version: '0.1.0', devices: { up: 1, unreachable: 1 }, newestSampleAge: MINUTE },
    });
  });

  test('that are silent for long make the health an error that says what to do', async () => {
    service = await startGrafanaService({ now: T0 + HOUR, devices });
    const { status, message } = await service.health();
    expect([status, message]).toEqual(['ERROR', expect.stringContaining('see that devices and log files')]);
  });
});

describe('listening', () => {
  test('on a Unix socket, also where a killed process has left one, and away with it at the end', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'presage-grafana-'));
    const socket = join(folder, 'grafana.sock');
    const killed = createServer();
    await new Promise<void>((resolve) => killed.listen(join(folder, 'first'), resolve));
    await link(join(folder, 'first'), socket);
    await new Promise((resolve) => killed.close(resolve));
    service = await startGrafanaService({ address: `unix:${socket}` });
    expect(await service.health()).toMatchObject({ status: 'OK' });
    await service.close();
    expect(existsSync(socket)).toBe(false);
    await rm(folder, { recursive: true });
  });

  test('where something else listens says what to do', async () => {
    service = await startGrafanaService();
    const second = createGrafanaServer({
      ...service.dependencies,
      metrics: new Registry(),
      kinds: [],
      token: undefined,
    });
    const refused = { code: 'PORT_IN_USE', message: expect.stringContaining('set grafana.listen') };
    await expect(second.listen(service.address)).rejects.toMatchObject(refused);
    await second.close();
  });
});

describe('what nobody waits for any more', () => {
  type Started = { cancel(): void };

  test('is given up in the store, and counted', async () => {
    const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<number>()];
    const cancelled = Promise.withResolvers<void>();
    const inner = memoryStore();
    const store = {
      ...inner,
      async *query() {
        let given = 0;
        try {
          begun.resolve();
          await cancelled.promise;
          for (; given < 1000; given++) yield { series: cpu(String(given)), times: [T0], values: [1] };
        } finally {
          ended.resolve(given);
        }
      },
    };
    await inner.write([{ series: cpu('a'), times: [T0], values: [1] }]);
    service = await startGrafanaService({ now: T0 + HOUR, store });
    const client = new (loadServices().Data)(service.address, credentials.createInsecure());
    const ask = (client as unknown as { QueryData(request: unknown, answered: (error: Error) => void): Started })
      .QueryData;
    const failed = Promise.withResolvers<Error>();
    const query = {
      ...{ refId: 'A', maxDataPoints: 100, timeRange: { fromEpochMS: T0, toEpochMS: T0 + HOUR } },
      json: Buffer.from('{"kind":"series","measurement":"cpu"}'),
    };
    const call = ask.call(client, { queries: [query] }, failed.resolve);
    await begun.promise;
    call.cancel();
    expect((await failed.promise).message).toMatch(/CANCELLED/);
    const counted = async () =>
      (await service.dependencies.metrics.metrics()).match(/queries_total\{status="(\d+)"\} 1/)?.[1];
    await expect.poll(counted, { timeout: 30_000 }).toBe('499');
    cancelled.resolve();
    expect(await ended.promise).toBe(0);
    client.close();
  });
});

describe('what is wrong', () => {
  test('with one query is said in its own response; the others are answered', async () => {
    service = await startGrafanaService({ now: T0 + HOUR });
    await service.store.write([{ series: cpu('a'), times: [T0], values: [1] }]);
    const range = { from: T0, to: T0 + HOUR };
    const answers = await service.query([
      { refId: 'good', model: { kind: 'series', measurement: 'cpu' }, ...range },
      { refId: 'kind', model: { kind: 'horoscope' }, ...range },
      { refId: 'json', json: '{"kind":', ...range },
      { refId: 'newer', model: { version: 2 }, ...range },
      { refId: 'range', model: {}, from: T0, to: T0 },
      { refId: 'large', model: { field: 'x'.repeat(70_000) }, ...range },
    ]);
    expect(answers.good).toMatchObject({ status: 200, frames: [{ name: 'a · 1 · cpu load' }] });
    expect(answers.kind).toMatchObject({ status: 400, error: expect.stringContaining('kind') });
    expect(answers.json).toMatchObject({ status: 400, error: expect.stringContaining('not JSON') });
    expect(answers.newer).toMatchObject({ status: 400, error: expect.stringContaining('update the backend') });
    expect(answers.range).toMatchObject({ status: 400, error: expect.stringContaining('time range') });
    expect(answers.large).toMatchObject({ status: 413 });
  });

  test('with the store is said with the status of a service that is away', async () => {
    service = await startGrafanaService({ now: T0 });
    service.store.setStatus({ available: false, waiting: 0, problem: 'InfluxDB does not answer' });
    const { A } = await service.query([{ from: T0, to: T0 + HOUR }]);
    expect(A).toMatchObject({ status: 503, error: 'InfluxDB does not answer' });
  });

  test('with more series than the limit is said with what to do', async () => {
    service = await startGrafanaService({ now: T0 });
    await service.store.write(['a', 'b'].map((id) => ({ series: cpu(id), times: [T0], values: [1] })));
    const { A } = await service.query([
      { model: { measurement: 'cpu', kind: 'series', limit: 1 }, from: T0, to: T0 + HOUR },
    ]);
    expect(A).toMatchObject({ status: 400, error: expect.stringContaining('raise the limit') });
  });

  test('with the token is told in words, never as a bare error of the channel', async () => {
    service = await startGrafanaService({ token: new Secret('right'), brings: 'wrong' });
    const { A } = await service.query([{ from: T0, to: T0 + HOUR }]);
    expect(A).toMatchObject({ status: 401, error: expect.stringContaining('token'), frames: [] });
    expect(await service.health()).toMatchObject({ status: 'ERROR', message: expect.stringContaining('token') });
    expect((await service.resource('api/v1/status')).code).toBe(403);
    expect(await service.health('right')).toMatchObject({ status: 'OK' });
  });
});

describe('resources', () => {
  test('are the REST service and lists to choose from', async () => {
    service = await startGrafanaService({ now: T0 + HOUR, incidents: stateWith(incident('I1')) });
    await service.store.write([{ series: cpu('a'), times: [T0], values: [1] }]);
    expect(await service.resource('measurements')).toEqual({ code: 200, json: ['cpu'] });
    expect(await service.resource('fields?measurement=cpu')).toEqual({ code: 200, json: ['load'] });
    expect(await service.resource('tag-keys?measurement=cpu')).toEqual({ code: 200, json: ['component', 'device'] });
    expect(await service.resource('tag-values?measurement=cpu&tag=device')).toEqual({ code: 200, json: ['a'] });
    expect((await service.resource('api/v1/incidents')).json).toMatchObject({ incidents: [{ id: 'I1' }] });
    const series = await service.resource(`api/v1/series?measurement=cpu&tag.device=a&from=${T0}`);
    expect(series.json).toMatchObject({ series: [{ values: [1] }] });
  });

  test('answer problems as the REST service does', async () => {
    service = await startGrafanaService();
    expect(await service.resource('api/v1/incidents/none')).toMatchObject({
      code: 404,
      json: { type: '/problems/not-found' },
    });
    expect(await service.resource('api/v1/nowhere')).toMatchObject({ code: 404 });
    expect(await service.resource('api/v1/events')).toMatchObject({ code: 404 });
    expect(await service.resource('api/v1/series?step=x')).toMatchObject({ code: 400 });
  });

  test('let viewers read only', async () => {
    service = await startGrafanaService();
    const options = { method: 'POST', body: { action: 'acknowledge' } };
    const path = 'api/v1/incidents/none/actions';
    expect(await service.resource(path, options)).toMatchObject({ code: 403, json: { type: '/problems/not-allowed' } });
    expect(await service.resource(path, { ...options, role: 'Editor' })).not.toMatchObject({ code: 403 });
  });
});
