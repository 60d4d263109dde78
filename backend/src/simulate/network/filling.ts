import { MINUTE } from '../../model/targets.ts';
import { hash } from '../random.ts';
import { drift } from '../rhythm.ts';
import { type CourseFault, grown, grownAt, isRunning } from './fault-course.ts';

/** A full link carries so much of its speed, and swings a little around it. */
const FULL = 0.985;
const SWING = 0.006;

/** What comes in over the uplink that a fault fills: its speed and its usual traffic at a time, octets per second. */
export interface FilledLink {
  readonly speed: number;
  usual(time: number): number;
}

/** Octets per second that faults add to a link: it fills in a straight line from what it carried when they began. */
export function addedRate(faults: readonly CourseFault[], link: FilledLink, time: number): number {
  const usual = link.usual(time);
  const filled = faults.filter((fault) => isRunning(fault, time)).map((fault) => filledTo(fault, link, time));
  return Math.max(usual, ...filled) - usual;
}

function filledTo(fault: CourseFault, { speed, usual }: FilledLink, time: number): number {
  const begun = usual(fault.from);
  const swing = 1 + SWING * grown(fault, time) * drift(hash(fault.from), time / MINUTE, 1);
  return (begun + (FULL * speed - begun) * grown(fault, time)) * swing;
}

/** Octets that faults add to a link between two times: the integral of the rate above. */
export function addedOctets(faults: readonly CourseFault[], link: FilledLink, from: number, to: number): number {
  const filling = faults.filter((fault) => fault.from < to && fault.to > from);
  const edges = filling.flatMap((fault) => [fault.from, fault.to, grownAt(fault)]).sort((a, b) => a - b);
  const end = Math.min(to, edges.at(-1) ?? from);
  let octets = 0;
  for (let at = Math.max(from, edges[0] ?? to); at < end; ) {
    const next = Math.min(end, (Math.floor(at / MINUTE) + 1) * MINUTE, edges.find((edge) => edge > at) ?? end);
    // Simpson's rule; the end of a fault is not within it, so the right edge is looked at from the left.
    const rates = [at, (at + next) / 2, next - 1e-3].map((time) => addedRate(filling, link, time)) as [
      number,
      number,
      number,
    ];
    octets += ((next - at) / 6000) * (rates[0] + 4 * rates[1] + rates[2]);
    at = next;
  }
  return octets;
}
