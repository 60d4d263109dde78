import { expect, test } from 'vitest';
import type { DeviceStatus } from '../../model/device.ts';
import { startRestService } from '../../test/rest-service.ts';

const status = (id: string): DeviceStatus => ({
  device: {
    ...{ id, name: id.toUpperCase(), address: '192.0.2.9:161', site: 'Main', role: 'access', parent: undefined },
    ...{ subscribers: undefined, nas: [], pollPeriod: 60_000 },
  },
  ...{ state: 'up', reason: '', stateSince: 1, lastAnswer: 1, reading: undefined },
  components: [
    {
      ...{ kind: 'interface', id: 'ge1', index: '11', name: 'ge1', alias: '', speedBitsPerSecond: null },
      ...{ adminStatus: null, operStatus: null },
    },
  ],
});

test('/api/v1/topology tells devices, neighbours and how each link is known', async () => {
  const links = () => ({
    links: [
      {
        ends: [
          { node: 'a', index: '11', port: 'ge1' },
          { node: 'neighbour/x', index: null, port: 'eth0' },
        ] as const,
        known: [{ by: 'lldp' as const, device: 'a', lastSeen: 5 }],
      },
    ],
    strangers: [{ id: 'neighbour/x', name: null, chassis: 'x', address: '192.0.2.7' }],
    proposedParents: new Map([['b', 'a']]),
  });
  const service = await startRestService({ devices: () => [status('a'), status('b')], links });
  try {
    const nothing = { site: '', role: '', state: null, parent: null, proposedParent: null };
    const device = { kind: 'device', site: 'Main', role: 'access', state: 'up', parent: null };
    expect((await service.ask('/api/v1/topology')).json()).toEqual({
      nodes: [
        { ...device, id: 'a', name: 'A', proposedParent: null, address: '192.0.2.9:161', chassis: null },
        { ...device, id: 'b', name: 'B', proposedParent: 'a', address: '192.0.2.9:161', chassis: null },
        { ...nothing, id: 'neighbour/x', kind: 'neighbour', name: '192.0.2.7', address: '192.0.2.7', chassis: 'x' },
      ],
      links: [
        {
          ends: [
            { node: 'a', component: 'ge1', port: 'ge1' },
            { node: 'neighbour/x', component: null, port: 'eth0' },
          ],
          known: [{ by: 'lldp', device: 'a', lastSeen: 5 }],
        },
      ],
    });
    const { devices } = (await service.ask('/api/v1/devices')).json<{ devices: { proposedParent: string | null }[] }>();
    expect(devices.map(({ proposedParent }) => proposedParent)).toEqual([null, 'a']);
  } finally {
    await service.close();
  }
});
