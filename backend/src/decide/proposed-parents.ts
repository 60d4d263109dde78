import { CORE_ROLES, type Device } from '../model/device.ts';
import type { Link } from '../model/link.ts';

/**
 * The neighbour through which each device without a configured parent seems to be reached: the one that is nearer to the
 * core. The core are devices with such a role or with a NAS, and those that are parents and have none themselves. Where
 * several neighbours are nearer, or no way leads to the core, nothing is proposed.
 */
export function proposedParents(devices: readonly Device[], links: readonly Link[]): Map<string, string> {
  const byId = new Map(devices.map((device) => [device.id, device]));
  const parents = new Set(devices.flatMap(({ parent }) => parent ?? []));
  const neighbours = new Map(devices.map(({ id }) => [id, new Set<string>()]));
  const join = (a: string, b: string) => void (byId.has(b) && neighbours.get(a)?.add(b));
  for (const { ends } of links) {
    join(ends[0].node, ends[1].node);
    join(ends[1].node, ends[0].node);
  }
  for (const { id, parent } of devices) {
    if (parent === undefined) continue;
    join(id, parent);
    join(parent, id);
  }

  const isCore = ({ id, role, nas, parent }: Device) =>
    parent === undefined && (CORE_ROLES.includes(role ?? '') || nas.length > 0 || parents.has(id));
  const distance = new Map(devices.filter(isCore).map(({ id }) => [id, 0]));
  // A map is walked in the order in which it was filled, also with what is added on the way: breadth first.
  for (const [id, steps] of distance) {
    for (const next of neighbours.get(id) ?? []) if (!distance.has(next)) distance.set(next, steps + 1);
  }
  const proposals = devices.flatMap((device): [string, string][] => {
    const own = distance.get(device.id);
    if (device.parent !== undefined || own === undefined || own === 0) return [];
    const nearer = [...neighbours.get(device.id)!].filter((id) => (distance.get(id) ?? own) < own);
    return nearer.length === 1 ? [[device.id, nearer[0]!]] : [];
  });
  return new Map(proposals);
}
