import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import pino from 'pino';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { createAggregator } from './aggregate/aggregator.ts';
import { tailFiles } from './collect/tail/tail.ts';
import { fromFile, loadConfiguration } from './config/load.ts';
import { configurationSchema } from './config/schema.ts';
import { number, secret, secretFile } from './config/values.ts';
import { PresageError, reason } from './errors.ts';
import { createWorkerForecaster } from './forecast/worker-forecaster.ts';
import { acceleratedClock, type Clock, systemClock } from './model/clock.ts';
import type { Aggregator } from './model/contracts/aggregator.ts';
import type { LogState } from './model/contracts/log-state.ts';
import type { LogFormat } from './model/contracts/parser.ts';
import type { Store } from './model/contracts/store.ts';
import { zone } from './model/zone.ts';
import { billingRadius } from './parse/billing-radius/billing-radius.ts';
import { createMetrics, type Metrics } from './serve/rest/metrics.ts';
import { createRestServer } from './serve/rest/server.ts';
import type { StatusReport } from './serve/rest/status.ts';
import { startForecasting } from './service/forecasting.ts';
import { logSource } from './service/log-source.ts';
import { createDemoLog, newestDemoLine } from './simulate/demo-log.ts';
import { logPattern } from './simulate/log-files.ts';
import { createSubscribers } from './simulate/subscribers.ts';
import { openState } from './state/database.ts';
import { createLogState } from './state/log-state.ts';
import { snapshotFile } from './state/snapshot-file.ts';
import { embeddedStoreSchema, openEmbeddedStore } from './store/embedded/embedded.ts';
import { influxStoreSchema, openInfluxStore } from './store/influx/influx.ts';
import { queuedStore } from './store/queue/queue.ts';
import { VERSION } from './version.ts';

/** The log formats there are. */
export const FORMATS: readonly LogFormat[] = [billingRadius];

const SUBSCRIBERS = 300;
const HISTORY_DAYS = 21;
const HORIZON = 24;
const POLL_PERIOD = 1000;
const STOP_PATIENCE = 2000;
const PAGE_FOLDER = resolve(import.meta.dirname, '../../plugin/preview/dist');

function schema(folder: string) {
  const limit = number(z.int().min(1000)).default(1_000_000);
  const influx = influxStoreSchema({ secret: secret(), secretFile: secretFile(folder), limit });
  const store = z.discriminatedUnion('type', [embeddedStoreSchema, influx]).prefault({ type: 'embedded' });
  return configurationSchema({ formats: FORMATS.map(({ type }) => type), store });
}

export type Configuration = z.output<ReturnType<typeof schema>>;

/** Reads a configuration file; every path in it is absolute afterwards. Throws as loadConfiguration does. */
export function readConfiguration(path: string, environment: NodeJS.ProcessEnv): Configuration {
  const configuration = loadConfiguration(schema(dirname(resolve(path))), path, environment);
  const logs = configuration.logs.map((log) => ({ ...log, files: log.files.map((file) => fromFile(path, file)) }));
  return { ...configuration, data: fromFile(path, configuration.data), logs };
}

/** The configuration of the demo network: everything default, the zone that of this machine. */
export function demoConfiguration(data = 'presage-data/demo'): Configuration {
  const folder = resolve(data);
  const logs = [{ name: 'demo', format: billingRadius.type, files: [logPattern(join(folder, 'log'))] }];
  const zoneHere = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return schema(folder).parse({ network: 'demo', zone: zoneHere, data: folder, logs });
}

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
  /** Set for the demo network, whose log is made here. */
  readonly demo: { readonly speed: number; readonly seed: number } | undefined;
  /** Takes what is said to people, a line at a time. */
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Runs the service until the signal. Rejects when it cannot start: bad data folder, port in use, damaged store. */
export async function startPresage({ configuration, demo, say, ...options }: RunOptions): Promise<void> {
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  const state = openState(configuration.data);
  const closers: (() => Promise<void> | void)[] = [() => state.close()];
  try {
    const logFolder = join(configuration.data, 'log');
    if (demo) mkdirSync(logFolder, { recursive: true });
    const place = zone(configuration.zone);
    const begun = demo ? await newestDemoLine(logFolder, place) : undefined;
    const clock = demo ? acceleratedClock(Math.max(Date.now(), begun ?? 0), demo.speed) : systemClock;
    const logger = pino({ level: configuration.log_level }, pino.destination({ dest: 2, sync: true }));
    const store = await openPatientStore(configuration, clock);
    closers.unshift(() => store.close());
    let metrics: Metrics | undefined;
    const forecasting = await startForecasting({
      forecaster: createWorkerForecaster({ horizon: HORIZON }),
      snapshot: forecastSnapshot(configuration),
      store,
      clock,
      logger,
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
      const logState = createLogState(state.database, log.name);
      return logSource({
        name: log.name,
        zone: log.zone ?? configuration.zone,
        format: FORMATS.find(({ type }) => type === log.format)!,
        state: logState,
        createReader: (onProblem) =>
          tailFiles({ patterns: log.files, positions: logState, pollPeriod: POLL_PERIOD, onProblem }),
        createAggregator: () => aggregatorOf(log, configuration.zone, logState),
        store,
        clock,
        logger,
        stored: forecasting.stored,
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
    const registry = new Registry();
    metrics = createMetrics(registry, status);
    const rest = createRestServer({
      store,
      zone: place,
      clock,
      status,
      learning: forecasting.learning,
      legacySource: configuration.logs[0]?.name ?? 'none',
      pageFolder: existsSync(PAGE_FOLDER) ? PAGE_FOLDER : undefined,
      logger,
      metrics: registry,
    });
    const address = await rest.listen(configuration.serve);
    closers.unshift(() => rest.close());
    const host = address.host.includes(':') ? `[${address.host}]` : address.host;
    say(`Presage ${VERSION}, ${demo ? 'demo network' : configuration.network}: http://${host}:${address.port}/`);

    const tasks: Promise<void>[] = [];
    if (demo) {
      const subscribers = createSubscribers({ seed: demo.seed, subscribers: SUBSCRIBERS, zone: place });
      const options = { folder: logFolder, subscribers, zone: place, clock, historyDays: HISTORY_DAYS };
      const log = createDemoLog({ ...options, writePeriod: POLL_PERIOD });
      if (begun === undefined) say(`Writing ${HISTORY_DAYS} days of history of ${SUBSCRIBERS} simulated subscribers …`);
      // The history is whole before it is read, so its days are read in their order.
      await log.prepare(signal);
      tasks.push(
        log.run(signal).catch((error) => {
          const message = `${logFolder}: the log of the demo network cannot be written (${reason(error)}); make room or set --data`;
          throw new PresageError('DATA_FOLDER_UNUSABLE', message, { cause: error });
        }),
      );
    }
    tasks.push(...sources.map((source) => source.run(signal)));
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

/** Where what the forecaster has learnt is kept. */
export const forecastSnapshot = ({ data }: Pick<Configuration, 'data'>) => snapshotFile(data, 'forecaster.snapshot');

const aborted = (signal: AbortSignal) =>
  new Promise<void>((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => done(), { once: true });
  });
