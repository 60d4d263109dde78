import { expect, test } from 'vitest';
import type { Device } from '../model/device.ts';
import { type DeviceChange, liveDevices } from './live-devices.ts';

const polled = (id: string, name = id, community = 'public') => {
  const device: Device = {
    ...{ id, name, address: '10.0.0.1:161', site: '', parent: undefined, subscribers: undefined, nas: [] },
    pollPeriod: 60_000,
  };
  return { device, access: { community } };
};

test('tells what came, changed and went, once it is in force', () => {
  const devices = liveDevices([polled('a'), polled('b'), polled('c'), polled('d')]);
  const told: (DeviceChange & { readonly list: string[] })[] = [];
  devices.listen((change) => told.push({ ...change, list: devices.list().map(({ id }) => id) }));
  devices.replace([polled('b', 'B'), polled('a'), polled('e'), polled('d', 'd', 'other')]);
  expect(told).toEqual([{ put: ['b', 'e', 'd'], removed: ['c'], list: ['b', 'a', 'e', 'd'] }]);
  expect(devices.find('d')!.access.community).toBe('other');
  expect(devices.find('c')).toBeUndefined();
});

test('says nothing when nothing changed, and the list stays the same', () => {
  const devices = liveDevices([polled('a')]);
  const before = devices.list();
  devices.listen(() => expect.fail('told'));
  expect(devices.replace([polled('a')])).toEqual({ put: [], removed: [] });
  expect(devices.list()).toBe(before);
});
