import type { Clock } from '../../model/clock.ts';
import type { Simulation } from '../../model/contracts/simulation.ts';
import type { Fault } from '../../model/fault.ts';
import { HOUR } from '../../model/targets.ts';
import type { Outage } from '../outage.ts';
import { type CourseFault, outagesOf } from './fault-course.ts';
import { spontaneousFaults } from './spontaneous.ts';
import { DEMO_DEVICES } from './topology.ts';

/** How long a fault is remembered after its end. */
const REMEMBERED = 24 * HOUR;

export interface FaultsOptions {
  readonly seed: number;
  readonly clock: Clock;
  /** True: something breaks by itself now and then. */
  readonly spontaneous: boolean;
  /** The faults that were saved last. */
  readonly load: () => readonly CourseFault[];
  readonly save: (faults: readonly CourseFault[]) => void;
}

export interface DemoFaults extends Simulation {
  /** The same faults with how they grow, for the network. */
  courses(): readonly CourseFault[];
  /** What they mean for the log. */
  outages(): readonly Outage[];
}

/** The faults of the demo network: begun by hand, and by themselves. */
export function createFaults({ seed, clock, spontaneous, load, save }: FaultsOptions): DemoFaults {
  let chosen: readonly CourseFault[] = load();

  // Every value a device shows asks for them, many in the same millisecond.
  let known = { time: Number.NaN, all: [] as readonly CourseFault[] };
  const courses = (): readonly CourseFault[] => {
    const now = clock.now();
    if (now !== known.time) known = { time: now, all: coursesAt(now) };
    return known.all;
  };
  const coursesAt = (now: number): readonly CourseFault[] => {
    const own = spontaneous ? spontaneousFaults(seed, now - REMEMBERED, now) : [];
    const decided = new Set(chosen.map(({ id }) => id));
    return [...chosen, ...own.filter(({ id }) => !decided.has(id))]
      .filter(({ to }) => to > now - REMEMBERED)
      .toSorted((a, b) => a.from - b.from);
  };
  const keep = (fault: CourseFault): Fault => {
    const old = clock.now() - REMEMBERED;
    chosen = [...chosen.filter(({ id, to }) => id !== fault.id && to > old), fault];
    known = { ...known, time: Number.NaN };
    save(chosen);
    return plain(fault);
  };

  return {
    devices: () => DEMO_DEVICES,
    faults: () => courses().map(plain),
    courses,
    outages: () => outagesOf(courses()),
    begin(kind, device, duration) {
      if (!DEMO_DEVICES.find(({ id }) => id === device)?.faults.includes(kind)) return undefined;
      const numbers = chosen.map(({ id }) => Number(/^fault-(\d+)$/.exec(id)?.[1] ?? 0));
      const from = Math.floor(clock.now());
      return keep({ id: `fault-${Math.max(0, ...numbers) + 1}`, kind, device, from, to: from + duration });
    },
    end(id) {
      const now = Math.floor(clock.now());
      const fault = courses().find((one) => one.id === id);
      if (!fault || fault.to <= now) return fault && plain(fault);
      return keep({ growth: fault.to - fault.from, ...fault, to: Math.max(now, fault.from) });
    },
  };
}

const plain = ({ id, kind, device, from, to }: CourseFault): Fault => ({ id, kind, device, from, to });
