import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { NeighbourReader } from '../../../model/contracts/neighbours.ts';
import { type AccessOptions, createAccess, SYS_UPTIME } from '../access.ts';
import { readCdp } from './cdp.ts';
import { readIdentity, readPorts } from './identity.ts';
import { readLldp } from './lldp.ts';
import { readBridgePorts, readSightings } from './sightings.ts';

/** Creates the reader of a device, an IP address or a host name; nothing is sent yet. */
export function createNeighbourReader(options: AccessOptions & { readonly address: string }): NeighbourReader {
  const access = createAccess(options);
  const begin = async () => {
    const address = isIP(options.address) === 0 ? (await lookup(options.address)).address : options.address;
    const greeting = await access.greet(address, [SYS_UPTIME]);
    if ('failure' in greeting) throw greeting.failure;
    return greeting.session;
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
    close: access.close,
  };
}
