import { request } from 'node:http';
import { Registry } from 'prom-client';
import { PresageError } from '../errors.ts';
import { zone } from '../model/zone.ts';
import type { RestDependencies } from '../serve/rest/dependencies.ts';
import { createMetrics } from '../serve/rest/metrics.ts';
import { createRestServer } from '../serve/rest/server.ts';
import type { StatusReport } from '../serve/rest/status.ts';
import { NO_TRAPS } from '../service/traps.ts';
import { openMemoryState } from '../state/database.ts';
import { createIncidentState } from '../state/incident-state.ts';
import { createSubscriberAnomalies } from '../state/subscriber-anomalies.ts';
import { type MemoryStore, memoryStore } from './memory-store.ts';

export const SOURCE = 'billing';

/** A status in which all is well. */
export const WELL: StatusReport = {
  version: '0.1.0',
  network: 'demo',
  zone: 'Europe/Berlin',
  now: 0,
  store: { kind: 'embedded', available: true, waiting: 0, problem: null },
  sources: [
    {
      ...{ name: SOURCE, files: 2, lines: 123, unreadable: { 'cut short': 2 }, newest: 1_700_000_000_000 },
      ...{ linesPerSecond: 99.5, lagSeconds: 2, unreadOctets: 0 },
    },
  ],
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON. */
  json<T = Record<string, unknown>>(): T;
}

/** A running REST service over a store in memory, asked over real HTTP. */
export interface RestService {
  readonly store: MemoryStore;
  readonly dependencies: RestDependencies;
  readonly url: string;
  readonly logged: unknown[];
  ask(path: string, init?: RequestInit): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/** Starts a service whose clock stands still at `now`. */
export async function startRestService({
  now = 0,
  zoneName = 'UTC',
  ...overrides
}: Partial<RestDependencies> & { now?: number; zoneName?: string } = {}): Promise<RestService> {
  const store = memoryStore();
  const logged: unknown[] = [];
  const metrics = new Registry();
  const dependencies: RestDependencies = {
    store,
    zone: zone(zoneName),
    clock: { now: () => now, sleep: async () => {} },
    status: () => WELL,
    sources: () => [],
    learning: async () => new Map(),
    explain: async () => undefined,
    forecast: async (key) => {
      throw new PresageError('FORECAST_UNKNOWN_SERIES', `${key} is not forecast`);
    },
    devices: () => [],
    traps: () => NO_TRAPS,
    editor: undefined,
    links: () => ({ links: [], strangers: [], proposedParents: new Map() }),
    incidents: createIncidentState(openMemoryState().database),
    listen: () => () => {},
    operate: () => undefined,
    anomalies: createSubscriberAnomalies(openMemoryState().database),
    titleOf: (kind) => kind,
    simulation: undefined,
    legacySource: SOURCE,
    pageFolder: undefined,
    logger: { error: (details: unknown) => void logged.push(details) },
    metrics,
    ...overrides,
  };
  createMetrics(metrics, dependencies);
  const server = createRestServer(dependencies);
  const { host, port } = await server.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://${host}:${port}`;
  const ask = async (path: string, init?: RequestInit) => {
    const response = await fetch(`${url}${path}`, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
  };
  return {
    store,
    dependencies,
    url,
    logged,
    ask,
    post: (path, body) =>
      ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    close: () => server.close(),
  };
}

/** The status of a GET with this Host header, which fetch does not let one set. */
export function statusForHost(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
