import { availableParallelism } from 'node:os';
import { ulid } from 'ulid';
import { createAggregator } from './aggregate/aggregator.ts';
import { createPoller } from './collect/snmp/poller.ts';
import type { Profiles } from './collect/snmp/profiles/load.ts';
import { createDeviceReader } from './collect/snmp/read.ts';
import { type Configuration, KINDS, limitsOf, type PolledDevice } from './configuration.ts';
import { createIncidents } from './decide/incidents.ts';
import { alarmOf } from './decide/lifecycle.ts';
import { topologyOf } from './decide/topology.ts';
import { createDetector } from './detect/detector.ts';
import type { Clock } from './model/clock.ts';
import type { Aggregator } from './model/contracts/aggregator.ts';
import type { Collector, CounterMemory, Inventory } from './model/contracts/collector.ts';
import type { IncidentState } from './model/contracts/incidents.ts';
import type { LogState } from './model/contracts/log-state.ts';
import type { Store } from './model/contracts/store.ts';
import { isOpen } from './model/incident.ts';
import { HOUR } from './model/targets.ts';
import { zone } from './model/zone.ts';
import type { DeviceRegistry } from './service/devices.ts';
import { snapshotFile } from './state/snapshot-file.ts';
import { openEmbeddedStore } from './store/embedded/embedded.ts';
import { openInfluxStore } from './store/influx/influx.ts';
import { queuedStore } from './store/queue/queue.ts';

/** Incidents of the last days that the detection goes on with, those that have ended too. */
const REMEMBERED = 8 * 24 * HOUR;
/** The kind whose incidents explain everything behind their device. */
const OUTAGE = 'device-down';
/** Threads that forecast where nothing is configured. */
const MOST_THREADS = 8;

/** Opens the store that the configuration names. Reading and writing reject while an InfluxDB is away. */
export async function openStore({ store, data }: Pick<Configuration, 'store' | 'data'>): Promise<Store> {
  if (store.type === 'embedded') return openEmbeddedStore({ folder: data });
  const { url, database, username, password, password_file } = store;
  return openInfluxStore({ url, database, username, password: password ?? password_file });
}

/** The same for the running service: while an InfluxDB is away, writes wait. */
export async function openPatientStore(configuration: Configuration, clock: Clock): Promise<Store> {
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

/** The poller of these devices. */
export function pollerOf(
  devices: readonly PolledDevice[],
  memory: { inventory: Inventory; memory: CounterMemory },
  clock: Clock,
  profiles: Profiles,
): Collector {
  const access = new Map(devices.map((polled) => [polled.device.id, polled.access]));
  return createPoller({
    devices: devices.map(({ device }) => device),
    createReader({ id }) {
      const { host, ...known } = access.get(id)!;
      return createDeviceReader({ device: id, address: host, ...known, clock, profiles });
    },
    ...memory,
    clock,
  });
}

/** What detects and what keeps the incidents; both go on with those that were open. */
export function watchParts(options: {
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

/** Where what the forecaster has learnt, and what is known of the quality of its forecasts, is kept. */
export const forecastSnapshot = ({ data }: Pick<Configuration, 'data'>) => snapshotFile(data, 'forecaster.snapshot');

/** Threads that forecast: as many as configured, or all processor cores but one, at most 8. */
export function forecastThreads({ forecast }: Pick<Configuration, 'forecast'>): number {
  return forecast.threads ?? Math.min(MOST_THREADS, Math.max(1, availableParallelism() - 1));
}
