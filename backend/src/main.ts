import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import pino from 'pino';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { createAggregator } from './aggregate/aggregator.ts';
import { importFiles } from './collect/tail/import.ts';
import { tailFiles } from './collect/tail/tail.ts';
import { fromFile, loadConfiguration } from './config/load.ts';
import { configurationSchema } from './config/schema.ts';
import { number, secret, secretFile } from './config/values.ts';
import { reason } from './errors.ts';
import { createWorkerForecaster } from './forecast/worker-forecaster.ts';
import { acceleratedClock, type Clock, systemClock } from './model/clock.ts';
import type { Aggregator } from './model/contracts/aggregator.ts';
import type { LogReader } from './model/contracts/log-reader.ts';
import type { LogState } from './model/contracts/log-state.ts';
import type { LogFormat } from './model/contracts/parser.ts';
import type { Store } from './model/contracts/store.ts';
import { type Batch, batchSize } from './model/series.ts';
import { HOUR, TARGET_NAMES, type TargetName } from './model/targets.ts';
import { zone } from './model/zone.ts';
import { billingRadius } from './parse/billing-radius/billing-radius.ts';
import { followLog, forecastFlow } from './pipeline.ts';
import { createMetrics } from './serve/rest/metrics.ts';
import { createRestServer } from './serve/rest/server.ts';
import type { StatusReport } from './serve/rest/status.ts';
import { createDemoLog, newestDemoLine } from './simulate/demo-log.ts';
import { createSubscribers } from './simulate/subscribers.ts';
import { openMemoryState, openState, type StateDatabase } from './state/database.ts';
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
const SNAPSHOT = 'forecaster.snapshot';
const SNAPSHOT_PERIOD = 600_000;
/** What the forecaster learns from after a start: its whole memory. */
const RELEARNT = 56 * 24 * HOUR;
const POLL_PERIOD = 1000;
const RETRY = 5000;
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
  const logs = [{ name: 'demo', format: billingRadius.type, files: [join(folder, 'log', 'radius.log*')] }];
  const zoneHere = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return schema(folder).parse({ network: 'demo', zone: zoneHere, data: folder, logs });
}

/** Opens the store that the configuration names; an InfluxDB that is away makes writes wait. */
async function openStore({ store, data }: Pick<Configuration, 'store' | 'data'>, clock: Clock): Promise<Store> {
  if (store.type === 'embedded') return openEmbeddedStore({ folder: data });
  const { url, database, username, password, password_file, queue_limit } = store;
  const influx = openInfluxStore({ url, database, username, password: password ?? password_file });
  return queuedStore(influx, { limit: queue_limit, clock });
}

type LogConfiguration = Pick<Configuration['logs'][number], 'name' | 'zone' | 'interim_period'>;

function aggregatorOf(log: LogConfiguration, networkZone: string, state: LogState): Aggregator {
  const place = zone(log.zone ?? networkZone);
  return createAggregator({ source: log.name, zone: place, interimPeriod: log.interim_period, state });
}

export interface RunOptions {
  readonly configuration: Configuration;
  /** Set for the demo network, whose log is made here. */
  readonly demo: { readonly speed: number; readonly seed: number } | undefined;
  /** Takes what is said to people, a line at a time. */
  readonly say: (text: string) => void;
  /** Told the address once it is open. */
  readonly listening?: (address: { host: string; port: number }) => void;
  readonly signal: AbortSignal;
}

/** Runs the service until the signal. Rejects when it cannot start: bad data folder, port in use, damaged store. */
export async function startPresage({ configuration, demo, say, listening, signal }: RunOptions): Promise<void> {
  const state = openState(configuration.data);
  const closers: (() => Promise<void> | void)[] = [() => state.close()];
  try {
    const logFolder = join(configuration.data, 'log');
    if (demo) mkdirSync(logFolder, { recursive: true });
    const place = zone(configuration.zone);
    const begun = demo ? await newestDemoLine(logFolder, place) : undefined;
    const clock = demo ? acceleratedClock(Math.max(Date.now(), begun ?? 0), demo.speed) : systemClock;
    const logger = pino({ level: configuration.log_level }, pino.destination({ dest: 2, sync: true }));
    const store = await openStore(configuration, clock);
    closers.unshift(() => store.close());
    const forecasting = await startForecasting({ store, clock, data: configuration.data, logger, signal });
    const service = { configuration, store, clock, logger, state, stored: forecasting.stored };
    const sources = configuration.logs.map((log) => startSource(log, service));
    const status = (): StatusReport => ({
      version: VERSION,
      network: demo ? 'demo' : configuration.network,
      zone: configuration.zone,
      now: clock.now(),
      store: { kind: configuration.store.type, ...store.status(), problem: store.status().problem ?? null },
      sources: sources.map((source) => source.status()),
    });
    const metrics = new Registry();
    forecasting.measure(createMetrics(metrics, status));
    const rest = createRestServer({
      store,
      zone: place,
      clock,
      status,
      learning: forecasting.learning,
      legacySource: configuration.logs[0]?.name ?? 'none',
      pageFolder: existsSync(PAGE_FOLDER) ? PAGE_FOLDER : undefined,
      logger,
      metrics,
    });
    const address = await rest.listen(configuration.serve);
    closers.unshift(() => rest.close());
    const host = address.host.includes(':') ? `[${address.host}]` : address.host;
    say(`Presage ${VERSION}, ${demo ? 'demo network' : configuration.network}: http://${host}:${address.port}/`);
    listening?.(address);

    const tasks: Promise<void>[] = [];
    if (demo) {
      const subscribers = createSubscribers({ seed: demo.seed, subscribers: SUBSCRIBERS, zone: place });
      const options = { folder: logFolder, subscribers, zone: place, clock, historyDays: HISTORY_DAYS };
      const log = createDemoLog({ ...options, writePeriod: POLL_PERIOD });
      if (begun === undefined) say(`Writing ${HISTORY_DAYS} days of history of ${SUBSCRIBERS} simulated subscribers …`);
      // The history is whole before it is read, so its days are read in their order.
      await log.prepare();
      tasks.push(log.run(signal));
    }
    tasks.push(...sources.map((source) => source.run(signal)));
    const ended = Promise.all(tasks);
    await Promise.race([ended, aborted(signal)]);
    // Writes that wait for a store that is away are given up after a while: nothing of them was acknowledged.
    await Promise.race([ended.then(forecasting.finish), systemClock.sleep(STOP_PATIENCE)]).catch(() => {});
    closers.unshift(forecasting.close);
  } finally {
    for (const close of closers) await close();
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => done(), { once: true });
  });

interface Service {
  readonly configuration: Configuration;
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: pino.Logger;
  readonly state: StateDatabase;
  readonly stored: (batch: Batch) => void;
}

/** One log source: reads until the signal. After a fault it begins again from what was committed last. */
function startSource(log: Configuration['logs'][number], service: Service) {
  const { configuration, store, clock, logger, stored } = service;
  const format = FORMATS.find(({ type }) => type === log.format)!;
  const state = createLogState(service.state.database, log.name);
  const problems = new Map<string, string>();
  let aggregator = aggregatorOf(log, configuration.zone, state);
  const onProblem = (path: string, message: string | undefined) => {
    if (message === undefined) problems.delete(path);
    else problems.set(path, message);
    if (message === undefined) logger.info({ source: log.name, path }, 'the file can be read again');
    else logger.warn({ source: log.name }, message);
  };
  return {
    status() {
      const { lines, unreadable, newest } = aggregator.counts();
      const files = state.positions().length;
      const problem = [...problems.values()].join('; ');
      const counts = { name: log.name, files, lines, unreadable: { ...unreadable }, newest: newest ?? null };
      return problem ? { ...counts, problem } : counts;
    },
    async run(signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        const reader = tailFiles({ patterns: log.files, positions: state, pollPeriod: POLL_PERIOD, onProblem });
        const source = { name: log.name, zone: log.zone ?? configuration.zone, format, reader, aggregator, state };
        try {
          await followLog(source, { store, clock, stored }, signal);
        } catch (error) {
          if (signal.aborted) return;
          logger.error({ source: log.name }, reason(error));
          problems.set('', reason(error));
          await systemClock.sleep(RETRY, signal).catch(() => {});
          problems.delete('');
          aggregator = aggregatorOf(log, configuration.zone, state);
        }
      }
    },
  };
}

/** The forecasting of all hourly series: goes on from its snapshot and from what the store has beyond it. */
async function startForecasting(parts: {
  store: Store;
  clock: Clock;
  data: string;
  logger: pino.Logger;
  signal: AbortSignal;
}) {
  const { store, clock, logger, signal } = parts;
  const forecaster = createWorkerForecaster({ horizon: HORIZON });
  const snapshot = snapshotFile(parts.data, SNAPSHOT);
  const saved = await snapshot.read();
  if (saved) await forecaster.restore(saved).catch((error) => logger.warn(reason(error)));
  let metrics: ReturnType<typeof createMetrics> | undefined;
  let snapshotDue = Date.now() + SNAPSHOT_PERIOD;
  const flow = forecastFlow({
    forecaster,
    store,
    async made(forecasts, seconds) {
      metrics?.forecastsMade.inc(forecasts.length);
      metrics?.forecastDuration.observe(seconds);
      if (Date.now() < snapshotDue) return;
      snapshotDue = Date.now() + SNAPSHOT_PERIOD;
      await snapshot.write(await forecaster.snapshot());
    },
    failed(error) {
      if (!signal.aborted) logger.error(`forecasting: ${reason(error)}`);
    },
  });
  const catchUp = async () => {
    while (!signal.aborted) {
      try {
        const range = { from: clock.now() - RELEARNT, to: Number.MAX_SAFE_INTEGER };
        flow.push(await Array.fromAsync(store.query({ measurement: 'radius' }, range)));
        return;
      } catch (error) {
        logger.warn(`forecasting waits for the store: ${reason(error)}`);
        await systemClock.sleep(RETRY, signal).catch(() => {});
      }
    }
  };
  const caughtUp = catchUp();
  return {
    /** Takes samples that were stored just now. */
    stored(batch: Batch): void {
      metrics?.samplesWritten.inc(batchSize(batch));
      const hourly = batch.filter(({ series }) => series.step === HOUR);
      if (hourly.length > 0) void caughtUp.then(() => flow.push(hourly));
    },
    learning: () => forecaster.learning(),
    measure(counters: ReturnType<typeof createMetrics>): void {
      metrics = counters;
    },
    async finish(): Promise<void> {
      await caughtUp;
      await flow.settled();
      await snapshot.write(await forecaster.snapshot());
    },
    close: () => forecaster.close(),
  };
}

export interface ImportSummary {
  readonly lines: number;
  readonly unreadable: Readonly<Record<string, number>>;
  readonly hours: number;
}

/** Reads files whole and stores nothing: the ten targets of each hour, by its start in epoch milliseconds. */
export async function importDry({ format, files, zone: place }: { format: LogFormat; files: string[]; zone: string }) {
  const memory = openMemoryState();
  const hours = new Map<number, Record<TargetName, number | null>>();
  const take = async (batch: Batch) => {
    for (const { series, times, values } of batch) {
      for (const [index, time] of times.entries()) {
        const nothing = () => Object.fromEntries(TARGET_NAMES.map((name) => [name, null])) as Record<TargetName, null>;
        const hour = hours.get(time) ?? nothing();
        if (series.step === HOUR) hours.set(time, { ...hour, [series.field]: values[index]! });
      }
    }
  };
  const log = { name: 'dry run', zone: place, interim_period: 2 * HOUR };
  const state = createLogState(memory.database, log.name);
  const { lines, unreadable } = await importWith({
    log,
    format,
    place,
    state,
    reader: importFiles(files, state),
    write: take,
  });
  memory.close();
  const sorted = new Map([...hours].sort(([a], [b]) => a - b));
  return { hours: sorted, summary: { lines, unreadable, hours: hours.size } };
}

/** Reads files whole into the store of a configuration, as if its source had read them. */
export async function importInto(options: {
  configuration: Configuration;
  source: string;
  format: LogFormat;
  files: string[];
  zone: string | undefined;
}): Promise<ImportSummary> {
  const { configuration, source, format, files } = options;
  const log = configuration.logs.find(({ name }) => name === source)!;
  const place = options.zone ?? log.zone ?? configuration.zone;
  const database = openState(configuration.data);
  const store = await openStore(configuration, systemClock);
  try {
    const state = createLogState(database.database, source);
    const hours = new Set<number>();
    const write = async (batch: Batch) => {
      await store.write(batch);
      for (const { series, times } of batch) if (series.step === HOUR) for (const time of times) hours.add(time);
    };
    const before = aggregatorOf(log, configuration.zone, state).counts();
    const counts = await importWith({ log, format, place, state, reader: importFiles(files, state), write });
    // What was learnt may be younger than what was imported: the next start learns it all again.
    await snapshotFile(configuration.data, SNAPSHOT).remove();
    const unreadable = Object.entries(counts.unreadable).map(([why, count]) => [
      why,
      count - (before.unreadable[why] ?? 0),
    ]);
    return { lines: counts.lines - before.lines, unreadable: Object.fromEntries(unreadable), hours: hours.size };
  } finally {
    await store.close();
    database.close();
  }
}

async function importWith(parts: {
  log: LogConfiguration;
  format: LogFormat;
  place: string;
  state: LogState;
  reader: LogReader;
  write: (batch: Batch) => Promise<void>;
}) {
  const { log, format, place, state, reader, write } = parts;
  const aggregator = aggregatorOf({ ...log, zone: place }, place, state);
  const source = { name: log.name, zone: place, format, reader, aggregator, state };
  const clock = { ...systemClock, now: () => Number.MAX_SAFE_INTEGER };
  await followLog(source, { store: { write }, clock, stored: () => {} }, new AbortController().signal);
  return aggregator.counts();
}
