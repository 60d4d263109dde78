/** What can be broken in the demo network. */
export const FAULT_KINDS = [
  'link-filling',
  'device-dead',
  'overheating',
  'memory-leak',
  'cpu-storm',
  'bras-failure',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault of a simulated device from `from` until before `to`, epoch milliseconds UTC. */
export interface Fault {
  readonly id: string;
  readonly kind: FaultKind;
  readonly device: string;
  readonly from: number;
  readonly to: number;
}
