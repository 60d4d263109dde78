import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';

import { credentials, type Client, type ServiceError } from '@grpc/grpc-js';

import {
  type CallResourceResponse,
  type CheckHealthResponse,
  loadServices,
  type QueryDataResponse,
} from '../../backend/src/serve/grafana/protocol.ts';
import { TOKEN } from './presage.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};
const here = import.meta.dirname;
/** Where files come from, by the beginning of their path. */
const FOLDERS: ReadonlyArray<readonly [string, string]> = [
  ['/public/plugins/presage-netops-app/', process.env.PRESAGE_PLUGIN_DIST ?? resolve(here, '../dist')],
  ['/public/build/img/icons/', resolve(here, '../../node_modules/@grafana/ui/dist/public/img/icons')],
  ['/', resolve(here, 'dist')],
];

/** The part of Grafana's server that the plugin speaks with. */
export interface GrafanaServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the page and the built plugin, and passes what they ask to Presage as Grafana does. */
export async function startGrafana(address: string): Promise<GrafanaServer> {
  const services = loadServices();
  const client = (name: 'Data' | 'Diagnostics' | 'Resource') =>
    new services[name](address, credentials.createInsecure(), { 'grpc.max_receive_message_length': -1 });
  const clients = { data: client('Data'), diagnostics: client('Diagnostics'), resource: client('Resource') };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => reply(response, 500, { message: error.message }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url!, 'http://host');
    const context = contextOf(request);
    const resources = '/api/datasources/uid/presage/resources/';
    if (url.pathname === '/api/ds/query') {
      const { status, body } = await queryData(clients.data, context, await buffer(request));
      reply(response, status, body);
    } else if (url.pathname === '/api/datasources/uid/presage/health') {
      const health = await call<CheckHealthResponse>(clients.diagnostics, 'CheckHealth', { pluginContext: context });
      const { status, message, jsonDetails } = health;
      const details: unknown = JSON.parse(Buffer.from(jsonDetails).toString());
      reply(response, status === 'OK' ? 200 : 400, { status, message, details });
    } else if (url.pathname.startsWith(resources)) {
      const path = url.pathname.slice(resources.length);
      const asked = { pluginContext: context, path, url: path + url.search, method: request.method };
      const { code, body } = await callResource(clients.resource, { ...asked, body: await buffer(request) });
      response.writeHead(code, { 'content-type': 'application/json' }).end(body);
    } else {
      await sendFile(response, url.pathname);
    }
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const one of Object.values(clients)) one.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

const contextOf = ({ headers }: IncomingMessage) => ({
  pluginId: 'presage-netops-datasource',
  pluginVersion: '0.1.0',
  user: { login: 'ann', name: 'Ann', role: String(headers['x-role'] ?? 'Viewer') },
  dataSourceInstanceSettings: { uid: 'presage', decryptedSecureJsonData: { token: TOKEN } },
});

type Model = { refId: string; maxDataPoints?: number; intervalMs?: number };

/** Grafana's answer to a query: frames as JSON, and 400 when one of them failed. */
async function queryData(client: Client, pluginContext: object, body: Buffer) {
  const asked = JSON.parse(body.toString()) as { queries: Model[]; from: string; to: string };
  const timeRange = { fromEpochMS: Number(asked.from), toEpochMS: Number(asked.to) };
  const queries = asked.queries.map((model) => ({
    ...{ refId: model.refId, maxDataPoints: model.maxDataPoints, intervalMS: model.intervalMs, timeRange },
    json: Buffer.from(JSON.stringify(model)),
  }));
  const request = { pluginContext, headers: {}, queries, format: 'JSON' };
  const { responses } = await call<QueryDataResponse>(client, 'QueryData', request);
  const results = Object.entries(responses).map(([refId, { status, error, errorSource, frames }]) => {
    const parsed: unknown[] = frames.map((frame) => JSON.parse(Buffer.from(frame).toString()));
    return [refId, { status, frames: parsed, ...(error ? { error, errorSource } : {}) }];
  });
  const failed = Object.values(responses).some(({ error }) => error);
  return { status: failed ? 400 : 200, body: { results: Object.fromEntries(results) } };
}

function call<A>(client: Client, method: string, request: object): Promise<A> {
  return new Promise((done, fail) => {
    const run = (client as unknown as Record<string, (...args: unknown[]) => void>)[method]!.bind(client);
    run(request, (error: ServiceError | null, answer: A) => (error ? fail(error) : done(answer)));
  });
}

async function callResource(client: Client, request: object): Promise<CallResourceResponse> {
  const streaming = client as unknown as { CallResource(asked: object): AsyncIterable<CallResourceResponse> };
  for await (const answer of streaming.CallResource(request)) return answer;
  throw new Error('no answer');
}

async function sendFile(response: ServerResponse, path: string) {
  const [prefix, folder] = FOLDERS.find(([one]) => path.startsWith(one))!;
  const file = join(folder, normalize(`/${path.slice(prefix.length)}`));
  const name = path === '/' ? join(folder, 'index.html') : file;
  try {
    const content = await readFile(name);
    const type = TYPES[extname(name)] ?? 'application/octet-stream';
    // As Grafana does: a plugin's files stay what they are.
    response.writeHead(200, { 'content-type': type, 'cache-control': 'max-age=3600' }).end(content);
  } catch {
    response.writeHead(404).end();
  }
}

function reply(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
