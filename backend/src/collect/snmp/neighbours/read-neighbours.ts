import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { NeighbourReader } from '../../../model/contracts/neighbours.ts';
import type { SnmpCredentials } from '../../../model/credentials.ts';
import { createSession, type SessionOptions, type SnmpSession } from '../protocol/session.ts';
import { readCdp } from './cdp.ts';
import { readIdentity, readPorts } from './identity.ts';
import { readLldp } from './lldp.ts';
import { readBridgePorts, readSightings } from './sightings.ts';

const SYS_NAME = '1.3.6.1.2.1.1.5.0';

export interface NeighbourReaderOptions extends Omit<SessionOptions, 'credentials'> {
  /** Tried in this order until the device answers to one. */
  readonly credentials: readonly SnmpCredentials[];
}

/** Creates the reader of a device, an IP address or a host name; nothing is sent yet. */
export function createNeighbourReader(options: NeighbourReaderOptions): NeighbourReader {
  let session: SnmpSession | undefined;
  const begin = async () => {
    session ??= await openSession(options);
    session.begin();
    return session;
  };
  return {
    async read() {
      const asked = await begin();
      const identity = await readIdentity(asked);
      const ports = await readPorts(asked);
      const bridgePorts = await readBridgePorts(asked);
      const lldp = await readLldp(asked, ports, (port) => bridgePorts.get(port));
      const cdp = await readCdp(asked, ports);
      const neighbours = [...lldp.neighbours, ...cdp.neighbours];
      return { identity: { ...identity, ports }, neighbours, errors: [...lldp.errors, ...cdp.errors] };
    },
    async sightings(ports, isWanted) {
      return readSightings(await begin(), ports, isWanted);
    },
    close() {
      session?.close();
      session = undefined;
    },
  };
}

/** A session with the first credentials to which the device answers. Rejects with the last failure when it does to none. */
async function openSession(options: NeighbourReaderOptions): Promise<SnmpSession> {
  const address = isIP(options.address) === 0 ? (await lookup(options.address)).address : options.address;
  let failure: unknown = new Error('there are no credentials');
  for (const credentials of options.credentials) {
    const session = createSession({ ...options, address, credentials });
    try {
      await session.get([SYS_NAME]);
      return session;
    } catch (error) {
      session.close();
      failure = error;
    }
  }
  throw failure;
}
