import type { Device } from '../model/device.ts';
import type { Resource } from '../model/incident.ts';

/** How devices hang together and whom they serve. */
export interface Topology {
  has(device: string): boolean;
  parent(device: string): string | undefined;
  pollPeriod(device: string): number;
  /** The device that a resource belongs to: itself, or the one that appears in RADIUS logs as the NAS. */
  deviceOf(resource: Resource): string | undefined;
  /** Subscribers who lose service with a device; null when nobody has said so of it or of anything behind it. */
  subscribers(device: string): number | null;
}

/**
 * The topology of the configured devices. A device without a number of subscribers serves those of its children and the
 * sessions that its NAS addresses usually hold.
 */
export function topologyOf(devices: readonly Device[], usualSessions: (nas: string) => number | undefined): Topology {
  const byId = new Map(devices.map((device) => [device.id, device]));
  const byNas = new Map(devices.flatMap(({ id, nas }) => nas.map((address) => [address, id] as const)));
  const children = Map.groupBy(
    devices.filter(({ parent }) => parent !== undefined),
    ({ parent }) => parent!,
  );

  const subscribers = (id: string): number | null => {
    const device = byId.get(id);
    if (!device) return null;
    if (device.subscribers !== undefined) return device.subscribers;
    const behind = (children.get(id) ?? []).map((child) => subscribers(child.id));
    const sessions = device.nas.map((address) => usualSessions(address) ?? null);
    const known = [...behind, ...sessions].filter((count) => count !== null);
    return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
  };

  return {
    has: (device) => byId.has(device),
    parent: (device) => byId.get(device)?.parent,
    pollPeriod: (device) => byId.get(device)?.pollPeriod ?? 60_000,
    deviceOf: ({ device, nas }) => device ?? (nas === undefined ? undefined : byNas.get(nas)),
    subscribers,
  };
}

/** The same of devices that change: it is as the list was when it was asked for. */
export function liveTopology(
  devices: () => readonly Device[],
  usualSessions: (nas: string) => number | undefined,
): Topology {
  let list: readonly Device[] = [];
  let made = topologyOf(list, usualSessions);
  const current = () => {
    const now = devices();
    if (now !== list) made = topologyOf(now, usualSessions);
    list = now;
    return made;
  };
  return {
    has: (device) => current().has(device),
    parent: (device) => current().parent(device),
    pollPeriod: (device) => current().pollPeriod(device),
    deviceOf: (resource) => current().deviceOf(resource),
    subscribers: (device) => current().subscribers(device),
  };
}
