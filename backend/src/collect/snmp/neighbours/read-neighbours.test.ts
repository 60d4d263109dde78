import { afterEach, describe, expect, test } from 'vitest';
import type { NeighbourReader } from '../../../model/contracts/neighbours.ts';
import { v2c } from '../../../model/credentials.ts';
import { type Agent, createAgent } from '../../../simulate/agent/agent.ts';
import type { MibView } from '../../../simulate/agent/mib-view.ts';
import { parseRecording, readRecording } from '../../../simulate/agent/recording.ts';
import { sharedPath } from '../../../test/needs.ts';
import { createNeighbourReader } from './read-neighbours.ts';

const ASKING = { timeout: 2000, retries: 1 };
const opened: (Agent | { close(): void })[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

async function readerOf(tree: MibView): Promise<NeighbourReader> {
  const agent = createAgent({ tree, community: 'public' });
  opened.push(agent);
  const { host, port } = await agent.listen({ host: '127.0.0.1', port: 0 });
  const reader = createNeighbourReader({ ...ASKING, address: host, port, credentials: [v2c('public')] });
  opened.push(reader);
  return reader;
}

const IF_NAMES = `
1.3.6.1.2.1.2.2.1.2.11|4|Gigabit 1
1.3.6.1.2.1.2.2.1.2.12|4|Gigabit 2
1.3.6.1.2.1.2.2.1.2.13|4|Gigabit 3
1.3.6.1.2.1.2.2.1.6.13|4x|02AABBCCDD03
1.3.6.1.2.1.31.1.1.1.1.11|4|gi1
1.3.6.1.2.1.31.1.1.1.1.12|4|gi2
1.3.6.1.2.1.31.1.1.1.1.13|4|gi3
`;

describe('the identity of a device', () => {
  test('is what tells it from others', async () => {
    const reader = await readerOf(
      parseRecording(`
1.0.8802.1.1.2.1.3.2.0|4x|02AABBCCDDEE
1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.9.1.1
1.3.6.1.2.1.1.5.0|4|sw-1
1.3.6.1.2.1.4.20.1.2.10.0.0.1|2|11
1.3.6.1.2.1.4.20.1.2.127.0.0.1|2|1
1.3.6.1.2.1.17.1.1.0|4x|000000000000
1.3.6.1.6.3.10.2.1.1.0|4x|80001f8801
${IF_NAMES}`).tree,
    );
    const { identity, neighbours, errors } = await reader.read();
    expect(identity).toMatchObject({
      ...{ sysName: 'sw-1', sysObjectID: '1.3.6.1.4.1.9.1.1', engineId: '80001f8801', bridge: null },
      ...{ chassis: '02:aa:bb:cc:dd:ee', addresses: ['10.0.0.1'] },
    });
    expect(identity.ports[2]).toEqual({
      ...{ index: '13', name: 'gi3', description: 'Gigabit 3', alias: '', mac: '02:aa:bb:cc:dd:03' },
    });
    expect({ neighbours, errors }).toEqual({ neighbours: [], errors: [] });
  });

  test('has the addresses of the newer table where there is no old one, IPv6 too', async () => {
    const reader = await readerOf(
      parseRecording(`
1.3.6.1.2.1.1.5.0|4|sw-1
1.3.6.1.2.1.4.34.1.3.1.4.10.0.0.7|2|11
1.3.6.1.2.1.4.34.1.3.2.16.32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1|2|11
1.3.6.1.2.1.4.34.1.3.2.16.254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.1|2|11`).tree,
    );
    expect((await reader.read()).identity.addresses).toEqual(['10.0.0.7', '2001:db8::1']);
  });

  test('is read with the first credentials to which the device answers', async () => {
    const agent = createAgent({ tree: parseRecording('1.3.6.1.2.1.1.5.0|4|sw-1').tree, community: 'second' });
    opened.push(agent);
    const { host, port } = await agent.listen({ host: '127.0.0.1', port: 0 });
    const credentials = [v2c('first'), v2c('second')];
    const reader = createNeighbourReader({ address: host, port, credentials, timeout: 100, retries: 0 });
    opened.push(reader);
    expect((await reader.read()).identity.sysName).toBe('sw-1');
  });

  test('is not known while nothing answers', async () => {
    const reader = createNeighbourReader({
      ...{ address: '127.0.0.1', port: 9, credentials: [v2c('public')], timeout: 100, retries: 0 },
    });
    opened.push(reader);
    await expect(reader.read()).rejects.toThrow();
  });
});

describe('neighbours by LLDP', () => {
  const remote = (port: number, name: string) => `
1.0.8802.1.1.2.1.4.1.1.4.0.${port}.1|2|4
1.0.8802.1.1.2.1.4.1.1.5.0.${port}.1|4x|0200000000${port}
1.0.8802.1.1.2.1.4.1.1.6.0.${port}.1|2|3
1.0.8802.1.1.2.1.4.1.1.7.0.${port}.1|4x|0200000001${port}
1.0.8802.1.1.2.1.4.1.1.9.0.${port}.1|4|${name}`;
  const localPort = (port: number, subtype: number, id: string) => `
1.0.8802.1.1.2.1.3.7.1.2.${port}|2|${subtype}
1.0.8802.1.1.2.1.3.7.1.3.${port}|${id}`;

  test.each([
    ['its name', localPort(21, 5, '4|gi2'), '12'],
    ['its MAC address', localPort(21, 3, '4x|02AABBCCDD03'), '13'],
    ['its ifIndex as a local text', localPort(21, 7, '4|11'), '11'],
    ['its description', `${localPort(21, 7, '4|port 21')}\n1.0.8802.1.1.2.1.3.7.1.4.21|4|Gigabit 3`, '13'],
    ['the port of the bridge', '1.3.6.1.2.1.17.1.4.1.2.21|2|12', '12'],
    ['nothing at all', '', null],
  ])('the own interface is found by %s', async (_, local, index) => {
    const reader = await readerOf(parseRecording(`1.3.6.1.2.1.1.5.0|4|sw${IF_NAMES}${local}${remote(21, 'far')}`).tree);
    const { neighbours } = await reader.read();
    expect(neighbours).toEqual([
      expect.objectContaining({
        ...{ by: 'lldp', localIndex: index, name: 'far' },
        ...{ chassis: '02:00:00:00:00:21', port: '02:00:00:00:01:21' },
      }),
    ]);
  });

  test('what is neither text nor address is left out, and the management address read', async () => {
    const reader = await readerOf(
      parseRecording(`1.3.6.1.2.1.1.5.0|4|sw
1.0.8802.1.1.2.1.4.1.1.4.0.11.1|2|7
1.0.8802.1.1.2.1.4.1.1.5.0.11.1|4x|0102
1.0.8802.1.1.2.1.4.1.1.7.0.11.1|4x|0007
1.0.8802.1.1.2.1.4.2.1.3.0.11.1.1.4.169.254.1.1|2|2
1.0.8802.1.1.2.1.4.2.1.3.0.11.1.1.4.192.0.2.5|2|2${IF_NAMES}`).tree,
    );
    const { neighbours } = await reader.read();
    expect(neighbours).toMatchObject([{ localIndex: '11', chassis: null, port: null, address: '192.0.2.5' }]);
  });
});

describe('addresses that were seen', () => {
  test('are those that are wanted, at the interface of the port', async () => {
    const reader = await readerOf(
      parseRecording(`1.3.6.1.2.1.1.5.0|4|sw${IF_NAMES}
1.3.6.1.2.1.17.1.4.1.2.1|2|11
1.3.6.1.2.1.17.1.4.1.2.2|2|12
1.3.6.1.2.1.17.7.1.2.2.1.2.1.2.0.0.0.0.1|2|1
1.3.6.1.2.1.17.7.1.2.2.1.2.7.2.0.0.0.0.1|2|1
1.3.6.1.2.1.17.7.1.2.2.1.2.1.2.0.0.0.0.2|2|2
1.3.6.1.2.1.17.7.1.2.2.1.2.1.2.0.0.0.0.3|2|0
1.3.6.1.2.1.4.22.1.2.13.10.0.0.9|4x|020000000009`).tree,
    );
    const { ports } = (await reader.read()).identity;
    const wanted = new Set(['02:00:00:00:00:01', '02:00:00:00:00:03', '02:00:00:00:00:09']);
    const { neighbours, errors } = await reader.sightings(ports, (mac) => wanted.has(mac));
    expect(errors).toEqual([]);
    expect(neighbours).toMatchObject([
      { by: 'fdb', localIndex: '11', localPort: 'gi1', chassis: '02:00:00:00:00:01' },
      { by: 'arp', localIndex: '13', localPort: 'gi3', chassis: '02:00:00:00:00:09', address: '10.0.0.9' },
    ]);
  });

  test('are found in the tables without VLANs and with any kind of address too', async () => {
    const reader = await readerOf(
      parseRecording(`1.3.6.1.2.1.1.5.0|4|sw${IF_NAMES}
1.3.6.1.2.1.17.1.4.1.2.1|2|11
1.3.6.1.2.1.17.4.3.1.2.2.0.0.0.0.1|2|1
1.3.6.1.2.1.4.35.1.4.12.1.4.10.0.0.9|4x|020000000009`).tree,
    );
    const { ports } = (await reader.read()).identity;
    expect((await reader.sightings(ports, () => true)).neighbours).toMatchObject([
      { by: 'fdb', localIndex: '11', chassis: '02:00:00:00:00:01' },
      { by: 'arp', localIndex: '12', chassis: '02:00:00:00:00:09', address: '10.0.0.9' },
    ]);
  });
});

const folder = sharedPath('data/snmp-devices/given');

describe.skipIf(!folder)('recordings of real devices', () => {
  const neighboursOf = async (name: string) => {
    const reader = await readerOf((await readRecording(`${folder}/${name}.snmprec`)).tree);
    const { neighbours, errors } = await reader.read();
    expect(errors).toEqual([]);
    return neighbours;
  };

  test.each([
    [
      'junos_mx5t-isis',
      [
        'lldp xe-0/0/1 lab-er2 xe-0/0/1',
        'lldp ge-1/1/0 lab-s1 612',
        'lldp ge-1/1/9 lab-s1 514',
        'lldp xe-0/0/0 lab-er100.lab.local TenGigE0/0/0/20',
      ],
    ],
    ['smartax', ['lldp ethernet0/8/0 HW01-UZ XGigabitEthernet0/0/17']],
    [
      'arista_eos_vrf',
      [
        'lldp Ethernet1 switchname2 47',
        'lldp Ethernet23 switchname3 Ethernet23',
        'lldp Ethernet24 switchname3 Ethernet24',
        'lldp Management1 switchname4 41',
      ],
    ],
    [
      'ios_2960x',
      [
        ...['Gi1/0/3 acme-fr-ap-011', 'Gi1/0/4 acme-fr-ap-013', 'Gi1/0/5 acme-fr-ap-015'].map(
          (words) => `cdp ${words} GigabitEthernet0`,
        ),
        'cdp Gi1/0/52 acme-fr-s-001 GigabitEthernet1/0/3',
        ...['Gi3/0/3 acme-fr-ap-012', 'Gi3/0/4 acme-fr-ap-014'].map((words) => `cdp ${words} GigabitEthernet0`),
        'cdp Gi3/0/52 acme-fr-s-001 GigabitEthernet3/0/2',
      ],
    ],
  ])('%s', async (name, expected) => {
    const found = await neighboursOf(name);
    expect(found.map((one) => [one.by, one.localPort, one.name, one.port].join(' '))).toEqual(expected);
  });

  test.each([
    ['eltex-mes23xx_mes2324p', 8],
    ['eltex-mes21xx_mes2124m', 1],
    ['procurve_e2910', 2],
    ['raisecom-ros', 2],
    ['junos_qfx5100', 2],
    ['nxos_n3k-3064pq', 3],
    ['iosxe_c9400-svl', 7],
    ['ciscosb_c1200-8t-e-2g', 1],
  ])('every neighbour of %s is at an interface', async (name, count) => {
    const found = await neighboursOf(name);
    expect(found).toHaveLength(count);
    expect(found.filter(({ localIndex }) => localIndex === null)).toEqual([]);
  });

  test('a device that leaves its own ports out is still heard', async () => {
    const found = await neighboursOf('routeros_crs317');
    expect(found).toContainEqual(
      expect.objectContaining({ localIndex: null, name: 'server-sw', chassis: '6c:3b:6b:e4:e8:a8' }),
    );
  });
});
