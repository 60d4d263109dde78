import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import pino from 'pino';
import { Registry } from 'prom-client';
import { ulid } from 'ulid';
import { createAggregator } from './aggregate/aggregator.ts';
import { createPoller } from './collect/snmp/poller.ts';
import { createDeviceReader } from './collect/snmp/read.ts';
import { tailFiles } from './collect/tail/tail.ts';
import {
  type Configuration,
  FORMATS,
  grafanaToken,
  KINDS,
  limitsOf,
  type PolledDevice,
  PROFILES,
  polledDevices,
} from './configuration.ts';
import { createIncidents } from './decide/incidents.ts';
import { alarmOf } from './decide/lifecycle.ts';
import { topologyOf } from './decide/topology.ts';
import { openDemo } from './demo.ts';
import { createDetector } from './detect/detector.ts';
import { reason } from './errors.ts';
import { createWorkerForecaster } from './forecast/worker-forecaster.ts';
import { type Clock, systemClock } from './model/clock.ts';
import type { Aggregator } from './model/contracts/aggregator.ts';
import type { Collector, CounterMemory, Inventory } from './model/contracts/collector.ts';
import type { IncidentState } from './model/contracts/incidents.ts';
import type { LogState } from './model/contracts/log-state.ts';
import type { Store } from './model/contracts/store.ts';
import { isOpen } from './model/incident.ts';
import { HOUR } from './model/targets.ts';
import { zone } from './model/zone.ts';
import { pollDevices } from './pipeline.ts';
import type { GrafanaDependencies } from './serve/grafana/asking.ts';
import { createGrafanaServer } from './serve/grafana/server.ts';
import { createMetrics, type Metrics } from './serve/rest/metrics.ts';
import { createRestServer } from './serve/rest/server.ts';
import type { StatusReport } from './serve/rest/status.ts';
import { type DeviceRegistry, deviceRegistry } from './service/devices.ts';
import { startForecasting } from './service/forecasting.ts';
import { logSource } from './service/log-source.ts';
import { sessionCounts } from './service/sessions.ts';
import { startWatching } from './service/watching.ts';
import { createCounterMemory } from './state/counter-memory.ts';
import { openState } from './state/database.ts';
import { createIncidentState } from './state/incident-state.ts';
import { createInventory } from './state/inventory.ts';
import { createLogState } from './state/log-state.ts';
import { snapshotFile } from './state/snapshot-file.ts';
import { openEmbeddedStore } from './store/embedded/embedded.ts';
import { openInfluxStore } from './store/influx/influx.ts';
import { queuedStore } from './store/queue/queue.ts';
import { VERSION } from './version.ts';

const HORIZON = 24;
/** How often the log files are looked at, milliseconds of the clock. */
const LOG_POLL_PERIOD = 1000;
const STOP_PATIENCE = 2000;
const PAGE_FOLDER = resolve(import.meta.dirname, '../../plugin/preview/dist');
/** Incidents of the last days that the detection goes on with, those that have ended too. */
const REMEMBERED = 8 * 24 * HOUR;
/** The kind whose incidents explain everything behind their device. */
const OUTAGE = 'device-down';

/** Opens the store that the configuration names. Reading and writing reject while an InfluxDB is away. */
export async function openStore({ store, data }: Pick<Configuration, 'store' | 'data'>): Promise<Store> {
  if (store.type === 'embedded') return openEmbeddedStore({ folder: data });
  const { url, database, username, password, password_file } = store;
  return openInfluxStore({ url, database, username, password: password ?? password_file });
}

/** The same for the running service: while an InfluxDB is away, writes wait. */
async function openPatientStore(configuration: Configuration, clock: Clock): Promise<Store> {
  const store = await openStore(configuration);
  if (configuration.store.type === 'embedded') return store;
  return queuedStore(store, { limit: configuration.store.queue_limit, clock });
}

/** What of a log source's configuration decides what its lines become. */
export type LogConfiguration = Pick<Configuration['logs'][number], 'name' | 'zone' | 'interim_period'>;

/** An aggregator of a log source that goes on from its state. */
export function aggregatorOf(log: LogConfiguration, networkZone: string, state: LogState): Aggregator {
  const place = zone(log.zone ?? networkZone);
  return createAggregator({ source: log.name, zone: place, interimPeriod: log.interim_period, state });
}

export interface RunOptions {
  readonly configuration: Configuration;
  /** Set for the demo network, which is made here. */
  readonly demo: { readonly speed: number; readonly seed: number; readonly faults: boolean } | undefined;
  /** Takes what is said to people, a line at a time. */
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Runs the service until the signal. Rejects when it cannot start: bad data folder, port in use, damaged store. */
export async function startPresage({ configuration, say, ...options }: RunOptions): Promise<void> {
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  const state = openState(configuration.data);
  const closers: (() => Promise<void> | void)[] = [() => state.close()];
  try {
    const { database } = state;
    const demo = options.demo && (await openDemo({ ...options.demo, configuration, database, say }));
    if (demo) closers.unshift(demo.close);
    const clock = demo?.clock ?? systemClock;
    const logger = pino({ level: configuration.log_level }, pino.destination({ dest: 2, sync: true }));
    const store = await openPatientStore(configuration, clock);
    closers.unshift(() => store.close());

    const devices = demo?.devices ?? polledDevices(configuration);
    const inventory = createInventory(database);
    const counters = createCounterMemory(database, systemClock, (error) =>
      logger.warn(`counters of devices cannot be kept: ${reason(error)}`),
    );
    closers.unshift(counters.flush);
    const memory = { inventory, memory: counters };
    const registry = deviceRegistry(
      devices.map(({ device }) => device),
      inventory.components,
    );
    const incidents = createIncidentState(database);
    const sessions = sessionCounts();
    const watching = startWatching({
      ...watchParts({ configuration, devices, incidents, registry, sessions: sessions.of, clock }),
      clock,
      logger,
    });

    let metrics: Metrics | undefined;
    const prepared = Promise.withResolvers<void>();
    const forecasting = await startForecasting({
      forecaster: createWorkerForecaster({ horizon: HORIZON }),
      snapshot: forecastSnapshot(configuration),
      store,
      clock,
      logger,
      ready: prepared.promise,
      made: watching.forecast,
      meter: {
        samples: (count) => metrics?.samplesWritten.inc(count),
        forecasts(count, seconds) {
          metrics?.forecastsMade.inc(count);
          metrics?.forecastDuration.observe(seconds);
        },
      },
      signal,
    });
    closers.unshift(forecasting.close);
    const sources = configuration.logs.map((log) => {
      const logState = createLogState(database, log.name);
      return logSource({
        name: log.name,
        zone: log.zone ?? configuration.zone,
        format: FORMATS.find(({ type }) => type === log.format)!,
        state: logState,
        createReader: (onProblem) =>
          tailFiles({
            patterns: log.files,
            positions: logState,
            pollPeriod: demo?.logPeriod ?? LOG_POLL_PERIOD,
            onProblem,
          }),
        createAggregator: () => aggregatorOf(log, configuration.zone, logState),
        store,
        clock,
        logger,
        stored(batch) {
          sessions.take(batch);
          watching.measured(batch);
          forecasting.stored(batch);
        },
      });
    });
    const status = (): StatusReport => ({
      version: VERSION,
      network: demo ? 'demo' : configuration.network,
      zone: configuration.zone,
      now: clock.now(),
      store: { kind: configuration.store.type, ...store.status(), problem: store.status().problem ?? null },
      sources: sources.map((source) => source.status()),
    });
    const metricsRegistry = new Registry();
    metrics = createMetrics(metricsRegistry, { status, devices: registry.list, incidents });
    const served: GrafanaDependencies = {
      store,
      zone: zone(configuration.zone),
      clock,
      status,
      learning: forecasting.learning,
      devices: registry.list,
      incidents,
      listen: watching.listen,
      operate: watching.operate,
      titleOf: (kind) => KINDS.find((known) => known.kind === kind)?.title.en ?? kind,
      simulation: demo?.simulation,
      legacySource: configuration.logs[0]?.name ?? 'none',
      pageFolder: existsSync(PAGE_FOLDER) ? PAGE_FOLDER : undefined,
      logger,
      metrics: metricsRegistry,
      kinds: KINDS.map(({ kind }) => kind),
      token: grafanaToken(configuration),
    };
    const rest = createRestServer(served);
    const address = await rest.listen(configuration.serve);
    closers.unshift(() => rest.close());
    const host = address.host.includes(':') ? `[${address.host}]` : address.host;
    say(`Presage ${VERSION}, ${demo ? 'demo network' : configuration.network}: http://${host}:${address.port}/`);
    closers.unshift(
      await serveGrafana(served, { listen: configuration.grafana.listen, demo: demo !== undefined, say }),
    );

    await sessions.restore(store, clock).catch((error) => logger.warn(reason(error)));
    const poll = {
      store,
      reported: registry.take,
      measured: watching.measured,
      stored: forecasting.stored,
      failed(error: unknown) {
        if (!signal.aborted) logger.error(`samples of devices are lost: ${reason(error)}`);
      },
    };
    const tasks = [pollDevices(pollerOf(devices, memory, clock), poll, signal), watching.run(signal)];
    // The history of the demo is whole before it is learnt, and its log before it is read, so that days come in order.
    await demo?.prepareLog(signal);
    tasks.push(...sources.map((source) => source.run(signal)));
    if (demo) tasks.push(demo.prepareDevices(store, signal).then(prepared.resolve), demo.run(signal));
    else prepared.resolve();
    const ended = Promise.all(tasks);
    await Promise.race([aborted(signal), ended.then(() => aborted(signal))]);
    // Writes that wait for a store that is away are given up after a while: nothing of them was acknowledged.
    const patience = new AbortController();
    const outOfPatience = systemClock.sleep(STOP_PATIENCE, patience.signal);
    await Promise.race([ended.then(forecasting.finish), outOfPatience]).catch(() => {});
    patience.abort();
  } finally {
    ending.abort();
    for (const close of closers) await close();
  }
}

/** Serves the data source of Grafana; answers what ends it. A second demo on one machine goes on without. */
async function serveGrafana(
  dependencies: GrafanaDependencies,
  { listen, demo, say }: { listen: string; demo: boolean; say: (text: string) => void },
): Promise<() => Promise<void>> {
  if (listen === 'off') return async () => {};
  const server = createGrafanaServer(dependencies);
  try {
    say(`Data source for Grafana: ${await server.listen(listen)}`);
  } catch (error) {
    if (!demo) throw error;
    say(`no data source for Grafana: ${reason(error)}`);
  }
  return server.close;
}

/** The poller of these devices. */
function pollerOf(
  devices: readonly PolledDevice[],
  memory: { inventory: Inventory; memory: CounterMemory },
  clock: Clock,
): Collector {
  const access = new Map(devices.map((polled) => [polled.device.id, polled.access]));
  return createPoller({
    devices: devices.map(({ device }) => device),
    createReader({ id }) {
      const { host, ...known } = access.get(id)!;
      return createDeviceReader({ device: id, address: host, ...known, clock, profiles: PROFILES });
    },
    ...memory,
    clock,
  });
}

/** What detects and what keeps the incidents; both go on with those that were open. */
function watchParts(options: {
  configuration: Configuration;
  devices: readonly PolledDevice[];
  incidents: IncidentState;
  registry: DeviceRegistry;
  sessions: (nas: string) => number | undefined;
  clock: Clock;
}) {
  const { configuration, devices, incidents: state, registry, sessions, clock } = options;
  const topology = topologyOf(
    devices.map(({ device }) => device),
    sessions,
  );
  const { lastAnswer } = registry;
  const incidents = createIncidents({ state, topology, outage: OUTAGE, lastAnswer, newId: ulid });
  incidents.forget(({ device }) => device === undefined || topology.has(device), clock.now());
  const detector = createDetector({ kinds: KINDS, limits: limitsOf(configuration) });
  const remembered = state.list({ from: clock.now() - REMEMBERED }, Number.MAX_SAFE_INTEGER);
  detector.restore(remembered.filter(({ phase, activeAt }) => isOpen(phase) || activeAt !== null).map(alarmOf));
  return { detector, incidents };
}

/** Where what the forecaster has learnt is kept. */
export const forecastSnapshot = ({ data }: Pick<Configuration, 'data'>) => snapshotFile(data, 'forecaster.snapshot');

const aborted = (signal: AbortSignal) =>
  new Promise<void>((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => done(), { once: true });
  });
