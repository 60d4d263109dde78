import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { loadProfiles, type Profiles } from './collect/snmp/profiles/load.ts';
import { type Definition, definitionFileSchema } from './collect/traps/definition.ts';
import { devicesFileSchema } from './config/devices.ts';
import { fromFile, loadConfiguration, parseConfiguration } from './config/load.ts';
import { configurationSchema } from './config/schema.ts';
import { number, readableFile, secret, secretFile } from './config/values.ts';
import { loadKinds } from './detect/kinds.ts';
import type { Limits, LimitsOf } from './detect/limits.ts';
import { PresageError, reason } from './errors.ts';
import { FORMAT_NAMES, formatOf } from './log-formats.ts';
import { DEVICE_ALARM } from './model/device-series.ts';
import type { Secret } from './model/secret.ts';
import { billingRadius } from './parse/billing-radius/billing-radius.ts';
import { TEMPLATE } from './parse/template/template.ts';
import { logPattern } from './simulate/log-files.ts';
import { embeddedStoreSchema } from './store/embedded/embedded.ts';
import { influxStoreSchema } from './store/influx/influx.ts';

/** The kinds of incidents there are. */
export const KINDS = loadKinds();

/** The profiles of devices that come with Presage. */
export const PROFILES = loadProfiles();

/** The kinds of incidents that traps may raise. */
const TRAP_KINDS = KINDS.filter(({ series }) => series.measurement === DEVICE_ALARM).map(({ kind }) => kind);

/** The names of traps that are delivered. */
const TRAP_DEFINITIONS = join(import.meta.dirname, 'collect/traps/definitions');

/** The least length of a password of SNMP v3 (RFC 3414, 11.2), characters. */
export const SNMP_PASSWORD = 8;

/** The least length of a key of pseudonyms, characters: who guesses it can tell whose pseudonym is whose. */
const PSEUDONYM_KEY = 16;

/** All that is read before the others: the folder of the operator's own profiles, whose names a device may bear. */
const ownProfilesSchema = z.looseObject({ snmp: z.looseObject({ profiles: z.string().optional() }).optional() });

function parts(folder: string, profiles: Profiles) {
  return {
    community: secret(),
    communityFile: secretFile(folder),
    password: secret(SNMP_PASSWORD),
    passwordFile: secretFile(folder, SNMP_PASSWORD),
    profiles: profiles.names,
    kinds: KINDS.map(({ kind }) => kind),
  };
}

function schema(folder: string, profiles: Profiles = PROFILES) {
  const limit = number(z.int().min(1000)).default(1_000_000);
  const influx = influxStoreSchema({ secret: secret(), secretFile: secretFile(folder), limit });
  const store = z.discriminatedUnion('type', [embeddedStoreSchema, influx]).prefault({ type: 'embedded' });
  return configurationSchema({
    formats: FORMAT_NAMES,
    template: TEMPLATE,
    file: readableFile(folder),
    store,
    key: secret(PSEUDONYM_KEY),
    keyFile: secretFile(folder, PSEUDONYM_KEY),
    ...parts(folder, profiles),
  });
}

export type Configuration = z.output<ReturnType<typeof schema>>;

/** The profiles there are with those of a configuration's own folder. */
export const profilesOf = ({ snmp: { profiles } }: Pick<Configuration, 'snmp'>): Profiles =>
  profiles === undefined ? PROFILES : loadProfiles([profiles]);

type DeviceConfiguration = Configuration['devices'][number];
type KindLimits = Configuration['incidents'][string];

/**
 * Reads a configuration file, and the file of the devices that it may name; every path in it is absolute afterwards.
 * Throws as loadConfiguration does.
 */
export function readConfiguration(path: string, environment: NodeJS.ProcessEnv): Configuration {
  const configuration = readOneFile(path, environment);
  const logs = configuration.logs.map((log) => ({
    ...log,
    files: log.files?.map((file) => fromFile(path, file)),
    ...(log.template === undefined ? {} : { template: fromFile(path, log.template) }),
  }));
  const { definitions } = configuration.traps;
  const traps = { ...configuration.traps, definitions: definitions && fromFile(path, definitions) };
  // A fault in them is said now, not when the service starts.
  logs.forEach(formatOf);
  if (traps.definitions !== undefined) readTrapDefinitions(traps.definitions);
  const whole = { ...configuration, data: fromFile(path, configuration.data), logs, traps };
  if (whole.devices_file === undefined) return whole;
  const devicesFile = fromFile(path, whole.devices_file);
  return { ...whole, devices_file: devicesFile, devices: readDevices(devicesFile, whole, environment) };
}

/** Reads how devices are asked from a configuration file, whatever is with the file of its devices. Throws as loadConfiguration does. */
export function readSnmp(path: string, environment: NodeJS.ProcessEnv): Configuration['snmp'] {
  return readOneFile(path, environment).snmp;
}

/** Reads a configuration file alone; of its paths only that of own profiles is absolute afterwards. */
function readOneFile(path: string, environment: NodeJS.ProcessEnv): Configuration {
  const own = ownProfilesFolder(path, environment);
  const profiles = own === undefined ? PROFILES : loadProfiles([own]);
  const configuration = loadConfiguration(schema(dirname(resolve(path)), profiles), path, environment);
  return own === undefined ? configuration : { ...configuration, snmp: { ...configuration.snmp, profiles: own } };
}

/** Reads a file of devices. Throws as loadConfiguration does. */
export function readDevices(
  path: string,
  configuration: Pick<Configuration, 'snmp'>,
  environment: NodeJS.ProcessEnv,
): Configuration['devices'] {
  if (!existsSync(path)) {
    const message = `${path}: there is no such file: create it, with devices: [] in it, or let presage discover write it`;
    throw new PresageError('CONFIG_UNREADABLE', message);
  }
  return checkDevices(readFileSync(path, 'utf8'), path, configuration, environment);
}

/** The same for a text that is, or is to be, in the file. */
export function checkDevices(
  text: string,
  path: string,
  { snmp }: Pick<Configuration, 'snmp'>,
  environment: NodeJS.ProcessEnv,
): Configuration['devices'] {
  return parseConfiguration(
    devicesFileSchema(parts(dirname(path), profilesOf({ snmp })), snmp),
    text,
    path,
    environment,
  ).devices;
}

/** What traps are called and mean: the own definitions before the delivered ones. Throws as readTrapDefinitions does. */
export function trapDefinitions({ traps }: Pick<Configuration, 'traps'>): readonly Definition[] {
  const own = traps.definitions === undefined ? [] : readTrapDefinitions(traps.definitions);
  return [...own, ...readTrapDefinitions(TRAP_DEFINITIONS)];
}

/**
 * The definitions of traps in the files (*.yaml) of a folder. Throws CONFIG_UNREADABLE when it cannot be read, and
 * CONFIG_INVALID with every problem of all files, a line each: file:line:column, field, what is expected.
 */
export function readTrapDefinitions(folder: string): readonly Definition[] {
  const problems: string[] = [];
  const schema = definitionFileSchema(TRAP_KINDS);
  const definitions = yamlFiles(folder).flatMap((path) => {
    try {
      return loadConfiguration(schema, path, process.env).traps;
    } catch (error) {
      if (!(error instanceof PresageError) || error.code !== 'CONFIG_INVALID') throw error;
      problems.push(error.message);
      return [];
    }
  });
  if (problems.length > 0) throw new PresageError('CONFIG_INVALID', problems.join('\n'));
  return definitions;
}

function yamlFiles(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    return names.toSorted().map((name) => join(folder, name));
  } catch (error) {
    const message = `${folder}: ${reason(error)}; give a folder of files that name traps as traps.definitions`;
    throw new PresageError('CONFIG_UNREADABLE', message, { cause: error });
  }
}

/** The absolute path of the folder of own profiles; undefined where there is none, or the file says something else. */
function ownProfilesFolder(path: string, environment: NodeJS.ProcessEnv): string | undefined {
  try {
    const { snmp } = loadConfiguration(ownProfilesSchema, path, environment);
    return snmp?.profiles === undefined ? undefined : fromFile(path, snmp.profiles);
  } catch {
    // The whole file is read next, and all that is wrong is told then.
    return undefined;
  }
}

/** The configuration of the demo network: everything default, the zone that of this machine. */
export function demoConfiguration(data = 'presage-data/demo'): Configuration {
  const folder = resolve(data);
  const logs = [{ name: 'demo', format: billingRadius.type, files: [logPattern(join(folder, 'log'))] }];
  const zoneHere = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return schema(folder).parse({ network: 'demo', zone: zoneHere, data: folder, logs });
}

/** A configuration with the demo network in place of its own: where it keeps and serves what it knows stays. */
export function withDemoNetwork(configuration: Configuration): Configuration {
  const { network, logs } = demoConfiguration(configuration.data);
  const traps = { ...configuration.traps, enabled: false };
  return { ...configuration, network, devices: [], devices_file: undefined, logs, traps };
}

/** The token that the data source of Grafana must bring; undefined when none is configured. */
export const grafanaToken = ({ grafana: { token, token_file } }: Pick<Configuration, 'grafana'>) =>
  (token ?? token_file) as Secret | undefined;

/** How the subscribers of logs are listed; undefined where they are not. */
export function subscriberOptions({ subscribers }: Pick<Configuration, 'subscribers'>) {
  const { enabled, limits, retention, pseudonyms } = subscribers;
  if (!enabled) return undefined;
  return { limits, retention, pseudonymKey: (pseudonyms?.key ?? pseudonyms?.key_file) as Secret | undefined };
}

/** What a configuration changes of the kinds of incidents: what a device says of a kind goes before what the network says. */
export function limitsOf({
  devices,
  incidents,
}: Pick<Configuration, 'incidents'> & {
  readonly devices: readonly Pick<DeviceConfiguration, 'id' | 'nas' | 'incidents'>[];
}): LimitsOf {
  const byDevice = new Map(devices.map((device) => [device.id, device.incidents]));
  const byNas = new Map(devices.flatMap(({ nas, incidents: own }) => nas.map((address) => [address, own] as const)));
  return (kind, { device, nas }) => {
    const own = device === undefined ? byNas.get(nas ?? '') : byDevice.get(device);
    return limits(own?.[kind], incidents[kind]);
  };
}

function limits(own: KindLimits, network: KindLimits): Limits | false | undefined {
  if (own === false || (own === undefined && network === false)) return false;
  if (own === undefined && network === undefined) return undefined;
  const { threshold, clear, raise_after: raiseAfter, clear_after: clearAfter } = { ...(network || {}), ...own };
  // A kind takes what it has of these.
  return Object.fromEntries(
    Object.entries({
      ...{ above: threshold, below: threshold, dropPercent: threshold },
      ...{ clear, clearPercent: clear, raiseAfter, clearAfter },
    }).filter(([, value]) => value !== undefined),
  );
}
