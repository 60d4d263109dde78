import type { Clock } from '../../model/clock.ts';
import type { Collector, CounterMemory, Inventory } from '../../model/contracts/collector.ts';
import type { Device } from '../../model/device.ts';
import { createDevicePoller, type DeviceReader } from './device-poller.ts';
import { limitTo, slotsOf } from './schedule.ts';

export interface PollerLimits {
  /** Devices asked at a time. */
  readonly inFlight: number;
  /** Devices asked at a time of those silent in their last poll: they are waited for long, and must not delay the others. */
  readonly silentInFlight: number;
  /** A first answer later than this is slow, milliseconds. */
  readonly slowResponse: number;
}

const LIMITS: PollerLimits = { inFlight: 256, silentInFlight: 256, slowResponse: 500 };

export interface PollerOptions {
  readonly devices: readonly Device[];
  readonly createReader: (device: Device) => DeviceReader;
  readonly inventory: Inventory;
  readonly memory: CounterMemory;
  readonly clock: Clock;
  readonly limits?: Partial<PollerLimits>;
}

/** Polls devices that may come and go. */
export interface Poller extends Collector {
  /** Polls this device from now on, in place of the one with its id. */
  put(device: Device): void;
  /** Polls the device with this id no more. */
  remove(id: string): void;
}

/**
 * Polls every device once in each of its poll periods, at a place in the period that is the device's own, and for the
 * first time soon after the start. A poll that takes longer than the period leaves slots out. Whatever goes wrong with a
 * device is said in its report; `start` rejects only with what `emit` rejects with.
 */
export function createPoller({ devices, createReader, inventory, memory, clock, limits }: PollerOptions): Poller {
  const { inFlight, silentInFlight, slowResponse } = { ...LIMITS, ...limits };
  const present = new Map(devices.map((device) => [device.id, device]));
  /** Told of the id of a device that has changed; nobody before the start. */
  let changed = (_id: string): void => {};
  return {
    put(device) {
      present.set(device.id, device);
      changed(device.id);
    },
    remove(id) {
      present.delete(id);
      changed(id);
    },
    async start(emit, signal) {
      const answering = limitTo(inFlight);
      const silent = limitTo(silentInFlight);
      const failed = new AbortController();
      const all = AbortSignal.any([signal, failed.signal]);

      const follow = async (device: Device, ended: AbortSignal) => {
        const slots = slotsOf(device.id, device.pollPeriod);
        const poller = createDevicePoller({ device, createReader, inventory, memory, clock, slowResponse });
        let due = slots.first(clock.now());
        let next = slots.second(due);
        try {
          while (await waitUntil(due, 2 * device.pollPeriod, clock, ended)) {
            const now = clock.now();
            if (now < due) {
              // The clock was set back.
              due = slots.after(now);
              next = slots.after(due);
              continue;
            }
            const limit = poller.isSilent() ? silent : answering;
            const upcoming = next;
            const report = await limit(() => poller.poll(upcoming, ended));
            if (!report) return;
            await emit(report);
            poller.remember();
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
      const following = new Map<string, { readonly stop: AbortController; readonly done: Promise<void> }>();
      changed = (id) => {
        const before = following.get(id);
        before?.stop.abort();
        const stop = new AbortController();
        // One at a time, so that the next begins with what the one before remembered.
        const done = Promise.resolve(before?.done).then(async () => {
          const device = present.get(id);
          if (device && !stop.signal.aborted) await follow(device, AbortSignal.any([all, stop.signal]));
        });
        // Whoever waits below is told.
        done.catch(() => {});
        following.set(id, { stop, done });
      };
      for (const id of present.keys()) changed(id);
      await aborted(all);
      changed = () => {};
      await Promise.allSettled([...following.values()].map(({ done }) => done));
      if (failed.signal.aborted) throw failed.signal.reason;
    },
  };
}

/** Waits, unless it would be longer than `most` milliseconds; false when the signal came first. */
async function waitUntil(time: number, most: number, clock: Clock, signal: AbortSignal): Promise<boolean> {
  // A timer may end a little early.
  for (let left = time - clock.now(); left > 0 && left <= most && !signal.aborted; left = time - clock.now()) {
    await clock.sleep(left, signal).catch(() => {});
  }
  return !signal.aborted;
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => done(), { once: true });
  });
