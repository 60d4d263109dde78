import type { FoundDevice } from '../collect/snmp/discover/probe.ts';
import { type DeviceAnswers, groupByDevice } from '../collect/snmp/discover/same-device.ts';
import type { FoundEntry } from '../config/devices-document.ts';
import { PROFILES } from '../configuration.ts';

const LONGEST_ID = 64;
const LONGEST_NAME = 120;
const LONGEST_WORDS = 80;
const SNMP_PORT = 161;

/** A device that was found, as programs read it. */
export interface DiscoveredDevice {
  /** As in the file. */
  readonly id: string;
  /** True when it stood in the file before. */
  readonly known: boolean;
  readonly address: string;
  /** Every address at which it answered. */
  readonly addresses: readonly string[];
  readonly sysName: string | null;
  readonly sysDescr: string | null;
  readonly sysObjectID: string | null;
  readonly profile: string;
  /** Name of the credentials that it answered to; null where they have none. */
  readonly credentials: string | null;
}

export interface Naming {
  readonly port: number;
  /** Names of the credentials that were tried; null for those that need not be written. */
  readonly credentials: readonly { readonly name: string | null; readonly write: boolean }[];
  /** Devices in the file, with the IP address of those at this port. */
  readonly written: readonly { readonly id: string; readonly host: string | undefined }[];
}

/** Makes devices of answers: one of all addresses of a device, with an id of its own, those in the file under their id. */
export function discoveredDevices(found: readonly FoundDevice[], naming: Naming): DiscoveredDevice[] {
  const { written, credentials } = naming;
  const groups = groupByDevice(found.toSorted((a, b) => order(a.address) - order(b.address)));
  const idByHost = new Map(written.map(({ id, host }) => [host ?? '', id]));
  const knownId = (group: DeviceAnswers) =>
    group.map(({ address }) => idByHost.get(address)).find((id) => id !== undefined);
  const fresh = Map.groupBy(
    groups.filter((group) => knownId(group) === undefined),
    ([first]) => idOf(first),
  );
  const taken = new Set(written.map(({ id }) => id));
  return groups.map((group) => {
    const [first] = group;
    const known = knownId(group);
    const plain = idOf(first);
    const unique = !taken.has(plain) && fresh.get(plain)?.length === 1;
    const { address, sysName, sysDescr, sysObjectID } = first;
    return {
      id: known ?? (unique ? plain : `${plain.slice(0, LONGEST_ID - 16)}-${address}`),
      known: known !== undefined,
      ...{ address, sysName, sysDescr, sysObjectID },
      addresses: group.map((one) => one.address),
      profile: PROFILES.find(sysObjectID, sysDescr).name,
      credentials: credentials[first.credentials]!.name,
    };
  });
}

/** A new device as it is written into the file, with a comment that says what it is. */
export function entryOf(device: DiscoveredDevice, { port, credentials }: Naming): FoundEntry {
  const { id, address, sysName, sysDescr, profile, addresses } = device;
  const named = credentials.find(({ name, write }) => write && name === device.credentials);
  const name = words(sysName ?? '', LONGEST_NAME);
  const others = addresses.slice(1);
  return {
    entry: {
      id,
      name: name === '' || name === id ? undefined : name,
      address: port === SNMP_PORT ? address : `${address}:${port}`,
      credentials: named?.name ?? undefined,
    },
    comment: [profile, words(sysDescr ?? '', LONGEST_WORDS), others.length > 0 ? `also at ${others.join(', ')}` : '']
      .filter((part) => part !== '')
      .join('; '),
  };
}

/** An id from the name of a device, or its address where it has none that can be written. */
function idOf({ sysName, address }: FoundDevice): string {
  const id = (sysName ?? '')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, LONGEST_ID)
    .replace(/-+$/, '');
  return id === '' ? address : id;
}

const words = (text: string, longest: number) =>
  text
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, longest)
    .trim();

const order = (address: string) => address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
