import type { Neighbour, NeighbourReading, PortIdentity } from '../../../model/neighbour.ts';
import type { ColumnValues } from '../protocol/column-values.ts';
import type { SnmpSession } from '../protocol/session.ts';
import { numeric } from '../protocol/values.ts';
import { inetAddress, ipOf, mac, numbers } from './addresses.ts';

const BASE_PORT_IF_INDEX = '1.3.6.1.2.1.17.1.4.1.2';
/** Forwarding tables of bridges (RFC 4363, RFC 4188): by VLAN and MAC address, and by MAC address. */
const DOT1Q_FDB_PORT = '1.3.6.1.2.1.17.7.1.2.2.1.2';
const DOT1D_FDB_PORT = '1.3.6.1.2.1.17.4.3.1.2';
/** ARP: by ifIndex and IPv4 address (RFC 4293, deprecated and nearly everywhere), and by ifIndex, type, length and address. */
const NET_TO_MEDIA_PHYS_ADDRESS = '1.3.6.1.2.1.4.22.1.2';
const NET_TO_PHYSICAL_PHYS_ADDRESS = '1.3.6.1.2.1.4.35.1.4';

const MOST_ROWS = 5000;
const MAC_NUMBERS = 6;
const IPV4_NUMBERS = 4;
const NONE: ColumnValues = new Map();

/** The ifIndex of each port of the bridge. Never rejects. */
export async function readBridgePorts(session: SnmpSession): Promise<ReadonlyMap<string, string>> {
  const [rows = NONE] = (await session.walk([BASE_PORT_IF_INDEX], undefined, MOST_ROWS)).columns;
  return new Map([...rows].map(([port, index]) => [port, String(numeric(index) ?? '')]));
}

/** Reads at which interface addresses were seen, as far as somebody wants to know of them. Never rejects. */
export async function readSightings(
  session: SnmpSession,
  ports: readonly PortIdentity[],
  isWanted: (mac: string) => boolean,
): Promise<NeighbourReading> {
  const byIndex = new Map(ports.map((port) => [port.index, port]));
  const unsaid = { name: null, port: null, portDescription: null };
  const found = new Map<string, Neighbour>();
  const see = (by: 'fdb' | 'arp', index: string, chassis: string | null, address: string | null) => {
    const port = byIndex.get(index);
    if (chassis === null || !port || !isWanted(chassis)) return;
    const localPort = port.name || port.description || index;
    // An address in several VLANs is one neighbour.
    found.set(`${by} ${index} ${chassis}`, { by, localIndex: index, localPort, chassis, address, ...unsaid });
  };

  const forwarding = await readForwarding(session);
  if (forwarding.rows.size > 0) {
    const bridgePorts = await readBridgePorts(session);
    for (const [index, port] of forwarding.rows) {
      const own = bridgePorts.get(String(numeric(port)));
      if (own !== undefined) see('fdb', own, macInIndex(index), null);
    }
  }
  const arp = await readArp(session);
  for (const { index, address, chassis } of arp.rows) see('arp', index, chassis, address);
  return { neighbours: [...found.values()], errors: [...forwarding.errors, ...arp.errors] };
}

/** The bridge port at which each address was seen; 0 where it is not known. */
async function readForwarding(session: SnmpSession) {
  const byVlan = await session.walk([DOT1Q_FDB_PORT], undefined, MOST_ROWS);
  const plain = byVlan.columns[0]?.size ? byVlan : await session.walk([DOT1D_FDB_PORT], undefined, MOST_ROWS);
  return { rows: plain.columns[0] ?? NONE, errors: plain.errors };
}

async function readArp(session: SnmpSession) {
  const old = await session.walk([NET_TO_MEDIA_PHYS_ADDRESS], undefined, MOST_ROWS);
  if (old.columns[0]?.size) {
    const rows = [...old.columns[0]].map(([index, value]) => {
      const parts = numbers(index);
      // Some devices write type and length before the address here too.
      return { index: String(parts[0]), address: ipOf(parts.slice(1).slice(-IPV4_NUMBERS)), chassis: mac(value) };
    });
    return { rows, errors: old.errors };
  }
  const walked = await session.walk([NET_TO_PHYSICAL_PHYS_ADDRESS], undefined, MOST_ROWS);
  const rows = [...(walked.columns[0] ?? NONE)].map(([index, value]) => {
    const parts = numbers(index);
    return { index: String(parts[0]), address: inetAddress(parts, 2), chassis: mac(value) };
  });
  return { rows, errors: walked.errors };
}

/** The MAC address at the end of an index. */
function macInIndex(index: string): string | null {
  const octets = numbers(index).slice(-MAC_NUMBERS);
  return mac(Buffer.from(octets));
}
