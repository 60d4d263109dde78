import { lookup } from 'node:dns/promises';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import pino from 'pino';
import { Registry } from 'prom-client';
import { createNaming } from './collect/traps/name.ts';
import { RECEIVE_BUFFER } from './collect/traps/receiver.ts';
import { specialDays } from './config/calendar.ts';
import {
  type Configuration,
  grafanaToken,
  KINDS,
  profilesOf,
  subscriberOptions,
  trapDefinitions,
} from './configuration.ts';
import { openDemo } from './demo.ts';
import { reason } from './errors.ts';
import { createWorkerForecaster } from './forecast/worker-forecaster.ts';
import { FORMATS, formatOf } from './log-formats.ts';
import { systemClock } from './model/clock.ts';
import type { DeviceReport } from './model/contracts/collector.ts';
import { zone } from './model/zone.ts';
import {
  aggregatorOf,
  devicesFileOf,
  forecastSnapshot,
  forecastThreads,
  logInput,
  neighboursOf,
  openPatientStore,
  openTraps,
  pollerOf,
  watchParts,
} from './parts.ts';
import { pollDevices } from './pipeline.ts';
import { type PolledDevice, polledDevices } from './polled-devices.ts';
import type { GrafanaDependencies } from './serve/grafana/asking.ts';
import { createGrafanaServer } from './serve/grafana/server.ts';
import { createMetrics, type Metrics } from './serve/rest/metrics.ts';
import { createRestServer } from './serve/rest/server.ts';
import { type StatusReport, sourceStatusOf } from './serve/rest/status.ts';
import { createAddresses } from './service/addresses.ts';
import { deviceRegistry } from './service/devices.ts';
import { startForecasting } from './service/forecasting.ts';
import { liveDevices } from './service/live-devices.ts';
import { logSource } from './service/log-source.ts';
import { sessionCounts } from './service/sessions.ts';
import { NO_TRAPS, startTraps } from './service/traps.ts';
import { startWatching } from './service/watching.ts';
import { createCounterMemory } from './state/counter-memory.ts';
import { openState } from './state/database.ts';
import { createIncidentState } from './state/incident-state.ts';
import { createInventory } from './state/inventory.ts';
import { createLogState } from './state/log-state.ts';
import { createNeighbourMemory } from './state/neighbour-memory.ts';
import { createSubscriberAnomalies } from './state/subscriber-anomalies.ts';
import { createAlarmMemory, createEngineMemory } from './state/trap-memory.ts';
import { VERSION } from './version.ts';

/** How often the log files are looked at, milliseconds of the clock. */
const LOG_POLL_PERIOD = 1000;
const HORIZON = 24;
const STOP_PATIENCE = 2000;
const PAGE_FOLDER = resolve(import.meta.dirname, '../../plugin/preview/dist');
export interface RunOptions {
  readonly configuration: Configuration;
  /** Set for the demo network, which is made here. */
  readonly demo: { readonly speed: number; readonly seed: number; readonly faults: boolean } | undefined;
  /** Takes what is said to people, a line at a time. */
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs the service until the signal. Rejects when it cannot start: bad data folder, port in use, damaged store; and with
 * FORECASTER_ENDED when it cannot forecast any more.
 */
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

    const devices = liveDevices<PolledDevice>(demo?.devices ?? polledDevices(configuration));
    const inventory = createInventory(database);
    const counters = createCounterMemory(database, systemClock, (error) =>
      logger.warn(`counters of devices cannot be kept: ${reason(error)}`),
    );
    closers.unshift(counters.flush);
    const memory = { inventory, memory: counters };
    const registry = deviceRegistry(devices.list(), inventory.components);
    devices.listen(() => registry.replace(devices.list()));
    const incidents = createIncidentState(database);
    const sessions = sessionCounts();
    const watching = startWatching({
      ...watchParts({ configuration, devices, incidents, registry, sessions: sessions.of, clock }),
      clock,
      logger,
    });
    devices.listen(watching.devicesChanged);
    const inFile = demo ? undefined : devicesFileOf({ configuration, devices, logger });
    const neighbours = neighboursOf({ devices, memory: createNeighbourMemory(database), clock, logger });

    let metrics: Metrics | undefined;
    const prepared = Promise.withResolvers<void>();
    const broken = Promise.withResolvers<never>();
    broken.promise.catch(() => {});
    const forecasting = await startForecasting({
      forecaster: createWorkerForecaster(
        { horizon: HORIZON, zone: configuration.zone, special: specialDays(configuration.calendar) },
        {
          threads: forecastThreads(configuration),
          failed: (series, why) => logger.error({ series }, `forecasting: ${series} starts anew: ${why}`),
          ended: broken.reject,
        },
      ),
      snapshot: forecastSnapshot(configuration),
      store,
      clock,
      logger,
      ready: prepared.promise,
      made: watching.forecast,
      judged: watching.measured,
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
      const format = formatOf(log);
      const pollPeriod = demo?.logPeriod ?? LOG_POLL_PERIOD;
      return logSource({
        name: log.name,
        zone: log.zone ?? configuration.zone,
        format,
        formats: FORMATS,
        ...logInput(log, { networkZone: configuration.zone, format, state: logState, clock, pollPeriod }),
        createAggregator: () =>
          aggregatorOf(log, { zone: configuration.zone, subscribers: subscriberOptions(configuration) }, logState),
        store,
        clock,
        logger,
        stored(batch) {
          sessions.take(batch);
          watching.measured(batch);
          forecasting.stored(batch);
        },
        measured(batch) {
          watching.measured(batch);
          store.write(batch).catch((error) => logger.error({ source: log.name }, reason(error)));
        },
      });
    });
    const traps = configuration.traps.enabled
      ? await startTraps({
          open: (handlers) => openTraps(configuration, createEngineMemory(database), handlers),
          receiveBuffer: RECEIVE_BUFFER,
          name: createNaming(trapDefinitions(configuration)),
          addresses: createAddresses(
            () => devices.list().map(({ id }) => ({ device: id, host: devices.find(id)!.access.host })),
            configuration.traps.sources,
            async (name) => (await lookup(name, { all: true })).map(({ address }) => address),
          ),
          memory: createAlarmMemory(database),
          components: registry.components,
          isWatched: registry.has,
          measured: watching.measured,
          store,
          duplicates: configuration.traps.duplicates,
          clock,
          logger,
        })
      : undefined;
    if (traps) closers.unshift(() => traps.receiver.close());
    const sourceReports = () => sources.map((source) => source.report());
    const trapStatus = () => traps?.status() ?? NO_TRAPS;
    const status = (): StatusReport => ({
      version: VERSION,
      network: demo ? 'demo' : configuration.network,
      zone: configuration.zone,
      now: clock.now(),
      store: { kind: configuration.store.type, ...store.status(), problem: store.status().problem ?? null },
      sources: sourceReports().map(sourceStatusOf),
      ...(inFile ? { devices: { file: inFile.file.path, problem: inFile.file.problem() ?? null } } : {}),
    });
    const metricsRegistry = new Registry();
    metrics = createMetrics(metricsRegistry, {
      ...{ status, sources: sourceReports, devices: registry.list, incidents, traps: trapStatus },
    });
    const served: GrafanaDependencies = {
      store,
      zone: zone(configuration.zone),
      clock,
      status,
      sources: sourceReports,
      learning: forecasting.learning,
      explain: forecasting.explain,
      forecast: forecasting.forecast,
      devices: registry.list,
      traps: trapStatus,
      editor: inFile?.editor,
      links: neighbours.links,
      incidents,
      listen: watching.listen,
      operate: watching.operate,
      anomalies: createSubscriberAnomalies(database),
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

    if (traps) say(`SNMP traps and informs: UDP port ${traps.receiver.port} on ${traps.receiver.address}`);

    await sessions.restore(store, clock).catch((error) => logger.warn(reason(error)));
    const poll = {
      store,
      reported(report: DeviceReport) {
        registry.take(report);
        traps?.polled(report);
      },
      measured: watching.measured,
      stored: forecasting.stored,
      failed(error: unknown) {
        if (!signal.aborted) logger.error(`samples of devices are lost: ${reason(error)}`);
      },
    };
    const tasks = [
      pollDevices(pollerOf(devices, memory, clock, profilesOf(configuration)), poll, signal),
      watching.run(signal),
    ];
    if (traps) tasks.push(traps.run(signal));
    tasks.push(neighbours.run(signal));
    if (inFile) tasks.push(inFile.file.run(signal));
    // The history of the demo is whole before it is learnt, and its log before it is read, so that days come in order.
    await demo?.prepareLog(signal);
    tasks.push(...sources.map((source) => source.run(signal)));
    if (demo) tasks.push(demo.prepareDevices(store, signal).then(prepared.resolve), demo.run(signal));
    else prepared.resolve();
    const ended = Promise.all(tasks);
    await Promise.race([aborted(signal), ended.then(() => aborted(signal)), broken.promise]);
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

const aborted = (signal: AbortSignal) =>
  new Promise<void>((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => done(), { once: true });
  });
