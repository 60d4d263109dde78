import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type RestService, startRestService, statusForHost } from '../../test/rest-service.ts';
import { createRestServer } from './server.ts';

let service: RestService;
afterEach(() => service.close());

describe('problems', () => {
  test('an unknown path is hinted at the nearest', async () => {
    service = await startRestService();
    const answer = await service.ask('/api/v1/serie');
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.json()).toEqual({
      type: '/problems/not-found',
      title: 'There is nothing at this path',
      status: 404,
      detail: expect.stringContaining('the nearest path is /api/v1/series'),
    });
  });

  test('another method is told the right ones', async () => {
    service = await startRestService();
    const answer = await service.ask('/api/v1/series', { method: 'DELETE' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const legacy = await service.ask('/get_real_and_pred_data', { method: 'PUT' });
    expect([legacy.status, legacy.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  });

  test.each([
    ['application/json', '{"date":', 400, 'invalid-request'],
    ['application/json', '"text"', 400, 'invalid-request'],
    ['application/json', `{"date":"${'x'.repeat(102_400)}"}`, 413, 'body-too-large'],
    ['application/x-www-form-urlencoded', 'date=2026', 415, 'unsupported-media-type'],
    ['application/json; charset=latin9', '{}', 415, 'unsupported-media-type'],
    ['application/json', '{"date":"2026-11-24 14:00:00","hour":1}', 400, 'invalid-request'],
  ])('a body of %s, %.20s…', async (type, body, status, name) => {
    service = await startRestService();
    const init = { method: 'POST', headers: { 'Content-Type': type }, body };
    const answer = await service.ask('/get_real_and_pred_data', init);
    expect([answer.status, answer.json().type]).toEqual([status, `/problems/${name}`]);
  });

  test('a body that is absent', async () => {
    service = await startRestService();
    const answer = await service.ask('/get_real_and_pred_data', { method: 'POST' });
    expect([answer.status, answer.json().detail]).toEqual([
      415,
      expect.stringContaining('Content-Type: application/json'),
    ]);
  });

  test('a path that cannot be decoded', async () => {
    service = await startRestService();
    expect((await service.ask('/%E0%A4%A')).status).toBe(404);
  });

  test('a fault of Presage is logged, and its inner words stay inside', async () => {
    const status = () => {
      throw new Error('secret words');
    };
    service = await startRestService({ status });
    const answer = await service.ask('/api/v1/status');
    expect([answer.status, answer.json().type]).toEqual([500, '/problems/internal-error']);
    expect(answer.text).not.toContain('secret');
    expect(service.logged).toEqual([
      { err: expect.objectContaining({ message: 'secret words' }), path: '/api/v1/status' },
    ]);
  });
});

describe('on loopback', () => {
  test.each([
    ['localhost', 200],
    ['LOCALHOST:4500', 200],
    ['127.0.0.1:4500', 200],
    ['127.9.9.9', 200],
    ['[::1]:4500', 200],
    ['evil.example', 421],
    ['evil.example:4500', 421],
    ['127.0.0.1.evil.example', 421],
    ['localhost.evil.example', 421],
  ])('a request for host %j is answered %i', async (host, status) => {
    service = await startRestService();
    expect(await statusForHost(`${service.url}/healthz`, host)).toBe(status);
  });
});

test('headers let the page work and little else', async () => {
  service = await startRestService();
  const { headers } = await service.ask('/');
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("style-src 'self' 'unsafe-inline'");
  expect(policy).not.toContain('upgrade-insecure-requests');
  expect(headers.get('strict-transport-security')).toBeNull();
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-powered-by')).toBeNull();
});

describe('the page', () => {
  test('says what to run while it is not built', async () => {
    service = await startRestService({ pageFolder: '/nowhere' });
    const answer = await service.ask('/');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(answer.text).toContain('npm start');
  });

  test('is served from its folder, and nothing from outside it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'presage-page-'));
    try {
      await writeFile(join(folder, 'index.html'), '<p>the page</p>');
      await writeFile(join(folder, 'script.js'), 'let a;');
      service = await startRestService({ pageFolder: folder });
      expect((await service.ask('/')).text).toBe('<p>the page</p>');
      expect((await service.ask('/script.js')).headers.get('content-type')).toContain('javascript');
      expect((await service.ask('/..%2f..%2f..%2fetc%2fpasswd')).status).toBe(404);
      expect((await service.ask('/healthz')).json()).toEqual({ status: 'ok' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('listening', () => {
  test('on a port in use says what to do', async () => {
    service = await startRestService();
    const port = Number(new URL(service.url).port);
    const second = createRestServer(service.dependencies);
    await expect(second.listen({ host: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringContaining(`port ${port} on 127.0.0.1 is in use: stop the other process or set serve.port`),
    });
    await expect(second.listen({ host: '192.0.2.1', port: 0 })).rejects.toMatchObject({
      code: 'ADDRESS_UNUSABLE',
      message: expect.stringContaining('set serve.host'),
    });
    await second.close();
  });

  test('ends although a client keeps its connection open', async () => {
    service = await startRestService();
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    await new Promise((resolve) => socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n', resolve));
    const ended = new Promise((resolve) => socket.on('close', resolve).on('error', () => {}));
    await service.close();
    await ended;
    await expect(service.ask('/healthz')).rejects.toThrow();
  });
});
