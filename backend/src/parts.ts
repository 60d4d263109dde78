import { availableParallelism } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import { ulid } from 'ulid';
import { createAggregator } from './aggregate/aggregator.ts';
import type { SubscriberOptions } from './aggregate/subscribers/subscribers.ts';
import { createNeighbourReader } from './collect/snmp/neighbours/read-neighbours.ts';
import { createPoller } from './collect/snmp/poller.ts';
import type { Profiles } from './collect/snmp/profiles/load.ts';
import { createSockets } from './collect/snmp/protocol/sockets.ts';
import { createKeyring } from './collect/snmp/protocol/usm/keys.ts';
import { createDeviceReader } from './collect/snmp/read.ts';
import { syslogReader } from './collect/syslog/syslog.ts';
import { tailFiles } from './collect/tail/tail.ts';
import { createDecoder } from './collect/traps/decoder.ts';
import { createEngines } from './collect/traps/engines.ts';
import { openTrapReceiver } from './collect/traps/receiver.ts';
import { withDevice, withoutDevice } from './config/devices-document.ts';
import { replaceFile } from './config/replace-file.ts';
import { type Configuration, checkDevices, KINDS, limitsOf, readDevices } from './configuration.ts';
import { createIncidents } from './decide/incidents.ts';
import { alarmOf } from './decide/lifecycle.ts';
import { networkLinks } from './decide/links.ts';
import { liveTopology } from './decide/topology.ts';
import { createDetector } from './detect/detector.ts';
import { type Clock, systemClock } from './model/clock.ts';
import type { Aggregator } from './model/contracts/aggregator.ts';
import type { Collector, CounterMemory, Inventory } from './model/contracts/collector.ts';
import type { IncidentState } from './model/contracts/incidents.ts';
import type { LogState } from './model/contracts/log-state.ts';
import type { NeighbourMemory } from './model/contracts/neighbours.ts';
import type { LogFormat } from './model/contracts/parser.ts';
import type { Store } from './model/contracts/store.ts';
import type { EngineMemory, TrapHandlers, TrapReceiver } from './model/contracts/traps.ts';
import { isOpen, type Resource } from './model/incident.ts';
import type { SyslogMessage } from './model/syslog.ts';
import { HOUR } from './model/targets.ts';
import { zone } from './model/zone.ts';
import { namedCredentials, type PolledDevice, polledDevices } from './polled-devices.ts';
import { deviceEditor } from './service/device-editor.ts';
import type { DeviceRegistry } from './service/devices.ts';
import { devicesFile } from './service/devices-file.ts';
import type { LiveDevices } from './service/live-devices.ts';
import type { LogSourceParts } from './service/log-source.ts';
import { watchNeighbours } from './service/neighbours.ts';
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

/** An aggregator of a log source that goes on from its state, with all of its parts or those that are named. */
export function aggregatorOf(
  log: LogConfiguration,
  options: {
    readonly zone: string;
    readonly subscribers?: SubscriberOptions | undefined;
    readonly parts?: readonly string[] | undefined;
  },
  state: LogState,
): Aggregator {
  const place = zone(log.zone ?? options.zone);
  const { subscribers, parts } = options;
  return createAggregator({
    source: log.name,
    zone: place,
    interimPeriod: log.interim_period,
    subscribers,
    parts,
    state,
  });
}

/** Where the lines of a log source come from: its files, or what is sent to it, of which no position is kept. */
export function logInput(
  log: Configuration['logs'][number],
  parts: { networkZone: string; format: LogFormat; state: LogState; clock: Clock; pollPeriod: number },
): Pick<LogSourceParts, 'createReader' | 'state'> {
  const { format, state, clock, pollPeriod } = parts;
  if (!log.syslog) {
    const options = { patterns: log.files ?? [], positions: state, pollPeriod };
    return { createReader: (onProblem) => tailFiles({ ...options, onProblem }), state };
  }
  const place = log.zone ?? parts.networkZone;
  const lineZone = zone(place);
  const lineOf = (message: SyslogMessage) => format.lineOfSyslog?.(message, lineZone) ?? message.text;
  // One for all tries: it keeps what has been received.
  const reader = syslogReader({ ...log.syslog, zone: zone(place), lineOf, now: clock.now });
  return {
    createReader: () => reader,
    state: {
      ...state,
      get: () => undefined,
      positions: () => [],
      files: () => 0,
      commit: (_positions, changes) => state.commit([], changes),
    },
  };
}

/** The poller of these devices; it follows their changes. */
export function pollerOf(
  devices: LiveDevices<PolledDevice>,
  memory: { inventory: Inventory; memory: CounterMemory },
  clock: Clock,
  profiles: Profiles,
): Collector {
  const shared = { sockets: createSockets(), keyring: createKeyring() };
  const poller = createPoller({
    devices: devices.list(),
    createReader({ id }) {
      const { host, ...known } = devices.find(id)!.access;
      return createDeviceReader({ device: id, address: host, ...known, ...shared, clock, profiles });
    },
    ...memory,
    clock,
  });
  devices.listen(({ put, removed }) => {
    for (const id of removed) poller.remove(id);
    for (const id of put) poller.put(devices.find(id)!.device);
  });
  return poller;
}

/** Asks these devices who stands beside them. */
export function neighboursOf(options: {
  devices: LiveDevices<PolledDevice>;
  memory: NeighbourMemory;
  clock: Clock;
  logger: Logger;
}) {
  const { devices } = options;
  const keyring = createKeyring();
  return watchNeighbours({
    ...options,
    devices: devices.list,
    createReader({ id }) {
      const { host, ...access } = devices.find(id)!.access;
      return createNeighbourReader({ address: host, ...access, keyring });
    },
    linksOf: networkLinks,
  });
}

/** What detects and what keeps the incidents; both go on with those that were open. */
export function watchParts(options: {
  configuration: Configuration;
  devices: LiveDevices<PolledDevice>;
  incidents: IncidentState;
  registry: DeviceRegistry;
  sessions: (nas: string) => number | undefined;
  clock: Clock;
}) {
  const { configuration, devices, incidents: state, registry, sessions, clock } = options;
  const topology = liveTopology(devices.list, sessions);
  const { lastAnswer } = registry;
  const incidents = createIncidents({ state, topology, outage: OUTAGE, lastAnswer, newId: ulid });
  const isKnown = ({ device }: Resource) => device === undefined || topology.has(device);
  incidents.forget(isKnown, clock.now());
  let limits = limitsNow(configuration, devices);
  const detector = createDetector({ kinds: KINDS, limits: (kind, resource) => limits.of(kind, resource) });
  const remembered = state.list({ from: clock.now() - REMEMBERED }, Number.MAX_SAFE_INTEGER);
  detector.restore(remembered.filter(({ phase, activeAt }) => isOpen(phase) || activeAt !== null).map(alarmOf));

  devices.listen(({ removed }) => {
    const before = limits.byDevice;
    limits = limitsNow(configuration, devices);
    const changed = devices.list().filter(({ id }) => !isDeepStrictEqual(before.get(id), limits.byDevice.get(id)));
    const gone = new Set([...removed, ...changed.map(({ id }) => id)]);
    const nases = new Set(changed.flatMap(({ nas }) => nas));
    const isChanged = ({ device, nas }: Resource) => gone.has(device ?? '') || nases.has(nas ?? '');
    detector.forget(isChanged);
    // What is open goes on by the limits of now, or ends where it is not looked for any more.
    const open = state.list({ open: true }, Number.MAX_SAFE_INTEGER);
    detector.restore(open.filter(({ resource }) => isKnown(resource) && isChanged(resource)).map(alarmOf));
  });
  return { detector, incidents, isKnown };
}

/** What the network and its devices say of the kinds of incidents as they are now. */
function limitsNow({ incidents }: Pick<Configuration, 'incidents'>, devices: LiveDevices<PolledDevice>) {
  const entries = devices.list().map(({ id, nas }) => {
    return { id, nas: [...nas], incidents: devices.find(id)?.incidents ?? {} };
  });
  return {
    of: limitsOf({ devices: entries, incidents }),
    byDevice: new Map(entries.map((entry) => [entry.id, entry.incidents])),
  };
}

/** Where what the forecaster has learnt, and what is known of the quality of its forecasts, is kept. */
export const forecastSnapshot = ({ data }: Pick<Configuration, 'data'>) => snapshotFile(data, 'forecaster.snapshot');

/** Threads that forecast: as many as configured, or all processor cores but one, at most 8. */
export function forecastThreads({ forecast }: Pick<Configuration, 'forecast'>): number {
  return forecast.threads ?? Math.min(MOST_THREADS, Math.max(1, availableParallelism() - 1));
}

/** Follows the file of the devices, where the configuration names one, and edits it. */
export function devicesFileOf(options: {
  configuration: Configuration;
  devices: LiveDevices<PolledDevice>;
  logger: Logger;
}) {
  const { configuration, devices, logger } = options;
  const path = configuration.devices_file;
  if (path === undefined) return undefined;
  const file = devicesFile({
    path,
    read: () => readDevices(path, configuration, process.env),
    apply(read) {
      const { put, removed } = devices.replace(polledDevices({ devices: read, snmp: configuration.snmp }));
      return [...put.map((id) => `${id} put`), ...removed.map((id) => `${id} removed`)].join(', ');
    },
    logger,
    clock: systemClock,
  });
  const editor = deviceEditor({
    ...{ path, withDevice, withoutDevice, replace: replaceFile, reload: file.reload },
    check: (text) => checkDevices(text, path, configuration, process.env),
    has: (id) => devices.find(id) !== undefined,
  });
  return { file, editor };
}

/** Opens what receives traps and informs, as configured. Rejects with PORT_IN_USE or ADDRESS_UNUSABLE. */
export function openTraps(
  { traps, snmp }: Pick<Configuration, 'traps' | 'snmp'>,
  memory: EngineMemory,
  handlers: TrapHandlers,
): Promise<TrapReceiver> {
  const { listen, credentials: names, rate, burst } = traps;
  const known = namedCredentials(snmp, names);
  const credentials = new Map(names.map((name, place) => [name, known[place]!]));
  // Engines live by real time, whatever the clock of the program.
  const engines = createEngines(memory, Date.now());
  const decode = createDecoder(credentials, engines);
  return openTrapReceiver({ ...listen, decode, limits: { rate, burst }, now: Date.now, ...handlers });
}
