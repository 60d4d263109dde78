import type { Clock } from '../../model/clock.ts';
import type { Device } from '../../model/device.ts';
import type { Batch } from '../../model/series.ts';
import { HOUR, MINUTE } from '../../model/targets.ts';
import type { Zone } from '../../model/zone.ts';
import { type Address, type Agent, createAgent } from '../agent/agent.ts';
import { createMibView } from '../agent/mib-view.ts';
import { hash } from '../random.ts';
import { type CourseFault, isUnreachable } from './fault-course.ts';
import type { Health } from './health.ts';
import { networkHistory } from './history.ts';
import type { Shown } from './mib.ts';
import { createNetworkModel, type Meter, type NetworkModel } from './model.ts';
import { BLUEPRINTS, type Blueprint } from './topology.ts';
import { mibOf } from './vendors.ts';

const HOST = '127.0.0.1';
const COMMUNITY = 'public';
const DAY = 24 * HOUR;
/** The power is cut in the whole network once in so long: counters and uptimes begin anew. */
const POWERED = 64 * DAY;

/** A device of the demo network and where it answers SNMP. */
export interface DemoDevice extends Omit<Device, 'address'> {
  readonly address: Address;
}

export interface DemoNetwork {
  /** Empty until it listens; a parent comes before what is reached through it. */
  readonly devices: readonly DemoDevice[];
  /** Lets every device answer on a free UDP port of this machine. Rejects with ADDRESS_UNUSABLE. */
  listen(): Promise<void>;
  close(): Promise<void>;
  /**
   * What polling would have given from `from` to before `to`: a sample each `step` milliseconds in every series, in batches
   * in the order of time; all three are multiples of a minute.
   */
  history(from: number, to: number, step: number): AsyncIterable<Batch>;
}

export interface DemoNetworkOptions {
  readonly seed: number;
  /** How many. */
  readonly subscribers: number;
  readonly zone: Zone;
  readonly clock: Clock;
  /** The faults as known now. */
  readonly faults: () => readonly CourseFault[];
}

/** A small provider's network: its devices answer real SNMP, and carry what the simulated subscribers use. */
export function createDemoNetwork({ clock, faults, ...options }: DemoNetworkOptions): DemoNetwork {
  const model = createNetworkModel({ ...options, faults });
  const counters = poweredMeter(model, clock);
  const agents: Agent[] = [];
  const devices: DemoDevice[] = [];
  return {
    devices,
    async listen() {
      // Counting all that went by takes a moment, which no poll should wait for.
      counters();
      for (const [index, device] of BLUEPRINTS.entries()) {
        const before = (1 + (hash(options.seed, 33, index) % 40)) * DAY;
        const agent = createAgent({
          tree: createMibView(mibOf(device, shownBy(device, model, counters, clock, before))),
          community: COMMUNITY,
          silent: () => isUnreachable(faults(), device.id, clock.now()),
        });
        const address = await agent.listen({ host: HOST, port: 0 });
        agents.push(agent);
        devices.push({ ...described(device), subscribers: model.subscribers(device), address });
      }
    },
    async close() {
      await Promise.all(agents.splice(0).map((agent) => agent.close()));
    },
    history: (from, to, step) => networkHistory(model, faults, from, to, step),
  };
}

const described = ({ id, name, site, parent, nas }: Blueprint) => ({ id, name, site, parent, nas, pollPeriod: MINUTE });

const poweredSince = (time: number) => Math.floor(time / POWERED) * POWERED;

/** What the devices count since the power came back. */
function poweredMeter(model: NetworkModel, clock: Clock): () => Meter {
  let since = Number.NaN;
  let meter: Meter;
  return () => {
    const now = clock.now();
    if (poweredSince(now) !== since) {
      since = poweredSince(now);
      meter = model.meter(since);
    }
    meter.advance(now);
    return meter;
  };
}

/** `before`: how much longer the device has been up than the network. */
function shownBy(device: Blueprint, model: NetworkModel, counters: () => Meter, clock: Clock, before: number): Shown {
  // An answer shows several values of one moment.
  let seen: { readonly time: number; readonly health: Health } | undefined;
  return {
    uptime: () => clock.now() - poweredSince(clock.now()) + before,
    health() {
      const time = clock.now();
      if (seen?.time !== time) seen = { time, health: model.health(device, time) };
      return seen.health;
    },
    octets: (port) => counters().flow(port),
  };
}
