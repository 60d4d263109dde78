import type { Configuration } from './configuration.ts';
import { PresageError } from './errors.ts';
import { type SnmpCredentials, v2c } from './model/credentials.ts';
import type { Dependant, Device } from './model/device.ts';
import type { Secret } from './model/secret.ts';

/** The community of devices for which nothing is configured. */
const DEFAULT_COMMUNITY = 'public';

type DeviceConfiguration = Configuration['devices'][number];

/** How one device is asked over SNMP; times in milliseconds. */
export interface SnmpAccess {
  readonly host: string;
  readonly port: number;
  /** Tried in this order. */
  readonly credentials: readonly SnmpCredentials[];
  readonly timeout: number;
  readonly retries: number;
  readonly profile: string | undefined;
}

/** A device that is polled. */
export interface PolledDevice {
  readonly device: Device;
  readonly access: SnmpAccess;
  /** What it changes of the kinds of incidents. */
  readonly incidents?: DeviceConfiguration['incidents'];
}

/** The devices of a configuration, what they leave out filled in from its section snmp. */
export function polledDevices({ devices, snmp }: Pick<Configuration, 'devices' | 'snmp'>): PolledDevice[] {
  return devices.map((own) => {
    const { id, name = id, address, site, role, parent, subscribers, nas } = own;
    const { host, port } = address;
    return {
      device: {
        ...{ id, name, site, role, parent, subscribers, nas, address: addressText(host, port) },
        customers: own.customers.map(dependantOf),
        services: own.services.map(dependantOf),
        pollPeriod: own.poll_period ?? snmp.poll_period,
      },
      access: {
        host,
        port,
        credentials: credentialsOf(own, snmp),
        timeout: own.timeout ?? snmp.timeout,
        retries: own.retries ?? snmp.retries,
        profile: own.profile,
        speeds: own.interfaces.map(({ name, alias, speed }) => ({ name, alias, bitsPerSecond: speed })),
      },
      incidents: own.incidents,
    };
  });
}

const dependantOf = ({ name, subscribers, interface: port }: DeviceConfiguration['customers'][number]): Dependant => ({
  name,
  subscribers: subscribers ?? null,
  interface: port ?? null,
});

/** With what a device is asked: its own, else those of all, else the only ones there are, else the usual community. */
function credentialsOf(own: DeviceConfiguration, snmp: Configuration['snmp']): readonly SnmpCredentials[] {
  const ownCommunity = communityOf(own);
  const community = communityOf(snmp) ?? DEFAULT_COMMUNITY;
  const all = Object.keys(snmp.credentials);
  if (own.credentials) return namedCredentials(snmp, own.credentials);
  if (ownCommunity !== undefined) return [v2c(ownCommunity)];
  if (snmp.default_credentials) return namedCredentials(snmp, snmp.default_credentials);
  return communityOf(snmp) === undefined && all.length > 0 ? namedCredentials(snmp, all) : [v2c(community)];
}

/**
 * With what addresses are asked of which nothing is known: credentials of these names, or those of all devices. `write` tells
 * those that a device would not be asked with unless it names them. Throws COMMAND_USAGE for an unknown name.
 */
export function sharedCredentials(snmp: Configuration['snmp'], names?: readonly string[]) {
  const known = Object.keys(snmp.credentials);
  const usual = snmp.default_credentials ?? (communityOf(snmp) === undefined ? known : []);
  for (const name of names ?? []) {
    if (known.includes(name)) continue;
    const message = `${name}: expected a name of snmp.credentials${known.length > 0 ? `: ${known.join(', ')}` : ', where there are none'}`;
    throw new PresageError('COMMAND_USAGE', message);
  }
  const asked = names ?? usual;
  if (asked.length === 0) {
    return [{ name: null, write: false, credentials: v2c(communityOf(snmp) ?? DEFAULT_COMMUNITY) }];
  }
  const found = namedCredentials(snmp, asked);
  return asked.map((name, place) => ({ name, write: !usual.includes(name), credentials: found[place]! }));
}

/** Credentials of these names, in their order; the names must be known, which reading the configuration has checked. */
export function namedCredentials(
  { credentials }: Pick<Configuration['snmp'], 'credentials'>,
  names: readonly string[],
): readonly SnmpCredentials[] {
  return names.map((name): SnmpCredentials => {
    const named = credentials[name]!;
    if (named.version !== '3') return { version: named.version, community: communityOf(named)! };
    const { version, user, auth, privacy, context } = named;
    return { version, user, context, auth: withPassword(auth), privacy: withPassword(privacy) };
  });
}

/** A protocol with its password in the clear. */
const withPassword = <P extends string>(
  given: { protocol: P; password?: unknown; password_file?: unknown } | undefined,
): { protocol: P; password: string } | undefined =>
  given && {
    protocol: given.protocol,
    password: ((given.password ?? given.password_file) as Secret).reveal(),
  };

const communityOf = ({ community, community_file }: { community?: unknown; community_file?: unknown }) =>
  ((community ?? community_file) as Secret | undefined)?.reveal();

const addressText = (host: string, port: number) => `${host.includes(':') ? `[${host}]` : host}:${port}`;
