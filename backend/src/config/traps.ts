import { isIP } from 'node:net';
import { z } from 'zod';
import { boolean, duration, number } from './values.ts';

const SECOND = 1000;
const HOUR = 3_600_000;

/** The section `traps`: where traps and informs are received, from whom, and how they are named. */
export const trapsSchema = () =>
  z
    .strictObject({
      enabled: boolean().default(false).describe('Receive SNMP traps and informs.'),
      listen: z
        .strictObject({
          address: z
            .string()
            .refine((text) => isIP(text) !== 0, {
              error: 'expected an IP address; 0.0.0.0 or :: for all of this machine',
            })
            .default('127.0.0.1')
            .describe('Address to listen on.'),
          port: number(z.int().min(0).max(65_535))
            .default(1162)
            .describe('UDP port; 162, the usual one, needs a right of its own.'),
        })
        .prefault({}),
      credentials: z
        .array(z.string())
        .default([])
        .describe('Names of snmp.credentials: what is sent with one of these is taken.'),
      definitions: z.string().min(1).optional().describe('Folder of own files (*.yaml) that name traps.'),
      sources: z
        .record(
          z.string().refine((text) => isIP(text) !== 0, { error: 'expected an IP address' }),
          z.string(),
        )
        .default({})
        .describe('Devices, by further addresses from which they send.'),
      rate: number(z.int().min(1).max(100_000)).default(100).describe('Datagrams a second taken of one source, …'),
      burst: number(z.int().min(1).max(1_000_000)).default(10_000).describe('… and at once after it was quiet.'),
      duplicates: duration(SECOND, HOUR)
        .default(60 * SECOND)
        .describe('The same from the same source within this time is counted, not listed again.'),
    })
    .superRefine(({ enabled, credentials }, context) => {
      if (!enabled || credentials.length > 0) return;
      const message = 'expected names of snmp.credentials: without them nothing can be taken';
      context.addIssue({ code: 'custom', path: ['credentials'], message });
    });

interface Naming {
  readonly snmp: { readonly credentials: Readonly<Record<string, unknown>> };
  readonly devices: readonly { readonly id: string }[];
  readonly devices_file?: string | undefined;
  readonly traps: { readonly credentials: readonly string[]; readonly sources: Readonly<Record<string, string>> };
}

/** Checks that every name in the section is one of `snmp.credentials`, and every device one of the configuration. */
export function checkTrapNames({ snmp, devices, devices_file, traps }: Naming, context: z.RefinementCtx): void {
  const known = Object.keys(snmp.credentials);
  for (const [place, name] of traps.credentials.entries()) {
    if (known.includes(name)) continue;
    const message = `expected a name of snmp.credentials: ${known.join(', ') || 'there are none'}`;
    context.addIssue({ code: 'custom', path: ['traps', 'credentials', place], message });
  }
  // Devices in a file of their own come and go.
  if (devices_file !== undefined) return;
  for (const [address, device] of Object.entries(traps.sources)) {
    if (devices.some(({ id }) => id === device)) continue;
    context.addIssue({ code: 'custom', path: ['traps', 'sources', address], message: 'expected the id of a device' });
  }
}
