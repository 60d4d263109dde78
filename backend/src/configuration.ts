import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { loadProfiles, type Profiles } from './collect/snmp/profiles/load.ts';
import { fromFile, loadConfiguration } from './config/load.ts';
import { configurationSchema } from './config/schema.ts';
import { number, secret, secretFile } from './config/values.ts';
import { loadKinds } from './detect/kinds.ts';
import type { Limits, LimitsOf } from './detect/limits.ts';
import type { LogFormat } from './model/contracts/parser.ts';
import type { Device } from './model/device.ts';
import type { Secret } from './model/secret.ts';
import { billingRadius } from './parse/billing-radius/billing-radius.ts';
import { logPattern } from './simulate/log-files.ts';
import { embeddedStoreSchema } from './store/embedded/embedded.ts';
import { influxStoreSchema } from './store/influx/influx.ts';

/** The log formats there are. */
export const FORMATS: readonly LogFormat[] = [billingRadius];

/** The kinds of incidents there are. */
export const KINDS = loadKinds();

/** The profiles of devices that come with Presage. */
const PROFILES = loadProfiles();

const DEFAULT_COMMUNITY = 'public';

/** All that is read before the others: the folder of the operator's own profiles, whose names a device may bear. */
const ownProfilesSchema = z.looseObject({ snmp: z.looseObject({ profiles: z.string().optional() }).optional() });

function schema(folder: string, profiles: Profiles = PROFILES) {
  const limit = number(z.int().min(1000)).default(1_000_000);
  const secrets = { secret: secret(), secretFile: secretFile(folder) };
  const influx = influxStoreSchema({ ...secrets, limit });
  const store = z.discriminatedUnion('type', [embeddedStoreSchema, influx]).prefault({ type: 'embedded' });
  return configurationSchema({
    formats: FORMATS.map(({ type }) => type),
    store,
    community: secrets.secret,
    communityFile: secrets.secretFile,
    profiles: profiles.names,
    kinds: KINDS.map(({ kind }) => kind),
  });
}

export type Configuration = z.output<ReturnType<typeof schema>>;

/** The profiles there are with those of a configuration's own folder. */
export const profilesOf = ({ snmp: { profiles } }: Pick<Configuration, 'snmp'>): Profiles =>
  profiles === undefined ? PROFILES : loadProfiles([profiles]);

type DeviceConfiguration = Configuration['devices'][number];
type KindLimits = Configuration['incidents'][string];

/** Reads a configuration file; every path in it is absolute afterwards. Throws as loadConfiguration does. */
export function readConfiguration(path: string, environment: NodeJS.ProcessEnv): Configuration {
  const own = ownProfilesFolder(path, environment);
  const profiles = own === undefined ? PROFILES : loadProfiles([own]);
  const configuration = loadConfiguration(schema(dirname(resolve(path)), profiles), path, environment);
  const snmp = own === undefined ? configuration.snmp : { ...configuration.snmp, profiles: own };
  const logs = configuration.logs.map((log) => ({ ...log, files: log.files.map((file) => fromFile(path, file)) }));
  return { ...configuration, data: fromFile(path, configuration.data), snmp, logs };
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
  return { ...configuration, network, devices: [], logs };
}

/** How one device is asked over SNMP; times in milliseconds. */
export interface SnmpAccess {
  readonly host: string;
  readonly port: number;
  readonly community: string;
  readonly timeout: number;
  readonly retries: number;
  readonly profile: string | undefined;
}

/** A device that is polled. */
export interface PolledDevice {
  readonly device: Device;
  readonly access: SnmpAccess;
}

/** The devices of a configuration, what they leave out filled in from its section snmp. */
export function polledDevices({ devices, snmp }: Pick<Configuration, 'devices' | 'snmp'>): PolledDevice[] {
  return devices.map((own) => {
    const { id, name = id, address, site, parent, subscribers, nas } = own;
    const { host, port } = address;
    return {
      device: {
        ...{ id, name, site, parent, subscribers, nas, address: addressText(host, port) },
        pollPeriod: own.poll_period ?? snmp.poll_period,
      },
      access: {
        host,
        port,
        community: (communityOf(own) ?? communityOf(snmp))?.reveal() ?? DEFAULT_COMMUNITY,
        timeout: own.timeout ?? snmp.timeout,
        retries: own.retries ?? snmp.retries,
        profile: own.profile,
      },
    };
  });
}

const communityOf = ({ community, community_file }: Pick<DeviceConfiguration, 'community' | 'community_file'>) =>
  (community ?? community_file) as Secret | undefined;

/** The token that the data source of Grafana must bring; undefined when none is configured. */
export const grafanaToken = ({ grafana: { token, token_file } }: Pick<Configuration, 'grafana'>) =>
  (token ?? token_file) as Secret | undefined;

const addressText = (host: string, port: number) => `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** What a configuration changes of the kinds of incidents: what a device says of a kind goes before what the network says. */
export function limitsOf({ devices, incidents }: Pick<Configuration, 'devices' | 'incidents'>): LimitsOf {
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
