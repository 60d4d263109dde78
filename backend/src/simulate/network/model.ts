import type { Zone } from '../../model/zone.ts';
import { hash } from '../random.ts';
import { type CourseFault, faultsOf, outagesOf } from './fault-course.ts';
import { addedOctets, addedRate, type FilledLink } from './filling.ts';
import { type Health, healthOf } from './health.ts';
import { BLUEPRINTS, type Blueprint, GROUPS, type Port } from './topology.ts';
import { createTraffic, downOf, type GroupValues, upOf } from './traffic.ts';

/** What goes through a port: octets, or octets per second. */
export interface Flow {
  readonly incoming: number;
  readonly outgoing: number;
}

/** Octets of all ports since some instant. It goes forward only. */
export interface Meter {
  advance(time: number): void;
  flow(port: Port): Flow;
}

/** How the demo network fares: functions of time and faults, everything else is fixed by the options. */
export interface NetworkModel {
  health(device: Blueprint, time: number): Health;
  /** Octets per second through a port. */
  rate(device: Blueprint, port: Port, time: number): Flow;
  /** Counts from `start` on. What it has counted stays, whatever becomes of the faults. */
  meter(start: number): Meter;
  /** How many subscribers lose service with a device. */
  subscribers(device: Blueprint): number;
}

export interface NetworkModelOptions {
  readonly seed: number;
  readonly subscribers: number;
  readonly zone: Zone;
  readonly faults: () => readonly CourseFault[];
}

export function createNetworkModel({ seed, subscribers, zone, faults }: NetworkModelOptions): NetworkModel {
  const traffic = createTraffic({ seed, subscribers, zone, outages: () => outagesOf(faults()) });
  const seeds = new Map(BLUEPRINTS.map(({ id }, index) => [id, hash(seed, 30, index)]));
  const uplink = ({ ports: [port] }: Blueprint): FilledLink => ({
    speed: port.speed / 8,
    usual: (time) => through(port, traffic.rates(time)).incoming,
  });
  const filling = (device: Blueprint) => faultsOf(faults(), device.id, 'link-filling');
  const rate = (device: Blueprint, port: Port, time: number): Flow => {
    const usual = through(port, traffic.rates(time));
    if (port !== device.ports[0]) return usual;
    return { ...usual, incoming: usual.incoming + addedRate(filling(device), uplink(device), time) };
  };
  return {
    rate,
    health(device, time) {
      const [port] = device.ports;
      const load = (8 * rate(device, port, time).incoming) / port.speed;
      return healthOf(device.id, faults(), { seed: seeds.get(device.id)!, time, wall: time + zone.offset(time), load });
    },
    meter(start) {
      const octets = new Float64Array(2 * GROUPS.length);
      const added = new Map<Port, number>();
      let counted = start;
      return {
        advance(time) {
          if (time <= counted) return;
          traffic.add(counted, time, octets);
          for (const device of BLUEPRINTS) {
            const broken = filling(device);
            if (broken.length === 0) continue;
            const [port] = device.ports;
            added.set(port, (added.get(port) ?? 0) + addedOctets(broken, uplink(device), counted, time));
          }
          counted = time;
        },
        flow(port) {
          const usual = through(port, octets);
          return { ...usual, incoming: usual.incoming + (added.get(port) ?? 0) };
        },
      };
    },
    subscribers: ({ groups }) => groups.reduce((sum, group) => sum + traffic.people[group]!, 0),
  };
}

/** What of the traffic of all groups goes through a port. */
function through({ groups, share, incoming }: Port, values: GroupValues): Flow {
  let down = 0;
  let up = 0;
  for (const group of groups) {
    down += downOf(values, group);
    up += upOf(values, group);
  }
  return incoming === 'down'
    ? { incoming: down * share, outgoing: up * share }
    : { incoming: up * share, outgoing: down * share };
}
