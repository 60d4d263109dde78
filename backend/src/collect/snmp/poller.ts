import type { Clock } from '../../model/clock.ts';
import type { Collector, CounterMemory, Inventory } from '../../model/contracts/collector.ts';
import type { Device } from '../../model/device.ts';
import { createAlarm } from './alarm.ts';
import { createDevicePoller, type DevicePoller, type DeviceReader } from './device-poller.ts';
import { limitTo, slotsOf, startSpreadOf } from './schedule.ts';

export interface PollerLimits {
  /** Devices asked at a time. */
  readonly inFlight: number;
  /** Devices asked at a time of those silent or slow in their last poll: they are waited for long, and must not delay the others. */
  readonly lateInFlight: number;
  /** A first answer later than this is slow, milliseconds. */
  readonly slowResponse: number;
}

const LIMITS: PollerLimits = { inFlight: 256, lateInFlight: 512, slowResponse: 500 };

export interface PollerOptions {
  readonly devices: readonly Device[];
  readonly createReader: (device: Device) => DeviceReader;
  readonly inventory: Inventory;
  readonly memory: CounterMemory;
  readonly clock: Clock;
  readonly limits?: Partial<PollerLimits>;
}

/**
 * Polls every device once in each of its poll periods, at a place in the period that is the device's own, and for the
 * first time soon after the start. A poll that takes longer than the period leaves slots out, and so does a clock that
 * leaps ahead. Whatever goes wrong with a device is said in its report; `start` rejects only with what `emit` rejects
 * with.
 */
export function createPoller({ devices, createReader, inventory, memory, clock, limits }: PollerOptions): Collector {
  const { inFlight, lateInFlight, slowResponse } = { ...LIMITS, ...limits };
  return {
    async start(emit, signal) {
      const answering = limitTo(inFlight);
      const late = limitTo(lateInFlight);
      const failed = new AbortController();
      const ended = AbortSignal.any([signal, failed.signal]);
      const alarm = createAlarm(clock, ended);
      const startSpread = startSpreadOf(devices.length);

      /** False when the signal came first. A function of its own, or each device would hold on to its last report. */
      const pollOnce = async (poller: DevicePoller, next: number): Promise<boolean> => {
        const limit = poller.isLate() ? late : answering;
        const report = await limit(() => poller.poll(next, ended));
        if (!report) return false;
        await emit(report);
        poller.remember();
        return true;
      };

      const follow = async (device: Device) => {
        const slots = slotsOf(device.id, device.pollPeriod);
        const poller = createDevicePoller({ device, createReader, inventory, memory, clock, slowResponse });
        let due = slots.first(clock.now(), startSpread);
        let next = slots.second(due);
        try {
          while (await alarm.until(due)) {
            const now = clock.now();
            if (now < due || now >= due + device.pollPeriod) {
              // The clock was set, or everything stood still: not all at once now, but each in its place.
              due = slots.after(now);
              next = slots.after(due);
              continue;
            }
            if (!(await pollOnce(poller, next))) return;
            due = Math.max(next, slots.after(clock.now()));
            next = slots.after(due);
          }
        } catch (error) {
          failed.abort(error);
          throw error;
        } finally {
          poller.close();
        }
      };
      const results = await Promise.allSettled(devices.map(follow));
      const failure = results.find((result) => result.status === 'rejected');
      if (failure) throw failure.reason;
    },
  };
}
