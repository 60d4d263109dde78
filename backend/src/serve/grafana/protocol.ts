import { join } from 'node:path';
import { type GrpcObject, loadPackageDefinition, type ServiceClientConstructor } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/** Who asks, on behalf of which data source. */
export interface PluginContext {
  readonly user: { readonly login: string; readonly name: string; readonly role: string } | null;
  readonly dataSourceInstanceSettings: {
    readonly uid: string;
    readonly decryptedSecureJsonData: Readonly<Record<string, string>>;
  } | null;
  readonly pluginVersion: string;
}

export interface Call {
  readonly pluginContext: PluginContext | null;
}

export interface DataQuery {
  readonly refId: string;
  readonly maxDataPoints: number;
  readonly intervalMS: number;
  /** Epoch milliseconds. */
  readonly timeRange: { readonly fromEpochMS: number; readonly toEpochMS: number } | null;
  /** The query as JSON text. */
  readonly json: Buffer;
}

export interface QueryDataRequest extends Call {
  readonly headers: Readonly<Record<string, string>>;
  readonly queries: readonly DataQuery[];
  readonly format: 'ARROW' | 'JSON';
}

export interface DataResponse {
  readonly frames: readonly Uint8Array[];
  readonly error?: string;
  /** An HTTP status. */
  readonly status: number;
  /** `downstream`: not the fault of Presage itself. */
  readonly errorSource?: 'downstream' | 'plugin';
  readonly format?: 'ARROW' | 'JSON';
}

export interface QueryDataResponse {
  readonly responses: Readonly<Record<string, DataResponse>>;
}

export interface CheckHealthResponse {
  readonly status: 'OK' | 'ERROR';
  readonly message: string;
  readonly jsonDetails: Uint8Array;
}

export interface CollectMetricsResponse {
  readonly metrics: { readonly prometheus: Uint8Array };
}

type HeaderLists = Readonly<Record<string, { readonly values: readonly string[] }>>;

export interface CallResourceRequest extends Call {
  readonly path: string;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: HeaderLists;
  readonly body: Buffer;
}

export interface CallResourceResponse {
  readonly code: number;
  readonly headers: HeaderLists;
  readonly body: Uint8Array;
}

export interface StreamRequest extends Call {
  readonly path: string;
}

export interface StreamStatus {
  readonly status: 'OK' | 'NOT_FOUND' | 'PERMISSION_DENIED';
  readonly data: Uint8Array;
}

type ServiceName = 'Data' | 'Diagnostics' | 'Resource' | 'Stream';

/** The services of Grafana's plugin protocol, to be served and to be called. */
export function loadServices(): Readonly<Record<ServiceName, ServiceClientConstructor>> {
  const definition = loadSync(join(import.meta.dirname, 'plugin.proto'), {
    keepCase: true,
    longs: Number,
    enums: String,
    defaults: true,
  });
  return (loadPackageDefinition(definition) as GrpcObject).pluginv2 as unknown as ReturnType<typeof loadServices>;
}
