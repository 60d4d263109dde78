/**
 * How a neighbour is known: it says so itself (LLDP, CDP), or an address of it was seen (in the forwarding table of a
 * bridge, in the ARP table), the surest first.
 */
export const WITNESSES = ['lldp', 'cdp', 'fdb', 'arp'] as const;
export type Witness = (typeof WITNESSES)[number];

/** An interface as its device names it, so that others' words for it are understood. */
export interface PortIdentity {
  /** ifIndex. */
  readonly index: string;
  /** ifName. */
  readonly name: string;
  /** ifDescr. */
  readonly description: string;
  readonly alias: string;
  /** As `aa:bb:cc:dd:ee:ff`; null where it has none. */
  readonly mac: string | null;
}

/** By what a device can be told from others, and recognised in what others say of it. */
export interface DeviceIdentity {
  readonly sysName: string | null;
  readonly sysDescr: string | null;
  readonly sysObjectID: string | null;
  /** SNMP engine ID in hexadecimal (RFC 3411). */
  readonly engineId: string | null;
  /** The address of the bridge and the chassis ID of LLDP, as far as they are MAC addresses. */
  readonly bridge: string | null;
  readonly chassis: string | null;
  /** IP addresses of its interfaces, without those of the loopback. */
  readonly addresses: readonly string[];
  readonly ports: readonly PortIdentity[];
}

/** What a device says of a neighbour. Texts are as the neighbour has announced them. */
export interface Neighbour {
  readonly by: Witness;
  /** ifIndex of the own interface at which it is; null where that is not known. */
  readonly localIndex: string | null;
  /** The own interface in words; may be empty. */
  readonly localPort: string;
  readonly name: string | null;
  /** MAC address of its chassis or interface, or another text that identifies it. */
  readonly chassis: string | null;
  readonly address: string | null;
  /** Its interface: an identifier of any kind, and a description. */
  readonly port: string | null;
  readonly portDescription: string | null;
}

/** A neighbour with the time at which it was seen last, epoch milliseconds UTC. */
export interface SeenNeighbour extends Neighbour {
  readonly lastSeen: number;
}

/** What is known of a device and its neighbours. Plain data that survives JSON. */
export interface Neighbourhood {
  readonly device: string;
  /** When it was read, epoch milliseconds UTC. */
  readonly time: number;
  readonly identity: DeviceIdentity;
  readonly neighbours: readonly SeenNeighbour[];
}

/** One reading: what was found, and what went wrong in words. */
export interface NeighbourReading {
  readonly neighbours: readonly Neighbour[];
  readonly errors: readonly string[];
}

/**
 * The neighbours seen now, and those that are silent for at most `kept` milliseconds: unless another is now seen at their
 * interface, or they are seen at another one.
 */
export function mergedNeighbours(
  before: readonly SeenNeighbour[],
  now: readonly Neighbour[],
  time: number,
  kept: number,
): SeenNeighbour[] {
  const replaces = (found: Neighbour, old: Neighbour) =>
    found.by === old.by &&
    (found.localIndex === old.localIndex ||
      (found.chassis === old.chassis && found.name === old.name && found.port === old.port));
  const silent = before.filter((old) => time - old.lastSeen < kept && !now.some((found) => replaces(found, old)));
  return [...now.map((found) => ({ ...found, lastSeen: time })), ...silent];
}

/** A MAC address as `aa:bb:cc:dd:ee:ff` from any usual writing of it; null for anything else and for zeros. */
export function macOf(text: string): string | null {
  const digits = text.trim().replaceAll(/[:.\- ]/g, '');
  if (!/^[0-9a-f]{12}$/i.test(digits) || /^0+$/.test(digits)) return null;
  return digits.toLowerCase().match(/../g)!.join(':');
}
