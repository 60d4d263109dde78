import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { DeviceIdentity, NeighbourReading } from '../../../model/neighbour.ts';
import { createSession, type SessionOptions, type SnmpSession } from '../protocol/session.ts';
import { readCdp } from './cdp.ts';
import { readIdentity, readPorts } from './identity.ts';
import { readLldp } from './lldp.ts';
import { readBridgePorts, readSightings } from './sightings.ts';

/** Reads who a device is and whom it has beside it. */
export interface NeighbourReader {
  /** Who it is, and what it was told by LLDP and CDP. Rejects when nothing answers. */
  read(): Promise<NeighbourReading & { readonly identity: DeviceIdentity }>;
  /** Where it has seen the MAC addresses that somebody wants to know of. To be called after `read`. */
  sightings(isWanted: (mac: string) => boolean): Promise<NeighbourReading>;
  /** Frees the socket. */
  close(): void;
}

/** Creates the reader of a device, an IP address or a host name; nothing is sent yet. */
export function createNeighbourReader(options: SessionOptions): NeighbourReader {
  let session: SnmpSession | undefined;
  let identity: DeviceIdentity | undefined;
  const begin = async () => {
    session ??= createSession({ ...options, address: await resolved(options.address) });
    session.begin();
    return session;
  };
  return {
    async read() {
      const asked = await begin();
      const known = await readIdentity(asked);
      const ports = await readPorts(asked);
      identity = { ...known, ports };
      const bridgePorts = await readBridgePorts(asked);
      const lldp = await readLldp(asked, ports, (port) => bridgePorts.get(port));
      const cdp = await readCdp(asked, ports);
      const neighbours = [...lldp.neighbours, ...cdp.neighbours];
      return { identity, neighbours, errors: [...lldp.errors, ...cdp.errors] };
    },
    async sightings(isWanted) {
      return readSightings(await begin(), identity?.ports ?? [], isWanted);
    },
    close() {
      session?.close();
      session = undefined;
    },
  };
}

const resolved = async (address: string) => (isIP(address) === 0 ? (await lookup(address)).address : address);
