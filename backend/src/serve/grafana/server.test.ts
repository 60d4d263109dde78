import { existsSync } from 'node:fs';
import { link, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials } from '@grpc/grpc-js';
import { Registry } from 'prom-client';
import { afterEach, describe, expect, test } from 'vitest';
import { Secret } from '../../model/secret.ts';
import type { Series } from '../../model/series.ts';
import { HOUR, MINUTE } from '../../model/targets.ts';
import { type GrafanaService, incident, startGrafanaService, stateWith, T0 } from '../../test/grafana-service.ts';
import { memoryStore } from '../../test/memory-store.ts';
import { loadServices } from './protocol.ts';
import { createGrafanaServer } from './server.ts';

let service: GrafanaService;
afterEach(() => service.close());

const cpu = (device: string): Series => ({
  ...{ measurement: 'cpu', tags: { device, component: '1' }, field: 'load', unit: 'percent', kind: 'gauge' },
  ...{ step: MINUTE, lowerBound: 0, upperBound: 100 },
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
    expect(await service.resource('tag-values?measurement=cpu&tag=constructor')).toEqual({ code: 200, json: [] });
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
    for (const path of ['api/v1/nowhere', 'constructor', 'toString', '__proto__']) {
      expect(await service.resource(path)).toMatchObject({ code: 404 });
    }
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
