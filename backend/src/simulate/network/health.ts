import { HOUR, MINUTE } from '../../model/targets.ts';
import { hash } from '../random.ts';
import { drift } from '../rhythm.ts';
import { COOLING, type CourseFault, faultsOf, grown, isRunning } from './fault-course.ts';

const DAY = 24 * HOUR;
/** Where an overheating device gets to: 20 degrees above what is too hot. */
const OVERHEATED = 90;
const LEAKED = 98;

/** What a device's sensors show, to the precision they have. */
export interface Health {
  /** Percent, whole. */
  readonly cpu: number;
  /** Percent of what there is; not rounded. */
  readonly memory: number;
  /** Degrees Celsius, whole. */
  readonly temperature: number;
}

export interface HealthOptions {
  /** Seed of the device. */
  readonly seed: number;
  readonly time: number;
  /** The same moment on the wall, milliseconds as if UTC. */
  readonly wall: number;
  /** Traffic of the uplink as a part of its speed, 0–1. */
  readonly load: number;
}

/** The health of a device: its cpu follows its load, its temperature the time of day and the cpu, its memory stays. */
export function healthOf(device: string, faults: readonly CourseFault[], options: HealthOptions): Health {
  const { seed, time, wall, load } = options;
  const storm = faultsOf(faults, device, 'cpu-storm').some((fault) => isRunning(fault, time));
  const usualCpu = 10 + (seed % 9) + 45 * load + 1.5 * drift(seed, time / (5 * MINUTE), 1);
  const cpu = Math.round(storm ? 97 + 2 * drift(seed, time / MINUTE, 2) : usualCpu);

  const usualMemory =
    46 + (hash(seed, 31) % 12) + drift(seed, time / (6 * HOUR), 3) + 0.15 * drift(seed, time / MINUTE, 4);
  const leak = Math.max(0, ...faultsOf(faults, device, 'memory-leak').map((fault) => leaked(fault, time)));
  const memory = usualMemory + (LEAKED - usualMemory) * leak;

  const day = Math.sin((2 * Math.PI * (wall - 9 * HOUR)) / DAY);
  const usualTemperature =
    38 + (hash(seed, 32) % 4) + 2 * day + 0.06 * cpu + 0.6 * drift(seed, time / (20 * MINUTE), 5);
  const heat = Math.max(0, ...faultsOf(faults, device, 'overheating').map((fault) => heated(fault, time)));
  const temperature = Math.round(usualTemperature + (OVERHEATED - usualTemperature) * heat);
  return { cpu, memory, temperature };
}

const leaked = (fault: CourseFault, time: number) => (isRunning(fault, time) ? grown(fault, time) : 0);

/** How far on the way to overheated, 0–1; after the fault it cools down. */
function heated(fault: CourseFault, time: number): number {
  if (time < fault.from) return 0;
  return heat(fault, Math.min(time, fault.to)) * Math.max(0, 1 - Math.max(0, time - fault.to) / COOLING);
}

/** Heat takes the whole time of the fault to build up. */
const heat = ({ from, to, growth = to - from }: CourseFault, time: number) => (growth > 0 ? (time - from) / growth : 1);
