import type { FoundDevice } from './probe.ts';

/** Answers at one or several addresses that come from one device, the first address first. */
export type DeviceAnswers = readonly [FoundDevice, ...FoundDevice[]];

/** Puts together what one device has answered at several addresses, in the order of the first of each. */
export function groupByDevice(found: readonly FoundDevice[]): DeviceAnswers[] {
  const groups: [FoundDevice, ...FoundDevice[]][] = [];
  // Only what has the same name can be the same device, so that few are compared.
  const byName = new Map<string, [FoundDevice, ...FoundDevice[]][]>();
  for (const one of found) {
    const key = JSON.stringify([one.sysName, one.sysObjectID]);
    const alike = byName.get(key) ?? [];
    byName.set(key, alike);
    const group = alike.find((members) => members.some((other) => isSameDevice(one, other)));
    if (group) group.push(one);
    else {
      const begun: [FoundDevice] = [one];
      alike.push(begun);
      groups.push(begun);
    }
  }
  return groups;
}

/**
 * True when two answers surely come from one device: by the address of its bridge or chassis, by the addresses of its
 * interfaces, or by its engine ID. None of these is unique for sure, since configurations are copied: the surest that both
 * know decides, and name and type must be the same anyway. In doubt they stay two.
 */
export function isSameDevice(a: FoundDevice, b: FoundDevice): boolean {
  if (a.sysName !== b.sysName || a.sysObjectID !== b.sysObjectID) return false;
  for (const key of ['bridge', 'chassis'] as const) {
    if (a[key] !== null && b[key] !== null) return a[key] === b[key];
  }
  if (a.addresses.length > 0 && b.addresses.length > 0) {
    return a.addresses.includes(b.address) && b.addresses.includes(a.address);
  }
  return a.engineId !== null && a.engineId === b.engineId;
}
