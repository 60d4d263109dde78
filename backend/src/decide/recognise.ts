import { isIP } from 'node:net';
import type { Device } from '../model/device.ts';
import { macOf, type Neighbour, type Neighbourhood } from '../model/neighbour.ts';

/** Finds which device is meant by what another says of its neighbour; undefined when none is, or when several may be. */
export type Recognise = (neighbour: Pick<Neighbour, 'name' | 'chassis' | 'address'>) => string | undefined;

/**
 * Recognises devices by the MAC addresses of chassis and interfaces, by name and by IP address, in this order. A device
 * with another chassis than is said is not the one that is meant, however it is called: factory names are many.
 */
export function recogniser(devices: readonly Device[], neighbourhoods: readonly Neighbourhood[]): Recognise {
  const known = new Set(devices.map(({ id }) => id));
  const present = neighbourhoods.filter(({ device }) => known.has(device));
  const byMac = uniqueOwners(
    present.flatMap(({ device, identity: { chassis, bridge, ports } }) =>
      [chassis, bridge, ...ports.map(({ mac }) => mac)].map((mac) => [mac, device] as const),
    ),
  );
  const names = [
    ...devices.flatMap(({ id, name }) => [id, name].map((text) => [text, id] as const)),
    ...present.map(({ device, identity }) => [identity.sysName, device] as const),
  ];
  const byName = uniqueOwners(names.map(([name, device]) => [name?.toLowerCase() ?? null, device] as const));
  const byShortName = uniqueOwners(names.map(([name, device]) => [shortName(name), device] as const));
  const byAddress = uniqueOwners([
    ...devices.map(({ id, address }) => [hostOf(address), id] as const),
    ...present.flatMap(({ device, identity }) => identity.addresses.map((address) => [address, device] as const)),
  ]);
  const chassisOf = new Map(present.map(({ device, identity }) => [device, identity.chassis]));

  return ({ name, chassis, address }) => {
    const mac = chassis === null ? null : macOf(chassis);
    const owner = mac === null ? undefined : byMac.get(mac);
    if (owner !== undefined) return owner;
    const named = byName.get(name?.toLowerCase() ?? '') ?? byShortName.get(shortName(name) ?? '');
    const found = named ?? byAddress.get(address ?? '');
    const other = found !== undefined && mac !== null && (chassisOf.get(found) ?? mac) !== mac;
    return other ? undefined : found;
  };
}

/** Owner by text, without the texts of several owners and without null. */
function uniqueOwners(entries: readonly (readonly [text: string | null, owner: string])[]): Map<string, string> {
  const owners = new Map<string, string | undefined>();
  for (const [text, owner] of entries) {
    if (!text) continue;
    owners.set(text, owners.has(text) && owners.get(text) !== owner ? undefined : owner);
  }
  return new Map([...owners].filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** A host name without its domain; null for an address, and where there is none. */
function shortName(name: string | null): string | null {
  if (name === null || isIP(name) !== 0 || /^[\d.]+$/.test(name)) return null;
  return name.toLowerCase().split('.')[0]!;
}

/** The host in `host:port` or `[host]:port`. */
const hostOf = (address: string) => /^\[?(.*?)\]?:\d+$/.exec(address)?.[1] ?? address;
