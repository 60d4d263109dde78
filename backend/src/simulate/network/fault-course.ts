import type { Fault, FaultKind } from '../../model/fault.ts';
import { MINUTE } from '../../model/targets.ts';
import type { Outage } from '../outage.ts';
import { BLUEPRINTS } from './topology.ts';

/** A fault with the milliseconds over which it grows: all its time, even when it was ended before. */
export interface CourseFault extends Fault {
  readonly growth?: number;
}

/** A fault that grows is all there when so much of its time has passed. */
const GROWN = 0.9;
/** What became hot cools down in this time. */
export const COOLING = 10 * MINUTE;

export const isRunning = ({ from, to }: Fault, time: number): boolean => time >= from && time < to;

/** The faults of one kind of one device. */
export function faultsOf(faults: readonly CourseFault[], device: string, kind: FaultKind): CourseFault[] {
  return faults.filter((fault) => fault.device === device && fault.kind === kind);
}

/** How far a fault has grown at a time within it, 0–1. */
export function grown({ from, to, growth = to - from }: CourseFault, time: number): number {
  return growth > 0 ? Math.min(1, Math.max(0, (time - from) / (GROWN * growth))) : 1;
}

/** When it is all there. */
export const grownAt = ({ from, to, growth = to - from }: CourseFault): number => from + GROWN * growth;

/** True when the device itself or one through which it is reached is dead. */
export function isUnreachable(faults: readonly CourseFault[], device: string, time: number): boolean {
  for (let id: string | undefined = device; id !== undefined; id = parentOf(id)) {
    if (faultsOf(faults, id, 'device-dead').some((fault) => isRunning(fault, time))) return true;
  }
  return false;
}

const parentOf = (device: string) => BLUEPRINTS.find(({ id }) => id === device)?.parent;

/** What the log and the traffic have to know of failed access servers. */
export function outagesOf(faults: readonly Fault[]): Outage[] {
  return faults.flatMap(({ kind, device, from, to }) => {
    const names = BLUEPRINTS.find(({ id }) => id === device)?.nas ?? [];
    return kind === 'bras-failure' ? names.map((nas) => ({ nas, from, to })) : [];
  });
}
