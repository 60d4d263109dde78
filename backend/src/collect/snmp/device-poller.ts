import type { Clock } from '../../model/clock.ts';
import type { CounterMemory, DeviceReport, Inventory } from '../../model/contracts/collector.ts';
import type { Device, DeviceReading } from '../../model/device.ts';
import { answeredCondition, failedCondition, isFault, isSilence, type Silence } from './condition.ts';
import { createDeviceSamples } from './device-samples.ts';
import type { SpareFlows } from './flow-steps.ts';

/** Reads one device. */
export interface DeviceReader {
  /**
   * Rejects with DEVICE_UNREACHABLE when the device does not answer, with an AccessError when it refuses the credentials,
   * and with DEVICE_FAULTY when it answers what cannot be read.
   */
  read(): Promise<DeviceReading>;
  /** Frees what it holds. */
  close(): void;
}

export interface DevicePollerParts {
  readonly device: Device;
  readonly createReader: (device: Device) => DeviceReader;
  readonly inventory: Inventory;
  readonly memory: CounterMemory;
  readonly clock: Clock;
  /** Shared by all devices. */
  readonly spare: SpareFlows;
  /** A first answer later than this is slow, milliseconds. */
  readonly slowResponse: number;
}

/** Polls one device, one poll at a time. */
export interface DevicePoller {
  /** True when the last poll was not answered, or answered late. */
  isLate(): boolean;
  /** Asks the device; `next` is when it is asked next. Undefined when it was closed meanwhile. Rejects never. */
  poll(next: number): Promise<DeviceReport | undefined>;
  /** To be called when the last report was taken: the next start goes on from its counters. */
  remember(): void;
  /** Ends a poll that is under way, and every one to come. */
  close(): void;
}

/** What became of asking a device. */
type Answer = { readonly reading: DeviceReading } | { readonly error: unknown };

export function createDevicePoller(parts: DevicePollerParts): DevicePoller {
  const { device, createReader, inventory, memory, clock, spare, slowResponse } = parts;
  const samples = createDeviceSamples(device, inventory, memory.load(device.id), spare);
  let reader: DeviceReader | undefined;
  let silence: Silence | undefined;
  let slow = false;
  let closed = false;
  /** Ends the poll under way without an answer. */
  let abandon = nothing;

  const ask = async (): Promise<Answer> => {
    try {
      reader ??= createReader(device);
      return { reading: await reader.read() };
    } catch (error) {
      return { error };
    }
  };

  const report = (answer: Answer, asked: number, next: number): DeviceReport => {
    const known = { device: device.id, time: asked };
    if ('error' in answer) {
      const { error } = answer;
      silence = isSilence(error) ? { since: silence?.since ?? asked, polls: (silence?.polls ?? 0) + 1 } : undefined;
      const batch = samples.failed(isSilence(error) ? 0 : isFault(error) ? 1 : undefined, asked, next);
      const condition = failedCondition(error, silence);
      return { ...known, ...condition, reading: undefined, components: samples.components(), batch };
    }
    silence = undefined;
    const { reading } = answer;
    slow = reading.responseMilliseconds > slowResponse;
    const { batch, notes } = samples.answered(reading, asked, next);
    const condition = answeredCondition(device, reading, { took: clock.now() - asked, slowResponse, notes });
    return { ...known, ...condition, reading, components: samples.components(), batch };
  };

  return {
    isLate: () => silence !== undefined || slow,
    async poll(next) {
      if (closed) return undefined;
      const asked = clock.now();
      const answer = await new Promise<Answer | undefined>((resolve) => {
        abandon = () => resolve(undefined);
        ask().then(resolve);
      });
      // It would hold on to the answer.
      abandon = nothing;
      if (!answer) return undefined;
      try {
        return report(answer, asked, next);
      } catch (error) {
        // What a device answers must never end the polling of the others.
        return report({ error }, asked, next);
      }
    },
    remember() {
      const counters = samples.remembered();
      if (counters) memory.save(device.id, counters);
    },
    close() {
      closed = true;
      abandon();
      reader?.close();
      reader = undefined;
    },
  };
}

const nothing = () => {};
