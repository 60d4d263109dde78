import { z } from 'zod';
import type { TrapStatus } from '../../model/contracts/traps.ts';
import { SEVERITIES } from '../../model/incident.ts';
import { namedSchemas } from './named-schemas.ts';
import { type Endpoint, json, operation } from './operation.ts';

const device = z.string().nullable().describe('The device that has this address; null when none has.');
const time = z.number();

/** The answer of /api/v1/traps. */
export const trapsAnswer = z
  .strictObject({
    listen: z
      .strictObject({
        address: z.string(),
        port: z.int(),
        receiveBuffer: z.number().describe('What the kernel keeps of what waits to be read, octets.'),
      })
      .nullable()
      .describe('Null where no traps are received.'),
    taken: z.int().describe('Traps and informs taken since the start.'),
    fromUnknownSources: z.int().describe('Those of them from addresses that no device has.'),
    unnamed: z.int().describe('Those of them that no definition names.'),
    refused: z.record(z.string(), z.int()).describe('Datagrams that were not taken, by reason.'),
    recent: z
      .array(
        z.strictObject({
          first: time,
          last: time,
          count: z.int().describe('How often it came within a short time of the one before.'),
          source: z.string(),
          device,
          version: z.enum(['1', '2c', '3']),
          inform: z.boolean(),
          oid: z.string(),
          name: z.string().nullable().describe('What its definition calls it; null where none fits.'),
          severity: z.enum(SEVERITIES).nullable(),
          text: z.string().nullable(),
          kind: z.string().nullable().describe('The kind of incident that it raises or clears.'),
          effect: z.enum(['raises', 'clears']).nullable(),
        }),
      )
      .describe('The newest first.'),
    unknown: z
      .array(
        z.strictObject({
          oid: z.string(),
          count: z.int(),
          first: time,
          last: time,
          source: z.string(),
          device,
          variables: z.array(z.strictObject({ oid: z.string(), value: z.string() })).describe('Of the newest one.'),
        }),
      )
      .describe('Traps that no definition names, each with an example.'),
    sources: z.array(
      z.strictObject({
        address: z.string(),
        device,
        taken: z.int(),
        refused: z.int(),
        reason: z.string().nullable().describe('Why the newest refused one was.'),
        last: time,
      }),
    ),
  })
  .register(namedSchemas, { id: 'TrapsAnswer' });

export const trapsEndpoint: Endpoint = {
  path: '/api/v1/traps',
  get: operation({
    id: 'readTraps',
    summary: 'SNMP traps and informs received since the start',
    query: z.strictObject({
      device: z.string().min(1).optional().describe('Only recent and unknown traps of this device.'),
      limit: z.coerce.number().int().min(1).max(500).default(100).describe('At most so many of each list.'),
    }),
    answer: json(trapsAnswer),
    problems: ['invalid-request'],
    handle: ({ query }, { traps }) => describeTraps(traps(), query),
  }),
};

function describeTraps(
  { listen, refused, recent, unknown, sources, ...counts }: TrapStatus,
  { device: only, limit }: { device?: string | undefined; limit: number },
): z.input<typeof trapsAnswer> {
  const chosen = <T extends { readonly device: string | null }>(list: readonly T[]) =>
    list.filter((one) => only === undefined || one.device === only).slice(0, limit);
  return {
    ...counts,
    listen: listen && { ...listen },
    refused: { ...refused },
    recent: chosen(recent).map((one) => ({ ...one })),
    unknown: chosen(unknown).map((one) => ({ ...one, variables: one.variables.map((variable) => ({ ...variable })) })),
    sources: chosen(sources).map((one) => ({ ...one })),
  };
}
