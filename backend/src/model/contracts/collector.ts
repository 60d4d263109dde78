import type { Component, DeviceCause, DeviceReading, DeviceState } from '../device.ts';
import type { Batch } from '../series.ts';

/** What became of one poll of one device. */
export interface DeviceReport {
  readonly device: string;
  /** When it was asked, epoch milliseconds UTC. */
  readonly time: number;
  readonly state: DeviceState;
  /** Why it is in this state, in words for people; empty when all is well. */
  readonly reason: string;
  readonly cause?: DeviceCause;
  /** What it answered, undefined when it did not. */
  readonly reading: DeviceReading | undefined;
  /** All components known, the ones seen earlier included. */
  readonly components: readonly Component[];
  /** Samples that are complete with this poll. */
  readonly batch: Batch;
}

/** Collects from devices: a folder under `collect/`. */
export interface Collector {
  /**
   * Polls until the signal. A device is not asked again before `emit` of its last report has resolved. Never rejects because
   * of a device.
   */
  start(emit: (report: DeviceReport) => Promise<void>, signal: AbortSignal): Promise<void>;
}

/** Remembers the components of devices, so that their ids stay whatever a device renumbers. */
export interface Inventory {
  components(device: string): readonly Component[];
  /** Replaces what is known of a device. */
  save(device: string, components: readonly Component[]): void;
}

/**
 * Remembers the counters of devices, so that a short restart leaves no gap, as octets that the collector alone can read: they
 * are written after every poll.
 */
export interface CounterMemory {
  load(device: string): Uint8Array | undefined;
  save(device: string, counters: Uint8Array): void;
}
