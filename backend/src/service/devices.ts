import type { DeviceReport } from '../model/contracts/collector.ts';
import type { Component, Device, DeviceStatus } from '../model/device.ts';

/** The devices that are polled, with what each poll told of them. */
export function deviceRegistry(devices: readonly Device[], components: (device: string) => readonly Component[]) {
  const begun = (device: Device): DeviceStatus => ({
    ...{
      device,
      state: 'new',
      reason: 'it has not been asked yet',
      cause: { code: 'not-asked' },
      stateSince: null,
      lastAnswer: null,
    },
    reading: undefined,
    components: components(device.id),
  });
  let known = new Map(devices.map((device) => [device.id, begun(device)]));
  return {
    /** All devices in the order of the configuration. */
    list: (): DeviceStatus[] => [...known.values()],
    has: (device: string): boolean => known.has(device),
    components: (device: string): readonly Component[] => known.get(device)?.components ?? [],
    lastAnswer: (device: string): number | undefined => known.get(device)?.lastAnswer ?? undefined,
    /** Takes other devices in place of those there are; of those that stay all remains known. */
    replace(next: readonly Device[]): void {
      known = new Map(next.map((device) => [device.id, { ...(known.get(device.id) ?? begun(device)), device }]));
    },
    take({ device, time, state, reason, cause, reading, components }: DeviceReport): void {
      const before = known.get(device);
      if (!before) return;
      known.set(device, {
        device: before.device,
        state,
        reason,
        ...(cause ? { cause } : {}),
        stateSince: before.state === state ? before.stateSince : time,
        lastAnswer: reading ? time : before.lastAnswer,
        reading: reading ?? before.reading,
        components,
      });
    },
  };
}

export type DeviceRegistry = ReturnType<typeof deviceRegistry>;
