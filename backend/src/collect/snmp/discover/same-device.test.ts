import { expect, test } from 'vitest';
import type { FoundDevice } from './probe.ts';
import { groupByDevice, isSameDevice } from './same-device.ts';

const found = (address: string, more: Partial<FoundDevice> = {}): FoundDevice => ({
  ...{ address, credentials: 0, sysName: 'sw', sysDescr: 'A switch', sysObjectID: '1.3.6.1.4.1.9.1.1' },
  ...{ engineId: null, bridge: null, chassis: null, addresses: [] },
  ...more,
});
const both = ['10.0.0.1', '10.0.0.2'];

test.each<[string, Partial<FoundDevice>, Partial<FoundDevice>, boolean]>([
  ['the same bridge', { bridge: 'a' }, { bridge: 'a' }, true],
  [
    'another bridge, though the engine ID was copied',
    { bridge: 'a', engineId: '1' },
    { bridge: 'b', engineId: '1' },
    false,
  ],
  ['the same chassis', { chassis: 'a' }, { chassis: 'a' }, true],
  ['each having the address of the other', { addresses: both }, { addresses: both }, true],
  ['other addresses', { addresses: ['10.0.0.1'], engineId: '1' }, { addresses: ['10.0.0.2'], engineId: '1' }, false],
  [
    'only one knowing its addresses, and the same engine ID',
    { addresses: both, engineId: '1' },
    { engineId: '1' },
    true,
  ],
  ['the same engine ID', { engineId: '1' }, { engineId: '1' }, true],
  ['another engine ID', { engineId: '1' }, { engineId: '2' }, false],
  ['nothing but the same name', {}, {}, false],
  ['another name', { sysName: 'x', bridge: 'a' }, { bridge: 'a' }, false],
  ['another type', { sysObjectID: '1.3.6.1.4.1.9.1.2', bridge: 'a' }, { bridge: 'a' }, false],
])('%s', (_, a, b, expected) => {
  expect(isSameDevice(found('10.0.0.1', a), found('10.0.0.2', b))).toBe(expected);
  expect(isSameDevice(found('10.0.0.2', b), found('10.0.0.1', a))).toBe(expected);
});

test('answers are put together in their order', () => {
  const groups = groupByDevice([
    found('10.0.0.1', { bridge: 'a' }),
    found('10.0.0.2', { bridge: 'b' }),
    found('10.0.0.3', { bridge: 'a' }),
    found('10.0.0.4'),
    found('10.0.0.5'),
  ]);
  expect(groups.map((group) => group.map(({ address }) => address))).toEqual([
    ['10.0.0.1', '10.0.0.3'],
    ['10.0.0.2'],
    ['10.0.0.4'],
    ['10.0.0.5'],
  ]);
});
