import type { Dependant, DeviceStatus } from '../../model/device.ts';
import type { Incident } from '../../model/incident.ts';

/** Names of the customers and services that an incident touches. */
export interface Touched {
  readonly customers: string[];
  readonly services: string[];
}

/** Finds whom an incident touches, with these devices. */
export type Behind = (incident: Pick<Incident, 'resource' | 'severity'>) => Touched;

/**
 * Whom an incident touches: of an interface those that are entered behind it, of anything else of a device all behind the
 * device and the devices behind that. What is minor does not affect the service (ITU-T X.733).
 */
export function behind(devices: readonly DeviceStatus[]): Behind {
  const byId = new Map(devices.map((one) => [one.device.id, one]));
  const byNas = new Map(devices.flatMap((one) => one.device.nas.map((address) => [address, one] as const)));
  const children = Map.groupBy(devices, ({ device }) => device.parent);
  const below = (one: DeviceStatus, seen = new Set<DeviceStatus>()): Set<DeviceStatus> => {
    if (seen.has(one)) return seen;
    seen.add(one);
    for (const child of children.get(one.device.id) ?? []) below(child, seen);
    return seen;
  };
  return ({ resource, severity }) => {
    const found = resource.device === undefined ? byNas.get(resource.nas ?? '') : byId.get(resource.device);
    if (!found || severity === 'minor') return { customers: [], services: [] };
    const port = found.components.find(({ kind, id }) => kind === 'interface' && id === resource.component);
    const concerned = port ? [found] : [...below(found)];
    const namesOf = (key: 'customers' | 'services') => {
      const all = concerned.flatMap(({ device }) => device[key] ?? []);
      return names(port ? all.filter((one) => one.interface === port.name || one.interface === port.id) : all);
    };
    return { customers: namesOf('customers'), services: namesOf('services') };
  };
}

const names = (dependants: readonly Dependant[]) => [...new Set(dependants.map(({ name }) => name))];
