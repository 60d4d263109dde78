import { z } from 'zod';
import type { DeviceStatus } from '../../model/device.ts';
import type { LinkEnd } from '../../model/link.ts';
import { WITNESSES } from '../../model/neighbour.ts';
import { namedSchemas } from './named-schemas.ts';
import { type Endpoint, json, operation } from './operation.ts';

const text = z.string().nullable();

const end = z
  .strictObject({
    node: z.string().describe('Id of the node.'),
    component: text.describe('Id of the interface among the components of the device; null where it is not known.'),
    port: z.string().describe('The interface in words; may be empty.'),
  })
  .register(namedSchemas, { id: 'LinkEnd' });

/** The answer of /api/v1/topology. */
export const topologyAnswer = z
  .strictObject({
    nodes: z.array(
      z.strictObject({
        id: z.string().describe('Of a device its id; of a neighbour that is none of the devices a text with a slash.'),
        kind: z.enum(['device', 'neighbour']),
        name: z.string(),
        site: z.string(),
        role: z.string(),
        state: text.describe('State of a device; null for others.'),
        parent: text.describe('As configured.'),
        proposedParent: text.describe('Where none is configured: the one that its neighbours speak for.'),
        address: text,
        chassis: text.describe('Of a neighbour that is no device: its MAC address, or what else it calls itself.'),
      }),
    ),
    links: z.array(
      z.strictObject({
        ends: z.array(end).length(2),
        known: z
          .array(
            z.strictObject({
              by: z.enum(WITNESSES).describe('LLDP, CDP, a forwarding table (fdb) or ARP.'),
              device: z.string().describe('The device that says so.'),
              lastSeen: z.number().describe('Epoch milliseconds UTC.'),
            }),
          )
          .describe('How the link is known.'),
      }),
    ),
  })
  .register(namedSchemas, { id: 'TopologyAnswer' });

export const topologyEndpoint: Endpoint = {
  path: '/api/v1/topology',
  get: operation({
    id: 'readTopology',
    summary: 'How the devices hang together, as far as they know themselves',
    description:
      'Read from LLDP, CDP, forwarding and ARP tables every six hours. A link that is seen no more is told of for seven days.',
    answer: json(topologyAnswer),
    problems: [],
    handle(_input, { devices, links }) {
      const known = devices();
      const { links: found, strangers, proposedParents } = links();
      const componentOf = components(known);
      const nothing = { site: '', role: '', state: null, parent: null, proposedParent: null };
      return {
        nodes: [
          ...known.map(({ device: { id, name, site, role = '', parent = null, address }, state }) => ({
            ...{ id, kind: 'device' as const, name, site, role, state, parent, address, chassis: null },
            proposedParent: proposedParents.get(id) ?? null,
          })),
          ...strangers.map(({ id, name, chassis, address }) => ({
            ...{ ...nothing, id, kind: 'neighbour' as const, address, chassis },
            name: name ?? address ?? chassis ?? id,
          })),
        ],
        links: found.map(({ ends, known: witnesses }) => ({
          ends: ends.map((one) => ({ node: one.node, component: componentOf(one), port: one.port })),
          known: witnesses.map((witness) => ({ ...witness })),
        })),
      };
    },
  }),
};

/** Finds the interface at the end of a link among the components of its device. */
function components(devices: readonly DeviceStatus[]): (end: LinkEnd) => string | null {
  const interfaces = devices.map(({ device, components: all }) => {
    const byIndex = all.filter(({ kind }) => kind === 'interface').map(({ index, id }) => [index, id] as const);
    return [device.id, new Map(byIndex)] as const;
  });
  const byDevice = new Map(interfaces);
  return ({ node, index }) => (index === null ? null : (byDevice.get(node)?.get(index) ?? null));
}
