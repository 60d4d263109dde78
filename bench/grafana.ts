// What queries of Grafana cost over gRPC, and how soon a backend that was away is reached: npm run bench -- grafana
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials } from '@grpc/grpc-js';
import { Registry } from 'prom-client';
import type { Series } from '../backend/src/model/series.ts';
import { zone } from '../backend/src/model/zone.ts';
import { loadServices, type QueryDataResponse } from '../backend/src/serve/grafana/protocol.ts';
import { createGrafanaServer } from '../backend/src/serve/grafana/server.ts';
import { NO_TRAPS } from '../backend/src/service/traps.ts';
import { openMemoryState } from '../backend/src/state/database.ts';
import { createIncidentState } from '../backend/src/state/incident-state.ts';
import { openEmbeddedStore } from '../backend/src/store/embedded/embedded.ts';

const DAY = 86_400_000;
const STEP = 10_000;
const END = Math.floor(Date.now() / DAY) * DAY;
/** Most milliseconds of 95 of 100 queries of 10 series over a day, alone and twenty at once. */
const DAY_BAR = 60;
const PARALLEL_BAR = 300;
/** Most milliseconds of a query of 1,000 series for an alert rule. */
const ALERT_BAR = 100;
const ROUNDS = 40;
/** Most milliseconds until Grafana reaches a backend that is back. */
const RECONNECT_BAR = 3000;

const series = (measurement: string, id: number): Series => ({
  ...{ measurement, tags: { id: String(id).padStart(4, '0') }, field: 'value', unit: 'percent', kind: 'gauge' },
  step: STEP,
});

function print(name: string, value: number, bar: number): void {
  process.stdout.write(`${JSON.stringify({ name, value, unit: 'ms', bar, reference: null, ratio: null })}\n`);
}

const folder = mkdtempSync(join(tmpdir(), 'presage-bench-'));
const store = await openEmbeddedStore({ folder });
const times = Array.from({ length: DAY / STEP }, (_, index) => END - DAY + index * STEP);
const wave = times.map((time) => 50 + 40 * Math.sin(time / 3_600_000));
for (let id = 0; id < 10; id++) await store.write([{ series: series('dense', id), times, values: wave }]);
await store.write(
  Array.from({ length: 1000 }, (_, id) => ({ series: series('wide', id), times: [END - STEP], values: [id] })),
);
const server = createGrafanaServer({
  store,
  zone: zone('UTC'),
  clock: { now: () => END, sleep: async () => {} },
  anomalies: { hours: () => [], of: () => undefined },
  status: () => ({
    ...{ version: '', network: 'bench', zone: 'UTC', now: END, sources: [] },
    store: { kind: 'embedded', available: true, waiting: 0, problem: null },
  }),
  sources: () => [],
  learning: async () => new Map(),
  explain: async () => undefined,
  forecast: () => Promise.reject(new Error('nothing is forecast here')),
  devices: () => [],
  traps: () => NO_TRAPS,
  editor: undefined,
  links: () => ({ links: [], strangers: [], proposedParents: new Map() }),
  incidents: createIncidentState(openMemoryState().database),
  listen: () => () => {},
  operate: () => undefined,
  titleOf: (kind) => kind,
  simulation: undefined,
  legacySource: 'none',
  pageFolder: undefined,
  logger: { error: (details: unknown) => process.stderr.write(`${String(details)}\n`) },
  metrics: new Registry(),
  kinds: [],
  token: undefined,
});
const address = await server.listen('127.0.0.1:0');
const client = new (loadServices().Data)(address, credentials.createInsecure(), {
  'grpc.max_receive_message_length': -1,
});

/** Milliseconds of a query; the frames it must give. Another `turn` is another range, which no cache knows. */
function query(model: Record<string, unknown>, turn: number, frames: number, headers = {}): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const begun = performance.now();
  const range = { fromEpochMS: END - DAY - turn * 240_000, toEpochMS: END - turn * 240_000 + 1 };
  const asked = {
    refId: 'A',
    maxDataPoints: 1000,
    intervalMS: 0,
    timeRange: range,
    json: Buffer.from(JSON.stringify(model)),
  };
  const run = (client as unknown as Record<'QueryData', (...args: unknown[]) => void>).QueryData.bind(client);
  run({ headers, queries: [asked] }, (error: Error | null, { responses }: QueryDataResponse) => {
    const given = responses?.A?.frames.length;
    if (error || given !== frames) reject(error ?? new Error(`${given} frames: ${responses.A?.error}`));
    else resolve(performance.now() - begun);
  });
  return promise;
}

/** Milliseconds until a host that works as Grafana does reaches a backend that is back; undefined without Go or a built plugin. */
function reconnected(): number | undefined {
  const test = ['test', '-count=1', '-v', '-run', 'TestPluginReconnectsSoonAfterALongOutage', '.'];
  const { stdout } = spawnSync('go', test, { cwd: 'plugin/conformance', encoding: 'utf8' });
  const took = /healthy (\d+) ms after the backend was back/.exec(stdout ?? '');
  return took ? Number(took[1]) : undefined;
}

const p95 = (durations: readonly number[]) =>
  durations.toSorted((a, b) => a - b)[Math.ceil(durations.length * 0.95) - 1]!;
const dense = { kind: 'series', measurement: 'dense' };
const wide = { kind: 'series', measurement: 'wide', format: 'numeric' };

try {
  for (let turn = 0; turn < 5; turn++) await query(dense, 200 + turn, 10);
  const alone: number[] = [];
  for (let turn = 0; turn < ROUNDS; turn++) alone.push(await query(dense, turn, 10));
  print('10 series × 8,640 points at 1,000, p95', p95(alone), DAY_BAR);
  const parallel: number[] = [];
  for (let round = 0; round < 5; round++) {
    const turns = Array.from({ length: 20 }, (_, index) => 50 + round * 20 + index);
    parallel.push(...(await Promise.all(turns.map((turn) => query(dense, turn, 10)))));
  }
  print('the same, 20 at once of different ranges, p95', p95(parallel), PARALLEL_BAR);
  const together = await Promise.all(Array.from({ length: 20 }, () => query(dense, 300, 10)));
  print('the same, 20 at once of one range, p95', p95(together), PARALLEL_BAR);
  const alert: number[] = [];
  // The threshold, which numbers of series do not need, makes each a query that no cache knows.
  const forAlert = (turn: number) => query({ ...wide, threshold: turn }, 0, 1, { FromAlert: 'true' });
  for (let turn = -5; turn < 0; turn++) await forAlert(turn);
  for (let turn = 0; turn < ROUNDS; turn++) alert.push(await forAlert(turn));
  print('1,000 series × 1 point for an alert rule, p95', p95(alert), ALERT_BAR);
  const reconnect = reconnected();
  if (reconnect !== undefined) print('reached again after the backend was away', reconnect, RECONNECT_BAR);
} finally {
  client.close();
  await server.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}
