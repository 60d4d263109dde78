import { HOUR, MINUTE } from '../model/targets.ts';
import type { Zone } from '../model/zone.ts';

const DAY = 24 * HOUR;

/** The local day of an instant, `YYYY-MM-DD`. */
export function dayOf(zone: Zone, instant: number): string {
  return zone.format(instant).slice(0, 10);
}

/** The instant at which a local day (`YYYY-MM-DD`) begins; some zones leave out its first hour. */
export function firstInstant(zone: Zone, day: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  for (let wall = midnight; ; wall += 15 * MINUTE) {
    const [instant] = zone.instants(wall);
    if (instant !== undefined) return instant;
  }
}

/** The instant at which the next local day begins. */
export function midnightAfter(zone: Zone, instant: number): number {
  const today = Date.parse(`${dayOf(zone, instant)}T00:00:00Z`);
  return firstInstant(zone, new Date(today + DAY).toISOString().slice(0, 10));
}
