import type { Incident } from '../model/incident.ts';
import type { Topology } from './topology.ts';

/**
 * The incident that explains this one: the outage of the device it belongs to, or of the devices through which that is
 * reached, the one nearest to the core. A device that answers breaks the chain: an outage beyond it explains nothing.
 */
export function causeOf(
  incident: Incident,
  outageOf: (device: string) => Incident | undefined,
  topology: Topology,
): Incident | undefined {
  const own = topology.deviceOf(incident.resource);
  let cause: Incident | undefined;
  for (const device of own === undefined ? [] : pathToCore(own, topology)) {
    const outage = outageOf(device);
    // Its own device may just not be known to be down yet.
    if (!outage && device !== own) break;
    if (outage && outage.id !== incident.id) cause = outage;
  }
  return cause;
}

/** A device and those through which it is reached, nearest first. */
function pathToCore(device: string, topology: Topology): string[] {
  const path = [device];
  for (let at = topology.parent(device); at !== undefined && !path.includes(at); at = topology.parent(at))
    path.push(at);
  return path;
}
