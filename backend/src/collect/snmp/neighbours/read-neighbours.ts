import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { NeighbourReader } from '../../../model/contracts/neighbours.ts';
import { createSession, type SessionOptions, type SnmpSession } from '../protocol/session.ts';
import { readCdp } from './cdp.ts';
import { readIdentity, readPorts } from './identity.ts';
import { readLldp } from './lldp.ts';
import { readBridgePorts, readSightings } from './sightings.ts';

/** Creates the reader of a device, an IP address or a host name; nothing is sent yet. */
export function createNeighbourReader(options: SessionOptions): NeighbourReader {
  let session: SnmpSession | undefined;
  const begin = async () => {
    session ??= createSession({ ...options, address: await resolved(options.address) });
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

const resolved = async (address: string) => (isIP(address) === 0 ? (await lookup(address)).address : address);
