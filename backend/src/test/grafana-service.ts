import { credentials, type ServiceError } from '@grpc/grpc-js';
import { tableFromIPC } from 'apache-arrow';
import { type Incident, UNTOUCHED } from '../model/incident.ts';
import type { GrafanaDependencies } from '../serve/grafana/asking.ts';
import {
  type CallResourceResponse,
  type CheckHealthResponse,
  loadServices,
  type QueryDataResponse,
} from '../serve/grafana/protocol.ts';
import { createGrafanaServer } from '../serve/grafana/server.ts';
import type { RestDependencies } from '../serve/rest/dependencies.ts';
import { openMemoryState } from '../state/database.ts';
import { createIncidentState } from '../state/incident-state.ts';
import { type RestService, startRestService } from './rest-service.ts';

/** When the data of these tests begin. */
export const T0 = Date.UTC(2026, 10, 24);
export const NANOSECONDS = 1_000_000n;

/** An active incident of the processor of device `a`, since T0. */
export const incident = (id: string, more: Partial<Incident> = {}): Incident => ({
  ...{ id, kind: 'cpu', resource: { device: 'a' }, qualifier: '', phase: 'active', severity: 'major' },
  ...{ series: { measurement: 'cpu', tags: { device: 'a' }, field: 'load' }, unit: 'percent', value: 95, worst: 97 },
  ...{ threshold: 90, expected: null, probability: null, expectedAt: null, predictedAt: null, activeAt: T0 },
  ...{ changedAt: T0, endedAt: null, affected: 120, cause: null, ...UNTOUCHED },
  ...more,
});
/** A state in memory with these incidents. */
export function stateWith(...known: Incident[]) {
  const incidents = createIncidentState(openMemoryState().database);
  incidents.commit(known.map((one) => ({ time: one.changedAt, type: 'active', incident: one })));
  return incidents;
}

/** A column of a frame as Grafana's SDK reads it. */
export interface DecodedField {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly config: Readonly<Record<string, unknown>> | undefined;
  readonly values: readonly unknown[];
}

export interface DecodedFrame {
  readonly name: string | undefined;
  readonly refId: string | undefined;
  readonly meta: Readonly<Record<string, unknown>> | undefined;
  readonly fields: readonly DecodedField[];
}

/** Reads a frame; times are nanoseconds as BigInt. */
export function decodeFrame(bytes: Uint8Array): DecodedFrame {
  const table = tableFromIPC(bytes);
  const json = (text: string | undefined) => (text === undefined ? undefined : JSON.parse(text));
  const { metadata, fields } = table.schema;
  return {
    name: metadata.get('name'),
    refId: metadata.get('refId'),
    meta: json(metadata.get('meta')),
    fields: fields.map((field, index) => ({
      name: field.name,
      type: String(field.type),
      nullable: field.nullable,
      labels: json(field.metadata.get('labels')),
      config: json(field.metadata.get('config')),
      values: Array.from({ length: table.numRows }, (_, row) => {
        const column = table.getChildAt(index)!;
        // The vector's own getter makes doubles of timestamps.
        return column.isValid(row) && field.type.typeId === 10 ? column.data[0]!.values[row] : column.get(row);
      }),
    })),
  };
}

/** The column of a frame by its name. */
export function valuesOf(frame: DecodedFrame | undefined, name: string): readonly unknown[] | undefined {
  return frame?.fields.find((field) => field.name === name)?.values;
}

/** A query as Grafana sends it; the range is epoch milliseconds. */
export interface TestQuery {
  readonly model?: Record<string, unknown>;
  readonly json?: string;
  readonly refId?: string;
  readonly from: number;
  readonly to: number;
  readonly maxDataPoints?: number;
}

interface Answered {
  readonly status: number;
  readonly error: string;
  readonly frames: readonly DecodedFrame[];
}

/** The backend of the data source, asked over a real gRPC channel on loopback. */
export interface GrafanaService extends Pick<RestService, 'store' | 'dependencies' | 'logged'> {
  readonly address: string;
  query(queries: readonly TestQuery[], headers?: Record<string, string>): Promise<Record<string, Answered>>;
  health(token?: string): Promise<{ status: string; message: string; details: Record<string, unknown> }>;
  resource(
    url: string,
    options?: { method?: string; body?: unknown; role?: string },
  ): Promise<{ code: number; json: unknown }>;
  /** Collects the packets of a stream until so many came. */
  stream(path: string, count: number, started: () => void): Promise<unknown[]>;
  close(): Promise<void>;
}

export interface GrafanaOverrides extends Partial<RestDependencies> {
  readonly now?: number;
  readonly kinds?: readonly string[];
  readonly token?: GrafanaDependencies['token'];
  /** The token that Grafana brings. */
  readonly brings?: string;
  readonly listen?: RestDependencies['listen'];
  readonly address?: string;
}

/** Starts it over a store in memory, with a clock that stands still at `now`. */
export async function startGrafanaService(options: GrafanaOverrides = {}): Promise<GrafanaService> {
  const { kinds = [], token, brings = '', address: wanted = '127.0.0.1:0', ...rest } = options;
  const behind = await startRestService(rest);
  const server = createGrafanaServer({ ...behind.dependencies, kinds, token });
  const address = await server.listen(wanted);
  const services = loadServices();
  const limits = { 'grpc.max_receive_message_length': -1 };
  const clientOf = (name: keyof typeof services) => new services[name](address, credentials.createInsecure(), limits);
  const clients = { Data: clientOf('Data'), Diagnostics: clientOf('Diagnostics'), Resource: clientOf('Resource') };
  const streaming = clientOf('Stream');
  const context = (given = brings, role = 'Viewer') => ({
    user: { login: 'ann', name: 'Ann', role },
    dataSourceInstanceSettings: { uid: 'presage', decryptedSecureJsonData: { token: given } },
  });
  const call = <A>(client: object, method: string, request: unknown) =>
    new Promise<A>((resolve, reject) => {
      const run = (client as Record<string, (...args: unknown[]) => void>)[method]!.bind(client);
      run(request, (error: ServiceError | null, answer: A) => (error ? reject(error) : resolve(answer)));
    });
  return {
    store: behind.store,
    dependencies: behind.dependencies,
    logged: behind.logged,
    address,
    async query(queries, headers = {}) {
      const asked = queries.map(({ model = {}, json, refId = 'A', from, to, maxDataPoints = 1000 }) => ({
        ...{ refId, maxDataPoints, intervalMS: 0, timeRange: { fromEpochMS: from, toEpochMS: to } },
        json: Buffer.from(json ?? JSON.stringify({ refId, ...model })),
      }));
      const request = { pluginContext: context(), headers, queries: asked };
      const { responses } = await call<QueryDataResponse>(clients.Data, 'QueryData', request);
      const answers = Object.entries(responses).map(([refId, { status, error = '', frames }]) => {
        return [refId, { status, error, frames: frames.map(decodeFrame) }] as const;
      });
      return Object.fromEntries(answers);
    },
    async health(given) {
      const request = { pluginContext: context(given) };
      const answer = await call<CheckHealthResponse>(clients.Diagnostics, 'CheckHealth', request);
      const { status, message, jsonDetails } = answer;
      return { status, message, details: JSON.parse(Buffer.from(jsonDetails).toString()) };
    },
    async resource(url, { method = 'GET', body, role } = {}) {
      const request = {
        ...{ pluginContext: context(undefined, role), path: url.split('?')[0], url, method },
        body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
      };
      const answering = (
        clients.Resource as unknown as { CallResource(request: unknown): AsyncIterable<CallResourceResponse> }
      ).CallResource(request);
      for await (const { code, body: answer } of answering)
        return { code, json: JSON.parse(Buffer.from(answer).toString()) };
      throw new Error('no answer');
    },
    async stream(path, count, started) {
      const packets: unknown[] = [];
      const run = (
        streaming as unknown as { RunStream(request: unknown): AsyncIterable<{ data: Uint8Array }> }
      ).RunStream({
        pluginContext: context(),
        path,
      });
      for await (const { data } of run) {
        packets.push(JSON.parse(Buffer.from(data).toString()));
        if (packets.length === 1) started();
        if (packets.length === count) break;
      }
      return packets;
    },
    async close() {
      for (const client of [...Object.values(clients), streaming]) client.close();
      await server.close();
      await behind.close();
    },
  };
}
