import { expect, test } from 'vitest';
import type { InterfaceReading } from '../../model/device.ts';
import { type KnownSpeed, speedCorrection } from './speeds.ts';

const port = (name: string, alias = ''): InterfaceReading => ({
  index: '1',
  name,
  alias,
  speedBitsPerSecond: 1e9,
  adminStatus: 'up',
  operStatus: 'up',
  inOctets: 0n,
  outOctets: 0n,
  octetBits: 64,
  inErrors: 0n,
  outErrors: 0n,
});

const speedOf = (row: InterfaceReading, ...speeds: KnownSpeed[]) =>
  speedCorrection(speeds)([row])[0]!.speedBitsPerSecond;

test.each<[string, InterfaceReading, KnownSpeed, boolean]>([
  ['its name', port('Gi0/1'), { name: 'Gi0/1', bitsPerSecond: 5e6 }, true],
  ['a longer name', port('Gi0/11'), { name: 'Gi0/1', bitsPerSecond: 5e6 }, false],
  ['a pattern', port('Gi0/11'), { name: 'Gi0/*', bitsPerSecond: 5e6 }, true],
  ['a dot, which stands for itself', port('Gi0/1x5'), { name: 'Gi0/1.5', bitsPerSecond: 5e6 }, false],
  ['its alias', port('Gi0/1', 'uplink to Север'), { alias: 'uplink*', bitsPerSecond: 5e6 }, true],
  ['another alias', port('Gi0/1', 'customer'), { alias: 'uplink*', bitsPerSecond: 5e6 }, false],
  ['nothing', port('Gi0/1'), { bitsPerSecond: 5e6 }, false],
])('a known speed counts for an interface by %s', (_, row, speed, counts) => {
  expect(speedOf(row, speed)).toBe(counts ? 5e6 : 1e9);
});

test('the first known speed that fits counts', () => {
  const speeds = [
    { name: 'Gi0/1', bitsPerSecond: 1e6 },
    { name: '*', bitsPerSecond: 2e6 },
  ];
  expect(speedOf(port('Gi0/1'), ...speeds)).toBe(1e6);
  expect(speedOf(port('Gi0/2'), ...speeds)).toBe(2e6);
});
