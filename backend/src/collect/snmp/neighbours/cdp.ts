import type { Neighbour, PortIdentity } from '../../../model/neighbour.ts';
import type { ColumnValues } from '../protocol/column-values.ts';
import type { SnmpSession } from '../protocol/session.ts';
import { text } from '../protocol/values.ts';
import { ipOf } from './addresses.ts';

/** cdpCacheTable of the CISCO-CDP-MIB, indexed by ifIndex and a count. */
const CACHE = '1.3.6.1.4.1.9.9.23.1.2.1.1';
const ADDRESS = `${CACHE}.4`;
const DEVICE_ID = `${CACHE}.6`;
const DEVICE_PORT = `${CACHE}.7`;

const MOST = 1000;
const NONE: ColumnValues = new Map();

/** Reads what CDP knows. Never rejects. */
export async function readCdp(
  session: SnmpSession,
  ports: readonly PortIdentity[],
): Promise<{ neighbours: Neighbour[]; errors: readonly string[] }> {
  const { columns, errors } = await session.walk([ADDRESS, DEVICE_ID, DEVICE_PORT], undefined, MOST);
  const [address = NONE, deviceId = NONE, devicePort = NONE] = columns;
  const neighbours = [...deviceId].map(([index, id]): Neighbour => {
    const localIndex = index.split('.')[0]!;
    const port = ports.find((one) => one.index === localIndex);
    const octets = address.get(index);
    return {
      by: 'cdp',
      localIndex,
      localPort: port?.name || port?.description || localIndex,
      name: nameOf(text(id)),
      chassis: null,
      address: Buffer.isBuffer(octets) ? ipOf(octets) : null,
      port: text(devicePort.get(index)) || null,
      portDescription: null,
    };
  });
  return { neighbours, errors };
}

/** The host name in a device ID: NX-OS and CatOS write the serial number in brackets behind it. */
const nameOf = (id: string | null): string | null => id?.replace(/\([^()]*\)$/, '').trim() || null;
