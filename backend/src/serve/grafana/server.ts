import { lstat, rm } from 'node:fs/promises';
import { type handleServerStreamingCall, type handleUnaryCall, Server, ServerCredentials } from '@grpc/grpc-js';
import { Counter } from 'prom-client';
import { PresageError, reason } from '../../errors.ts';
import type { GrafanaDependencies } from './asking.ts';
import { checkHealth, refuseHealth } from './health.ts';
import { REQUEST_BYTES } from './limits.ts';
import {
  type Call,
  type CallResourceRequest,
  type CallResourceResponse,
  type CheckHealthResponse,
  type CollectMetricsResponse,
  loadServices,
  type QueryDataRequest,
  type QueryDataResponse,
  type StreamRequest,
  type StreamStatus,
} from './protocol.ts';
import { queryData, refuseQueries } from './query-data.ts';
import { createResources } from './resources.ts';
import { sharedCache } from './shared-cache.ts';
import { streamIncidents } from './stream.ts';
import { isAllowed, WRONG_TOKEN } from './token.ts';

/** Long enough that dashboards opened or refreshed together cost like one; milliseconds. */
const SHARED_FOR = 1000;
const SHARED_ANSWERS = 200;
const NOTHING = new Uint8Array();
/** The paths of streams. */
const INCIDENTS = 'incidents';

export interface GrafanaServer {
  /**
   * Listens on `host:port` or `unix:/path`; resolves to the real address. Rejects with PORT_IN_USE or ADDRESS_UNUSABLE.
   */
  listen(address: string): Promise<string>;
  /** Ends the calls under way and takes no new ones. */
  close(): Promise<void>;
}

/** The backend of the Grafana data source, over Grafana's plugin protocol. */
export function createGrafanaServer(dependencies: GrafanaDependencies): GrafanaServer {
  const server = new Server({
    'grpc.max_receive_message_length': REQUEST_BYTES,
    'grpc.max_send_message_length': -1,
  });
  const { Data, Diagnostics, Resource, Stream } = loadServices();
  server.addService(Data.service, { QueryData: queryDataCall(dependencies) });
  server.addService(Diagnostics.service, {
    CheckHealth: checkHealthCall(dependencies),
    CollectMetrics: collectMetricsCall(dependencies),
  });
  server.addService(Resource.service, { CallResource: callResourceCall(dependencies) });
  server.addService(Stream.service, streamCalls(dependencies));
  let socket: string | undefined;
  return {
    async listen(address) {
      socket = address.startsWith('unix:') ? address.slice('unix:'.length) : undefined;
      // A socket that a killed process has left behind would be in the way.
      if (socket !== undefined && (await isSocket(socket))) await rm(socket, { force: true });
      const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) => {
          if (error) reject(listenError(error, address));
          else resolve(bound);
        });
      });
      return socket === undefined ? address.replace(/:\d+$/, `:${port}`) : address;
    },
    async close() {
      server.forceShutdown();
      if (socket !== undefined) await rm(socket, { force: true });
    },
  };
}

const isSocket = (path: string) =>
  lstat(path).then(
    (entry) => entry.isSocket(),
    () => false,
  );

function listenError(error: Error, address: string): PresageError {
  if (error.message.includes('EADDRINUSE')) {
    const remedy = 'stop the other process, or set grafana.listen to another address';
    return new PresageError('PORT_IN_USE', `${address}, for Grafana, is in use: ${remedy}`, { cause: error });
  }
  const remedy = 'set grafana.listen to an address of this machine, unix:/path or off';
  const message = `cannot listen on ${address} for Grafana (${reason(error)}): ${remedy}`;
  return new PresageError('ADDRESS_UNUSABLE', message, { cause: error });
}

function queryDataCall(dependencies: GrafanaDependencies): handleUnaryCall<QueryDataRequest, QueryDataResponse> {
  const cache = sharedCache<readonly Uint8Array[]>(SHARED_FOR, SHARED_ANSWERS, () => performance.now());
  const answered = new Counter({
    name: 'presage_grafana_queries_total',
    help: 'Queries of Grafana answered, by status: 499 are those that were given up.',
    labelNames: ['status'],
    registers: [dependencies.metrics],
  });
  return async (call, answer) => {
    const { request } = call;
    if (!isAllowed(request, dependencies.token)) return answer(null, refuseQueries(request, 401, WRONG_TOKEN));
    const cancelled = new AbortController();
    call.on('cancelled', () => cancelled.abort());
    const response = await queryData(request, dependencies, cache, cancelled.signal);
    for (const { status } of Object.values(response.responses)) answered.inc({ status });
    answer(null, response);
  };
}

function checkHealthCall(dependencies: GrafanaDependencies): handleUnaryCall<Call, CheckHealthResponse> {
  return ({ request }, answer) => {
    const allowed = isAllowed(request, dependencies.token);
    const version = request.pluginContext?.pluginVersion ?? '';
    answer(null, allowed ? checkHealth(dependencies, version) : refuseHealth(WRONG_TOKEN));
  };
}

function collectMetricsCall({ metrics }: GrafanaDependencies): handleUnaryCall<Call, CollectMetricsResponse> {
  return async (_call, answer) => {
    const text = await metrics.metrics().catch(() => '');
    answer(null, { metrics: { prometheus: Buffer.from(text) } });
  };
}

function callResourceCall(
  dependencies: GrafanaDependencies,
): handleServerStreamingCall<CallResourceRequest, CallResourceResponse> {
  const resources = createResources(dependencies);
  return async (call) => {
    call.write(await resources(call.request));
    call.end();
  };
}

function streamCalls(dependencies: GrafanaDependencies) {
  const subscribe: handleUnaryCall<StreamRequest, StreamStatus> = ({ request }, answer) => {
    const allowed = isAllowed(request, dependencies.token);
    const status = !allowed ? 'PERMISSION_DENIED' : request.path === INCIDENTS ? 'OK' : 'NOT_FOUND';
    answer(null, { status, data: NOTHING });
  };
  const publish: handleUnaryCall<StreamRequest, StreamStatus> = (_call, answer) =>
    answer(null, { status: 'PERMISSION_DENIED', data: NOTHING });
  const run: handleServerStreamingCall<StreamRequest, { data: Uint8Array }> = (call) => {
    if (!isAllowed(call.request, dependencies.token) || call.request.path !== INCIDENTS) return call.end();
    const stop = streamIncidents(
      dependencies,
      (packet) => void call.write({ data: Buffer.from(JSON.stringify(packet)) }),
    );
    call.on('cancelled', () => {
      stop();
      call.end();
    });
    call.on('close', stop);
  };
  return { SubscribeStream: subscribe, PublishStream: publish, RunStream: run };
}
