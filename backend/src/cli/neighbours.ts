import type { AccessOptions } from '../collect/snmp/access.ts';
import { createNeighbourReader } from '../collect/snmp/neighbours/read-neighbours.ts';
import type { Neighbour, NeighbourReading } from '../model/neighbour.ts';
import { aligned } from './table.ts';

/** Addresses of one interface that are shown one by one. */
const SHOWN = 3;

/** Who stands beside a device, and every address that it has seen. Rejects when it does not answer. */
export async function neighboursOf(access: AccessOptions & { readonly address: string }): Promise<NeighbourReading> {
  const reader = createNeighbourReader(access);
  try {
    const { identity, neighbours, errors } = await reader.read();
    const seen = await reader.sightings(identity.ports, () => true);
    return { neighbours: [...neighbours, ...seen.neighbours], errors: [...errors, ...seen.errors] };
  } finally {
    reader.close();
  }
}

/** The same for people: a line a neighbour, and of addresses that were seen one an interface. */
export function neighbourTable(neighbours: readonly Neighbour[]): string {
  const said = neighbours.filter(({ by }) => by === 'lldp' || by === 'cdp');
  const seen = neighbours.filter(({ by }) => by === 'fdb' || by === 'arp');
  const places = Map.groupBy(seen, ({ by, localPort }) => `${by} ${localPort}`);
  const sections = [
    ['Neighbour', 'by', 'name', 'chassis', 'address', 'its interface'],
    ...said.map(({ by, localPort, name, chassis, address, port, portDescription }) => {
      return [localPort || '–', by, name ?? '–', chassis ?? '–', address ?? '–', port ?? portDescription ?? '–'];
    }),
  ];
  const addresses = [
    ['Addresses seen', 'by', 'address'],
    ...[...places.values()].map((there) => [there[0]!.localPort, there[0]!.by, addressesText(there)]),
  ];
  const text = said.length > 0 || seen.length === 0 ? aligned(sections) : '';
  return `\n${text}${seen.length > 0 ? `${text && '\n'}${aligned(addresses)}` : ''}`;
}

function addressesText(seen: readonly Neighbour[]): string {
  if (seen.length > SHOWN) return `${seen.length} addresses`;
  return seen.map(({ chassis, address }) => `${chassis}${address === null ? '' : ` (${address})`}`).join(', ');
}
