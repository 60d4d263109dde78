import { expect, test } from 'vitest';
import type { Dependant, Device, DeviceStatus } from '../../model/device.ts';
import { behind } from './behind.ts';

const dependant = (name: string, port: string | null = null): Dependant => ({
  name,
  subscribers: null,
  interface: port,
});
const status = (id: string, more: Partial<Device>): DeviceStatus => ({
  device: {
    ...{ id, name: id, address: '192.0.2.9:161', site: '', parent: undefined, subscribers: undefined, nas: [] },
    pollPeriod: 60_000,
    ...more,
  },
  ...{ state: 'up', reason: '', stateSince: 1, lastAnswer: 1, reading: undefined },
  components: [
    {
      ...{ kind: 'interface', id: 'ge1', index: '11', name: 'ge1', alias: '', speedBitsPerSecond: null },
      ...{ adminStatus: null, operStatus: null },
    },
  ],
});

const touched = behind([
  status('core', { nas: ['192.0.2.1'], services: [dependant('Internet')], customers: [dependant('School', 'ge1')] }),
  status('agg', {
    parent: 'core',
    customers: [dependant('Town hall'), dependant('Shop', 'ge1'), dependant('Bank', 'ge2')],
  }),
  status('access', { parent: 'agg', customers: [dependant('Town hall')], services: [dependant('IPTV')] }),
]);

test.each([
  [{ device: 'agg' }, ['Town hall', 'Shop', 'Bank'], ['IPTV']],
  [{ device: 'agg', component: 'ge1' }, ['Shop'], []],
  [{ device: 'access', component: 'cpu1' }, ['Town hall'], ['IPTV']],
  [{ nas: '192.0.2.1' }, ['School', 'Town hall', 'Shop', 'Bank'], ['Internet', 'IPTV']],
  [{ nas: '192.0.2.2' }, [], []],
  [{ device: 'removed' }, [], []],
])('an incident of %j touches who is behind it', (resource, customers, services) => {
  expect(touched({ resource, severity: 'major' })).toEqual({ customers, services });
});

test('what is minor touches nobody', () => {
  expect(touched({ resource: { device: 'core' }, severity: 'minor' })).toEqual({ customers: [], services: [] });
});

test('parents in a ring, as while a file is changed, are no trap', () => {
  const ring = behind([status('a', { parent: 'b', customers: [dependant('A')] }), status('b', { parent: 'a' })]);
  expect(ring({ resource: { device: 'b' }, severity: 'major' }).customers).toEqual(['A']);
});
