import { FAULT_KINDS, type Fault } from '../../model/fault.ts';
import { HOUR } from '../../model/targets.ts';
import { hash, pick, randomOf } from '../random.ts';
import { DEMO_DEVICES } from './topology.ts';

/** One fault begins in each period, in its first hour and a half: five to eight hours lie between two. */
const PERIOD = 6.5 * HOUR;
const LATEST = 1.5 * HOUR;
const SHORTEST = HOUR;
const LONGEST = 3 * HOUR;

/**
 * The faults that begin by themselves by `to` and end after `from`: each kind in turn, one to three hours long, on any
 * device that can have it. A pure function of seed and time, so that a restart changes nothing.
 */
export function spontaneousFaults(seed: number, from: number, to: number): Fault[] {
  const faults: Fault[] = [];
  for (let period = Math.floor((from - LATEST - LONGEST) / PERIOD); period * PERIOD <= to; period++) {
    const random = randomOf(hash(seed, 40, period));
    const kind = FAULT_KINDS[period % FAULT_KINDS.length]!;
    const begin = Math.floor(period * PERIOD + random() * LATEST);
    const end = Math.floor(begin + SHORTEST + random() * (LONGEST - SHORTEST));
    const { id: device } = pick(
      random,
      DEMO_DEVICES.filter(({ faults: able }) => able.includes(kind)),
    );
    if (begin <= to && end > from) faults.push({ id: `spontaneous-${period}`, kind, device, from: begin, to: end });
  }
  return faults;
}
