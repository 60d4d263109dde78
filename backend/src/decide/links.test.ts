import { describe, expect, test } from 'vitest';
import type { Device } from '../model/device.ts';
import type { Neighbourhood, SeenNeighbour } from '../model/neighbour.ts';
import { networkLinks } from './links.ts';

const device = (id: string, more: Partial<Device> = {}): Device => ({
  ...{ id, name: id, address: `${id}.example:161`, site: '', parent: undefined, subscribers: undefined, nas: [] },
  pollPeriod: 60_000,
  ...more,
});

const port = (index: number, more: { mac?: string; name?: string } = {}) => ({
  ...{ index: String(index), name: `ge${index}`, description: `GigabitEthernet ${index}`, alias: '', mac: null },
  ...more,
});

const hood = (id: string, chassis: string | null, neighbours: readonly SeenNeighbour[]): Neighbourhood => ({
  device: id,
  time: 1000,
  identity: {
    ...{ sysName: `${id}.isp.example`, sysDescr: null, sysObjectID: null, engineId: null, bridge: null },
    ...{ chassis, addresses: [], ports: [1, 2, 3, 4].map((index) => port(index)) },
  },
  neighbours,
});

const seen = (by: SeenNeighbour['by'], at: number | null, more: Partial<SeenNeighbour>): SeenNeighbour => ({
  ...{ by, localIndex: at === null ? null : String(at), localPort: at === null ? '' : `ge${at}` },
  ...{ name: null, chassis: null, address: null, port: null, portDescription: null, lastSeen: 1000 },
  ...more,
});

const A = '02:00:00:00:00:0a';
const B = '02:00:00:00:00:0b';
const C = '02:00:00:00:00:0c';
const devices = [device('a'), device('b'), device('c')];
const shown = ({ links }: ReturnType<typeof networkLinks>) =>
  links.map(({ ends, known }) => {
    const sides = ends.map(({ node, index }) => `${node}/${index ?? '?'}`).sort();
    return `${sides.join(' – ')} (${known.map(({ by, device: id }) => `${by} of ${id}`).join(', ')})`;
  });

describe('links between devices', () => {
  test('what both sides say of a link is one link, whatever each calls the interface of the other', () => {
    const found = networkLinks(devices, [
      hood('a', A, [seen('lldp', 1, { chassis: B, port: 'ge2' })]),
      hood('b', B, [seen('cdp', 2, { name: 'a.isp.example', port: 'gigabitethernet 1' })]),
    ]);
    expect(shown(found)).toEqual(['a/1 – b/2 (lldp of a, cdp of b)']);
    expect(found.strangers).toEqual([]);
  });

  test('an interface that one side does not know is completed by the other, in either order', () => {
    const vague = hood('a', A, [seen('lldp', null, { chassis: B, port: 'ge2' })]);
    const exact = hood('b', B, [seen('lldp', 2, { chassis: A, port: 'ge1' })]);
    expect(shown(networkLinks(devices, [vague, exact]))).toEqual(['a/1 – b/2 (lldp of b, lldp of a)']);
    expect(shown(networkLinks(devices, [exact, vague]))).toEqual(['a/1 – b/2 (lldp of b, lldp of a)']);
  });

  test('two links between the same devices stay two', () => {
    const found = networkLinks(devices, [
      hood('a', A, [seen('lldp', 1, { chassis: B, port: 'ge1' }), seen('lldp', 2, { chassis: B, port: 'ge2' })]),
      hood('b', B, [seen('lldp', 2, { chassis: A, port: 'ge2' }), seen('lldp', 1, { chassis: A, port: 'ge1' })]),
    ]);
    expect(shown(found)).toEqual(['a/1 – b/1 (lldp of a, lldp of b)', 'a/2 – b/2 (lldp of a, lldp of b)']);
  });

  test('a neighbour that is no device is a stranger, also when a device has its factory name', () => {
    const { links, strangers } = networkLinks(
      [device('a'), device('b', { name: 'MikroTik' })],
      [
        hood('a', A, [seen('lldp', 3, { name: 'MikroTik', chassis: C, address: '192.0.2.7', port: 'ether1' })]),
        hood('b', B, []),
      ],
    );
    expect(strangers).toEqual([{ id: `neighbour/${C}`, name: 'MikroTik', chassis: C, address: '192.0.2.7' }]);
    expect(links[0]!.ends).toEqual([
      { node: 'a', index: '3', port: 'ge3' },
      { node: `neighbour/${C}`, index: null, port: 'ether1' },
    ]);
  });

  test('a device is no neighbour of itself, and one that is configured no more makes no links', () => {
    const found = networkLinks(
      [device('a')],
      [hood('a', A, [seen('lldp', 1, { chassis: A })]), hood('z', C, [seen('lldp', 1, { chassis: A })])],
    );
    expect(found.links).toEqual([]);
  });
});

describe('links by addresses that were seen', () => {
  test('the only device behind an interface is a neighbour; of several nobody knows which is next', () => {
    const found = networkLinks(devices, [
      hood('a', A, [seen('fdb', 1, { chassis: B }), seen('fdb', 1, { chassis: C })]),
      hood('b', B, [seen('fdb', 1, { chassis: A }), seen('fdb', 2, { chassis: C })]),
      hood('c', C, [seen('fdb', 4, { chassis: A }), seen('fdb', 4, { chassis: B })]),
    ]);
    expect(shown(found)).toEqual(['a/? – b/1 (fdb of b)', 'b/2 – c/? (fdb of b)']);
  });

  test('they say nothing more where LLDP has spoken', () => {
    const found = networkLinks(devices, [
      hood('a', A, [
        seen('lldp', 1, { chassis: B, port: 'ge1' }),
        seen('fdb', 1, { chassis: C }),
        seen('fdb', 2, { chassis: B }),
      ]),
      hood('b', B, []),
      hood('c', C, []),
    ]);
    expect(shown(found)).toEqual(['a/1 – b/1 (lldp of a)']);
  });

  test('ARP makes a link only for a device that has no other', () => {
    const arp = [seen('arp', 3, { chassis: C, address: '10.0.0.3' })];
    const alone = networkLinks(devices, [hood('a', A, arp), hood('c', C, [])]);
    expect(shown(alone)).toEqual(['a/3 – c/? (arp of a)']);
    const through = networkLinks(devices, [
      hood('a', A, [...arp, seen('lldp', 1, { chassis: B, port: 'ge1' })]),
      hood('b', B, []),
      hood('c', C, [seen('lldp', 1, { chassis: B, port: 'ge2' })]),
    ]);
    expect(shown(through)).toEqual(['a/1 – b/1 (lldp of a)', 'b/2 – c/1 (lldp of c)']);
  });

  test('an address that two devices have, as of a virtual router, names neither', () => {
    const shared = { mac: '00:00:5e:00:01:01' };
    const twin = (id: string, mac: string): Neighbourhood => {
      const one = hood(id, mac, []);
      return { ...one, identity: { ...one.identity, ports: [port(1, shared)] } };
    };
    const found = networkLinks(devices, [
      hood('a', A, [seen('fdb', 1, { chassis: shared.mac })]),
      twin('b', B),
      twin('c', C),
    ]);
    expect(found.links).toEqual([]);
  });
});

describe('proposed parents', () => {
  const chain = [
    hood('a', A, [seen('lldp', 1, { chassis: B, port: 'ge1' })]),
    hood('b', B, [seen('lldp', 2, { chassis: C, port: 'ge1' })]),
    hood('c', C, []),
  ];
  const proposed = (all: readonly Device[], hoods = chain) =>
    Object.fromEntries(networkLinks(all, hoods).proposedParents);

  test('are the neighbours nearer to the core', () => {
    expect(proposed([device('a', { role: 'core' }), device('b'), device('c')])).toEqual({ b: 'a', c: 'b' });
    expect(proposed([device('a'), device('b'), device('c', { nas: ['192.0.2.1'] })])).toEqual({ b: 'c', a: 'b' });
  });

  test('are not proposed where one is configured, or nobody knows where the core is', () => {
    expect(proposed([device('a'), device('b', { parent: 'a' }), device('c')])).toEqual({ c: 'b' });
    expect(proposed(devices)).toEqual({});
  });

  test('are not proposed where two ways lead to the core', () => {
    const ring = [
      hood('a', A, [seen('lldp', 1, { chassis: B, port: 'ge1' }), seen('lldp', 2, { chassis: C, port: 'ge2' })]),
      hood('b', B, [seen('lldp', 3, { name: 'd' })]),
      hood('c', C, [seen('lldp', 3, { name: 'd' })]),
    ];
    const all = [device('a', { role: 'core' }), device('b'), device('c'), device('d')];
    expect(proposed(all, ring)).toEqual({ b: 'a', c: 'a' });
  });
});
