import type { Device } from '../model/device.ts';
import type { Link, LinkEnd, NetworkLinks, Stranger } from '../model/link.ts';
import type { Neighbourhood, SeenNeighbour } from '../model/neighbour.ts';
import { portFinder } from '../model/port-name.ts';
import { proposedParents } from './proposed-parents.ts';
import { type Recognise, recogniser } from './recognise.ts';

/** One device's word for a link. */
interface Statement {
  readonly own: LinkEnd;
  readonly other: LinkEnd;
  readonly seen: SeenNeighbour;
}

/**
 * The links of the network. What LLDP and CDP say counts first. A MAC address in a forwarding table makes a link only
 * where a single device is seen behind an interface, nothing else is known of that interface or of the two devices; one in
 * an ARP table only where one of the two has no other link at all, since between the ends of a subnet there may be others.
 */
export function networkLinks(devices: readonly Device[], neighbourhoods: readonly Neighbourhood[]): NetworkLinks {
  const known = new Set(devices.map(({ id }) => id));
  const present = neighbourhoods.filter(({ device }) => known.has(device));
  const recognise = recogniser(devices, present);
  const endAt = remoteEnds(present);
  const strangers = new Map<string, Stranger>();
  const web = createWeb();

  const stated = present.flatMap(({ device, neighbours }) =>
    neighbours
      .filter(({ by }) => by === 'lldp' || by === 'cdp')
      .flatMap((seen): Statement[] => {
        const own = { node: device, index: seen.localIndex, port: seen.localPort };
        const found = recognise(seen);
        if (found === device) return [];
        if (found !== undefined) return [{ own, other: endAt(found, seen), seen }];
        const stranger = strangerOf(seen);
        if (!stranger) return [];
        strangers.set(stranger.id, stranger);
        return [{ own, other: { node: stranger.id, index: null, port: remotePort(seen) }, seen }];
      }),
  );
  for (const statement of stated.toSorted((a, b) => unknownEnds(a) - unknownEnds(b))) web.add(statement);
  const forwarding = seenAlone(present, 'fdb', recognise).filter(
    ({ own, other }) => !web.joins(own.node, other.node) && !web.has(placeOf(own)),
  );
  for (const statement of forwarding) web.add(statement);
  const resolved = seenAlone(present, 'arp', recognise).filter(
    ({ own, other }) => !web.joins(own.node, other.node) && !(web.has(own.node) && web.has(other.node)),
  );
  for (const statement of resolved) web.add(statement);
  const links = web.links();
  return { links, strangers: [...strangers.values()], proposedParents: proposedParents(devices, links) };
}

/** A link that further statements may complete. */
interface Draft extends Link {
  ends: readonly [LinkEnd, LinkEnd];
  known: Link['known'];
}

/** The links so far. */
function createWeb() {
  const byPair = new Map<string, Draft[]>();
  /** Nodes, and interfaces of nodes, that have a link. */
  const places = new Set<string>();
  const pairOf = (a: string, b: string) => (a < b ? `${a} ${b}` : `${b} ${a}`);
  return {
    /** Adds a statement to the link it confirms, or as a new one. */
    add({ own, other, seen }: Statement): void {
      for (const end of [own, other]) places.add(end.node).add(placeOf(end));
      const pair = pairOf(own.node, other.node);
      const between = byPair.get(pair) ?? [];
      byPair.set(pair, between);
      const known = { by: seen.by, device: own.node, lastSeen: seen.lastSeen };
      const link = between.find(({ ends }) => turned(ends, own, other));
      if (link) confirm(link, own, other, known);
      else between.push({ ends: [own, other], known: [known] });
    },
    joins: (a: string, b: string) => byPair.has(pairOf(a, b)),
    has: (place: string) => places.has(place),
    links: (): Link[] => [...byPair.values()].flat(),
  };
}

const placeOf = ({ node, index }: LinkEnd) => (index === null ? node : `${node} ${index}`);

function confirm(link: Draft, own: LinkEnd, other: LinkEnd, known: Link['known'][number]): void {
  const [first, second] = turned(link.ends, own, other)!;
  link.ends = [completed(link.ends[0], first), completed(link.ends[1], second)];
  const again = link.known.find(({ by, device }) => by === known.by && device === known.device);
  if (!again) link.known = [...link.known, known];
  else if (again.lastSeen < known.lastSeen) link.known = link.known.map((one) => (one === again ? known : one));
}

/** Two ends in the order in which they are those of a link; undefined when they are not. */
function turned([a, b]: Link['ends'], one: LinkEnd, other: LinkEnd): Link['ends'] | undefined {
  if (fits(a, one) && fits(b, other)) return [one, other];
  return fits(a, other) && fits(b, one) ? [other, one] : undefined;
}

/** True when two may be the same end: an interface that is not known may be any. */
const fits = (a: LinkEnd, b: LinkEnd) =>
  a.node === b.node && (a.index === b.index || a.index === null || b.index === null);

const completed = (known: LinkEnd, said: LinkEnd): LinkEnd =>
  known.index === null && (said.index !== null || known.port === '') ? said : known;

const unknownEnds = ({ own, other }: Statement) => Number(own.index === null) + Number(other.index === null);

/** Finds the interface of a device that another means by what it has heard. */
function remoteEnds(neighbourhoods: readonly Neighbourhood[]): (device: string, seen: SeenNeighbour) => LinkEnd {
  const known = new Map(
    neighbourhoods.map(({ device, identity: { ports } }) => [device, { ports, find: portFinder(ports) }]),
  );
  return (device, seen) => {
    const own = known.get(device);
    const index = own?.find({ id: seen.port, description: seen.portDescription }) ?? null;
    const port = own?.ports.find((one) => one.index === index);
    return { node: device, index, port: port?.name || port?.description || remotePort(seen) };
  };
}

const remotePort = ({ port, portDescription }: SeenNeighbour) => port ?? portDescription ?? '';

/** A neighbour that is none of the devices; undefined when nothing tells it from others. */
function strangerOf({ name, chassis, address }: SeenNeighbour): Stranger | undefined {
  const identity = chassis ?? name ?? address;
  // A slash is in no id of a device.
  return identity === null ? undefined : { id: `neighbour/${identity}`, name, chassis, address };
}

/** The devices of which each is the only one whose addresses are seen at an interface. */
function seenAlone(neighbourhoods: readonly Neighbourhood[], by: 'fdb' | 'arp', recognise: Recognise): Statement[] {
  return neighbourhoods.flatMap(({ device, neighbours }) => {
    const seen = neighbours.filter((one) => one.by === by && one.localIndex !== null);
    return [...Map.groupBy(seen, ({ localIndex }) => localIndex)].flatMap(([index, there]): Statement[] => {
      const owners = new Map(there.map((one) => [recognise({ ...one, address: null }), one] as const));
      owners.delete(undefined);
      owners.delete(device);
      const [only] = owners;
      if (owners.size !== 1 || !only) return [];
      const [other, one] = only;
      return [
        {
          own: { node: device, index, port: one.localPort },
          other: { node: other!, index: null, port: '' },
          seen: one,
        },
      ];
    });
  });
}
