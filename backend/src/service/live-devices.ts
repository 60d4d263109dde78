import { isDeepStrictEqual } from 'node:util';
import type { Device } from '../model/device.ts';

/** Ids of devices that came or changed, and of those that went. */
export interface DeviceChange {
  readonly put: readonly string[];
  readonly removed: readonly string[];
}

/** The devices with how they are asked, which may change while the service runs. */
export function liveDevices<P extends { readonly device: Device }>(initial: readonly P[]) {
  let polled = new Map(initial.map((one) => [one.device.id, one]));
  let devices: readonly Device[] = initial.map(({ device }) => device);
  const listeners: ((change: DeviceChange) => void)[] = [];
  return {
    /** In their order; the same list as long as nothing changes. */
    list: (): readonly Device[] => devices,
    find: (id: string): P | undefined => polled.get(id),
    /** Tells a listener of every change from now on, when it is in force. */
    listen: (listener: (change: DeviceChange) => void): void => void listeners.push(listener),
    /** Puts other devices in place of those there are; answers what changed. */
    replace(next: readonly P[]): DeviceChange {
      const before = polled;
      polled = new Map(next.map((one) => [one.device.id, one]));
      const put = next.filter((one) => !isDeepStrictEqual(one, before.get(one.device.id)));
      const change = {
        put: put.map(({ device }) => device.id),
        removed: [...before.keys()].filter((id) => !polled.has(id)),
      };
      if (change.put.length + change.removed.length === 0) return change;
      devices = next.map(({ device }) => device);
      for (const listener of listeners) listener(change);
      return change;
    },
  };
}

export type LiveDevices<P extends { readonly device: Device }> = ReturnType<typeof liveDevices<P>>;
