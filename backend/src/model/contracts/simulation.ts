import type { Fault, FaultKind } from '../fault.ts';

/** A device of the demo network and what can happen to it. */
export interface SimulatedDevice {
  readonly id: string;
  readonly faults: readonly FaultKind[];
}

/** The faults of the demo network. */
export interface Simulation {
  devices(): readonly SimulatedDevice[];
  /** Faults that run or will, and those that ended in the last day. */
  faults(): readonly Fault[];
  /** Begins a fault now; undefined when the device is not there or cannot have it. `duration` in milliseconds. */
  begin(kind: FaultKind, device: string, duration: number): Fault | undefined;
  /** Ends a fault now; undefined when there is none of this id. */
  end(id: string): Fault | undefined;
}
