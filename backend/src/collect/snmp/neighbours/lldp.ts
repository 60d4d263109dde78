import type { Neighbour, PortIdentity } from '../../../model/neighbour.ts';
import { portFinder } from '../../../model/port-name.ts';
import type { ColumnValues } from '../protocol/column-values.ts';
import type { SnmpSession } from '../protocol/session.ts';
import { numeric, type SnmpValue, text } from '../protocol/values.ts';
import { inetAddress, ipOf, isShared, mac, numbers } from './addresses.ts';

/** Tables of the LLDP-MIB (IEEE 802.1AB-2005). */
const LOCAL_PORT = '1.0.8802.1.1.2.1.3.7.1';
const REMOTE = '1.0.8802.1.1.2.1.4.1.1';
const REMOTE_MANAGEMENT_IF_SUBTYPE = '1.0.8802.1.1.2.1.4.2.1.3';

/** ChassisIdSubtype: a network address is told with its family before it, 1 for IPv4 and 2 for IPv6. */
const CHASSIS_NETWORK_ADDRESS = 5;
/** PortIdSubtype of a MAC address: its six octets could be a text as well. */
const PORT_MAC = 3;

const MOST_LOCAL = 4000;
const MOST_REMOTE = 1000;
const NONE: ColumnValues = new Map();

/** Reads what LLDP knows. `interfaceOf` gives the ifIndex of a port of the bridge. Never rejects. */
export async function readLldp(
  session: SnmpSession,
  ports: readonly PortIdentity[],
  interfaceOf: (bridgePort: string) => string | undefined,
): Promise<{ neighbours: Neighbour[]; errors: readonly string[] }> {
  const remote = await session.walk(
    [4, 5, 6, 7, 8, 9].map((column) => `${REMOTE}.${column}`),
    undefined,
    MOST_REMOTE,
  );
  const [chassisSubtype = NONE, chassisId = NONE, portSubtype = NONE, portId = NONE, portDescription = NONE] =
    remote.columns;
  const [, , , , , name = NONE] = remote.columns;
  if (chassisId.size === 0) return { neighbours: [], errors: remote.errors };

  const local = await session.walk(
    [2, 3, 4].map((column) => `${LOCAL_PORT}.${column}`),
    undefined,
    MOST_LOCAL,
  );
  const [localSubtype = NONE, localId = NONE, localDescription = NONE] = local.columns;
  const management = await session.walk([REMOTE_MANAGEMENT_IF_SUBTYPE], undefined, MOST_REMOTE);
  const addresses = managementAddresses(management.columns[0] ?? NONE);

  const find = portFinder(ports);
  const byIndex = new Map(ports.map((port) => [port.index, port]));
  const ownPort = (port: string): Pick<Neighbour, 'localIndex' | 'localPort'> => {
    const id = identifier(numeric(localSubtype.get(port)) === PORT_MAC, localId.get(port));
    const description = text(localDescription.get(port));
    // What the numbers of ports are is left to the device: most take ifIndex, others the port of the bridge.
    const numbered = byIndex.has(port) ? port : (interfaceOf(port) ?? null);
    const localIndex = find({ id, description }) ?? numbered;
    const known = byIndex.get(localIndex ?? '');
    return { localIndex, localPort: known?.name || known?.description || id || description || port };
  };
  const neighbours = [...chassisId].map(([index, id]): Neighbour => {
    const port = localPortOf(index);
    const byAddress = numeric(chassisSubtype.get(index)) === CHASSIS_NETWORK_ADDRESS;
    const address = byAddress && Buffer.isBuffer(id) ? ipOf(id.subarray(1)) : null;
    return {
      by: 'lldp',
      ...(port === undefined ? { localIndex: null, localPort: '' } : ownPort(port)),
      name: text(name.get(index)) || null,
      chassis: address ?? identifier(!byAddress, id),
      address: addresses.get(index) ?? address,
      port: identifier(numeric(portSubtype.get(index)) === PORT_MAC, portId.get(index)),
      portDescription: text(portDescription.get(index)) || null,
    };
  });
  return { neighbours, errors: [...remote.errors, ...local.errors, ...management.errors] };
}

/** The index is a time mark, the number of the own port and a count; some devices leave the first two out. */
function localPortOf(index: string): string | undefined {
  const parts = index.split('.');
  return parts.length === 3 ? parts[1] : undefined;
}

/** The first IP address by which each remote system is managed. The index of a row goes on with family, length and address. */
function managementAddresses(rows: ColumnValues): Map<string, string> {
  const found = new Map<string, string>();
  for (const index of rows.keys()) {
    const parts = numbers(index);
    const remote = parts.slice(0, 3).join('.');
    const address = inetAddress(parts, 4);
    if (address !== null && !isShared(address) && !found.has(remote)) found.set(remote, address);
  }
  return found;
}

/** A MAC address where it can be one, a text otherwise; null for octets that are neither. */
function identifier(mayBeMac: boolean, value: SnmpValue | undefined): string | null {
  const address = mayBeMac ? mac(value) : null;
  const words = address ?? text(value);
  return words && /^[\P{Cc}]+$/u.test(words) ? words : null;
}
