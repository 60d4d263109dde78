import type { DeviceIdentity, PortIdentity } from '../../../model/neighbour.ts';
import type { ColumnValues } from '../protocol/column-values.ts';
import { compareOids } from '../protocol/oid.ts';
import type { SnmpSession } from '../protocol/session.ts';
import { text } from '../protocol/values.ts';
import { inetAddress, isShared, mac, numbers } from './addresses.ts';

const SYS_NAME = '1.3.6.1.2.1.1.5.0';
const SYS_DESCR = '1.3.6.1.2.1.1.1.0';
const SYS_OBJECT_ID = '1.3.6.1.2.1.1.2.0';
const ENGINE_ID = '1.3.6.1.6.3.10.2.1.1.0';
const BRIDGE_ADDRESS = '1.3.6.1.2.1.17.1.1.0';
const LLDP_CHASSIS = '1.0.8802.1.1.2.1.3.2.0';

const IF_DESCR = '1.3.6.1.2.1.2.2.1.2';
const IF_PHYS_ADDRESS = '1.3.6.1.2.1.2.2.1.6';
const IF_NAME = '1.3.6.1.2.1.31.1.1.1.1';
const IF_ALIAS = '1.3.6.1.2.1.31.1.1.1.18';

/** Indexed by the address itself (RFC 4293, deprecated and nearly everywhere), and by its type and length. */
const IP_AD_ENT_IF_INDEX = '1.3.6.1.2.1.4.20.1.2';
const IP_ADDRESS_IF_INDEX = '1.3.6.1.2.1.4.34.1.3';

const MOST_PORTS = 4000;
const MOST_ADDRESSES = 500;
const NONE: ColumnValues = new Map();

/** What tells a device from others, without its interfaces. Rejects with a RequestFailure when the device is silent. */
export async function readIdentity(session: SnmpSession): Promise<Omit<DeviceIdentity, 'ports'>> {
  const asked = [SYS_NAME, SYS_DESCR, SYS_OBJECT_ID, ENGINE_ID, BRIDGE_ADDRESS, LLDP_CHASSIS];
  const { values } = await session.get(asked);
  const [sysName, sysDescr, sysObjectID, engine, bridge, chassis] = values;
  return {
    sysName: text(sysName),
    sysDescr: text(sysDescr),
    sysObjectID: text(sysObjectID),
    engineId: Buffer.isBuffer(engine) && engine.length > 0 ? engine.toString('hex') : null,
    bridge: mac(bridge),
    chassis: mac(chassis),
    addresses: await readAddresses(session),
  };
}

/** The interfaces of a device as it names them; what goes wrong leaves names out. */
export async function readPorts(session: SnmpSession): Promise<PortIdentity[]> {
  const columns = [IF_NAME, IF_DESCR, IF_ALIAS, IF_PHYS_ADDRESS];
  const walked = await session.walk(columns, undefined, MOST_PORTS);
  const [name = NONE, description = NONE, alias = NONE, address = NONE] = walked.columns;
  const indexes = new Set([...name.keys(), ...description.keys()]);
  return [...indexes].toSorted(compareOids).map((index) => ({
    index,
    name: text(name.get(index)) ?? '',
    description: text(description.get(index)) ?? '',
    alias: text(alias.get(index)) ?? '',
    mac: mac(address.get(index)),
  }));
}

async function readAddresses(session: SnmpSession): Promise<string[]> {
  const [old = NONE] = (await session.walk([IP_AD_ENT_IF_INDEX], undefined, MOST_ADDRESSES)).columns;
  if (old.size > 0) return [...old.keys()].filter((address) => !isShared(address));
  const [rows = NONE] = (await session.walk([IP_ADDRESS_IF_INDEX], undefined, MOST_ADDRESSES)).columns;
  const found = [...rows.keys()].map((index) => inetAddress(numbers(index), 1));
  return found.filter((address) => address !== null && !isShared(address)) as string[];
}
