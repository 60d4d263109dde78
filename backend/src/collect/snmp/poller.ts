import type { Clock } from '../../model/clock.ts';
import type { Collector, CounterMemory, Inventory } from '../../model/contracts/collector.ts';
import type { Device } from '../../model/device.ts';
import { createAlarm } from './alarm.ts';
import { createDevicePoller, type DevicePoller, type DeviceReader } from './device-poller.ts';
import { SpareFlows } from './flow-steps.ts';
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

/** Polls devices that may come and go. */
export interface Poller extends Collector {
  /** Polls this device from now on, in place of the one with its id. */
  put(device: Device): void;
  /** Polls the device with this id no more. */
  remove(id: string): void;
}

/** One device that is polled; it may be told to stop while its last poll is under way. */
interface Followed {
  stopped: boolean;
  poller: DevicePoller | undefined;
  /** The last poll; before the first one that of the device in whose place it is. */
  polled: Promise<unknown> | undefined;
}

/**
 * Polls every device once in each of its poll periods, at a place in the period that is the device's own, and for the
 * first time soon after the start. A poll that takes longer than the period leaves slots out, and so does a clock that
 * leaps ahead. Whatever goes wrong with a device is said in its report; `start` rejects only with what `emit` rejects
 * with.
 */
export function createPoller({ devices, createReader, inventory, memory, clock, limits }: PollerOptions): Poller {
  const { inFlight, lateInFlight, slowResponse } = { ...LIMITS, ...limits };
  const present = new Map(devices.map((device) => [device.id, device]));
  const spare = new SpareFlows();
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
      const late = limitTo(lateInFlight);
      const failed = new AbortController();
      const all = AbortSignal.any([signal, failed.signal]);
      const alarm = createAlarm(clock, all);
      const startSpread = startSpreadOf(devices.length);

      /** False when it was stopped first. A function of its own, or each device would hold on to its last report. */
      const pollOnce = async (poller: DevicePoller, next: number): Promise<boolean> => {
        const limit = poller.isLate() ? late : answering;
        const report = await limit(() => poller.poll(next));
        if (!report) return false;
        await emit(report);
        poller.remember();
        return true;
      };

      const follow = async (device: Device, followed: Followed) => {
        const poller = createDevicePoller({ device, createReader, inventory, memory, clock, spare, slowResponse });
        followed.poller = poller;
        const slots = slotsOf(device.id, device.pollPeriod);
        let due = slots.first(clock.now(), startSpread);
        let next = slots.second(due);
        try {
          while ((await alarm.until(due)) && !followed.stopped) {
            const now = clock.now();
            if (now < due || now >= due + device.pollPeriod) {
              // The clock was set, or everything stood still: not all at once now, but each in its place.
              due = slots.after(now);
              next = slots.after(due);
              continue;
            }
            const polled = pollOnce(poller, next);
            followed.polled = polled.catch(() => {});
            if (!(await polled)) return;
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
      const following = new Map<string, Followed>();
      const ends = new Set<Promise<void>>();
      const stop = (followed: Followed | undefined) => {
        if (!followed) return;
        followed.stopped = true;
        followed.poller?.close();
      };
      changed = (id) => {
        const before = following.get(id);
        stop(before);
        const followed: Followed = { stopped: false, poller: undefined, polled: before?.polled };
        following.set(id, followed);
        // One poll at a time, so that the next begins with what the one before remembered.
        const done = Promise.resolve(before?.polled).then(async () => {
          const device = present.get(id);
          if (device && !followed.stopped) await follow(device, followed);
        });
        ends.add(done);
        // Whoever waits below is told.
        done.catch(() => {}).finally(() => ends.delete(done));
      };
      for (const id of present.keys()) changed(id);
      await aborted(all);
      changed = () => {};
      for (const followed of following.values()) stop(followed);
      await Promise.allSettled(ends);
      if (failed.signal.aborted) throw failed.signal.reason;
    },
  };
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => done(), { once: true });
  });
