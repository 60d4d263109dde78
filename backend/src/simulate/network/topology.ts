import type { SimulatedDevice } from '../../model/contracts/simulation.ts';
import type { FaultKind } from '../../model/fault.ts';
import { NAS } from '../subscriber.ts';

export type Vendor = 'cisco' | 'huawei' | 'mikrotik' | 'linux';

/** Towards the subscribers or away from them. */
export type Direction = 'down' | 'up';

/** The traffic of subscribers behind one access device who come in through one NAS: indexes into ACCESS and NAS. */
export interface Group {
  readonly access: number;
  readonly nas: number;
}

export interface Port {
  readonly name: string;
  readonly description: string;
  readonly alias: string;
  /** Bits per second. */
  readonly speed: number;
  /** Positions in GROUPS whose traffic goes through it, and the part of it that does. */
  readonly groups: readonly number[];
  readonly share: number;
  /** What comes in; the other direction goes out. */
  readonly incoming: Direction;
}

/** A device of the demo network as it is built. */
export interface Blueprint {
  readonly id: string;
  readonly name: string;
  readonly site: string;
  readonly vendor: Vendor;
  /** As its sysDescr names it. */
  readonly model: string;
  readonly parent: string | undefined;
  readonly nas: readonly string[];
  /** Positions in GROUPS of the subscribers who lose service with it. */
  readonly groups: readonly number[];
  /** The first is its uplink. */
  readonly ports: readonly [Port, ...Port[]];
}

const MEGABIT = 1e6;
const GIGABIT = 1e9;

/** Access devices: the aggregation device each hangs on, and what it is. */
const ACCESS: readonly { readonly aggregation: string; readonly vendor: Vendor; readonly model: string }[] = [
  { aggregation: 'agg-1', vendor: 'mikrotik', model: 'CRS317-1G-16S+' },
  { aggregation: 'agg-1', vendor: 'mikrotik', model: 'CRS326-24S+2Q+' },
  { aggregation: 'agg-1', vendor: 'huawei', model: 'S5720-32X-EI' },
  { aggregation: 'agg-1', vendor: 'cisco', model: 'C2960X' },
  { aggregation: 'agg-1', vendor: 'mikrotik', model: 'CRS317-1G-16S+' },
  { aggregation: 'agg-2', vendor: 'huawei', model: 'S5720-32X-EI' },
  { aggregation: 'agg-2', vendor: 'cisco', model: 'C2960X' },
  { aggregation: 'agg-2', vendor: 'mikrotik', model: 'CRS326-24S+2Q+' },
];

export const ACCESS_COUNT = ACCESS.length;
/** Bits per second of the uplink of an access device. */
export const ACCESS_SPEED = GIGABIT;
export const GROUPS: readonly Group[] = ACCESS.flatMap((_, access) => NAS.map((_, nas) => ({ access, nas })));

const groupsWhere = (chosen: (group: Group) => boolean) =>
  GROUPS.flatMap((group, position) => (chosen(group) ? [position] : []));
const EVERYBODY = groupsWhere(() => true);
const ofAccess = (access: number) => groupsWhere((group) => group.access === access);
const ofNas = (nas: number) => groupsWhere((group) => group.nas === nas);
const ofAggregation = (id: string) => groupsWhere(({ access }) => ACCESS[access]!.aggregation === id);

/** The long name of a Cisco port of this short one. */
const ciscoName = (name: string) =>
  name.replace(/^Po/, 'Port-channel').replace(/^Te/, 'TenGigabitEthernet').replace(/^Gi/, 'GigabitEthernet');

function port(
  vendor: Vendor,
  name: string,
  alias: string,
  more: Omit<Port, 'name' | 'description' | 'alias' | 'share'>,
) {
  return { name, description: vendor === 'cisco' ? ciscoName(name) : name, alias, share: 1, ...more };
}

const core: Blueprint = {
  ...{ id: 'core-1', name: 'Core router', site: 'Centre', vendor: 'cisco', model: 'ASR1006' },
  ...{ parent: undefined, nas: [], groups: EVERYBODY },
  ports: [
    port('cisco', 'Po1', 'internet', { speed: 8 * GIGABIT, groups: EVERYBODY, incoming: 'down' }),
    port('cisco', 'Po11', 'agg-1', { speed: 5 * GIGABIT, groups: ofAggregation('agg-1'), incoming: 'up' }),
    port('cisco', 'Po12', 'agg-2', { speed: 3 * GIGABIT, groups: ofAggregation('agg-2'), incoming: 'up' }),
    ...NAS.flatMap((_, nas) => [
      port('cisco', `Po${21 + nas}`, `bras-${nas + 1} subscribers`, {
        ...{ speed: 4 * GIGABIT, groups: ofNas(nas), incoming: 'down' },
      }),
      port('cisco', `Po${31 + nas}`, `bras-${nas + 1} internet`, {
        ...{ speed: 4 * GIGABIT, groups: ofNas(nas), incoming: 'up' },
      }),
    ]),
    { ...port('cisco', 'Gi0/0/1', 'server-1', { speed: GIGABIT, groups: EVERYBODY, incoming: 'down' }), share: 0.04 },
  ],
};

const aggregation = (id: string, site: string): Blueprint => ({
  ...{ id, name: `Aggregation ${site}`, site, vendor: 'huawei', model: 'S6720-30C-EI' },
  ...{ parent: core.id, nas: [], groups: ofAggregation(id) },
  ports: [
    port('huawei', 'Eth-Trunk1', 'core-1', {
      speed: ACCESS.filter((access) => access.aggregation === id).length * GIGABIT,
      ...{ groups: ofAggregation(id), incoming: 'down' },
    }),
    ...ACCESS.flatMap((access, index) => {
      if (access.aggregation !== id) return [];
      const place = { speed: ACCESS_SPEED, groups: ofAccess(index), incoming: 'up' as const };
      return [port('huawei', `XGigabitEthernet0/0/${index + 1}`, `access-${index + 1}`, place)];
    }),
  ],
});

const bras = (nas: number): Blueprint => ({
  ...{ id: `bras-${nas + 1}`, name: `BRAS ${nas + 1}`, site: 'Centre', vendor: 'cisco', model: 'ASR1002-X' },
  ...{ parent: core.id, nas: [NAS[nas]!], groups: ofNas(nas) },
  ports: [
    port('cisco', 'Po1', 'core-1 internet', { speed: 4 * GIGABIT, groups: ofNas(nas), incoming: 'down' }),
    port('cisco', 'Po2', 'core-1 subscribers', { speed: 4 * GIGABIT, groups: ofNas(nas), incoming: 'up' }),
  ],
});

/** Names of the uplink and of the ports to subscribers. */
const ACCESS_PORTS = {
  cisco: ['Te1/0/1', 'Gi1/0/1', 'Gi1/0/2'],
  huawei: ['XGigabitEthernet0/0/1', 'GigabitEthernet0/0/1', 'GigabitEthernet0/0/2'],
  mikrotik: ['sfp-sfpplus1', 'sfp-sfpplus2', 'sfp-sfpplus3'],
  linux: ['eth0', 'eth1', 'eth2'],
} as const;

function access(index: number): Blueprint {
  const { aggregation: parent, vendor, model } = ACCESS[index]!;
  const [uplink, one, two] = ACCESS_PORTS[vendor];
  const groups = ofAccess(index);
  const place = { speed: ACCESS_SPEED, groups, incoming: 'up' as const };
  return {
    ...{ id: `access-${index + 1}`, name: `Access ${index + 1}`, site: parent === 'agg-1' ? 'North' : 'South' },
    ...{ vendor, model, parent, nas: [], groups },
    ports: [
      port(vendor, uplink, parent, { ...place, incoming: 'down' }),
      { ...port(vendor, one, 'subscribers east', place), share: 0.6 },
      { ...port(vendor, two, 'subscribers west', place), share: 0.4 },
    ],
  };
}

const server: Blueprint = {
  ...{ id: 'server-1', name: 'RADIUS and DNS server', site: 'Centre', vendor: 'linux', model: '6.1.0 x86_64' },
  ...{ parent: core.id, nas: [], groups: [] },
  ports: [
    { ...port('linux', 'eth0', 'core-1', { speed: GIGABIT, groups: EVERYBODY, incoming: 'up' }), share: 0.04 },
    {
      ...port('linux', 'eth1', 'management', { speed: 100 * MEGABIT, groups: EVERYBODY, incoming: 'up' }),
      share: 0.001,
    },
  ],
};

/** All devices; a parent comes before what is reached through it. */
export const BLUEPRINTS: readonly Blueprint[] = [
  core,
  aggregation('agg-1', 'North'),
  aggregation('agg-2', 'South'),
  ...NAS.map((_, nas) => bras(nas)),
  ...ACCESS.map((_, index) => access(index)),
  server,
];

const EVERY_DEVICE: readonly FaultKind[] = ['link-filling', 'device-dead', 'overheating', 'memory-leak', 'cpu-storm'];

/** What can be broken. */
export const DEMO_DEVICES: readonly SimulatedDevice[] = BLUEPRINTS.map(({ id, nas }) => ({
  id,
  faults: nas.length > 0 ? [...EVERY_DEVICE, 'bras-failure'] : EVERY_DEVICE,
}));
