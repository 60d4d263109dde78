import { isIPv4, isIPv6 } from 'node:net';
import { z } from 'zod';
import { checkNames, credentialNames, credentialsSchema, type SecretParts } from './credentials.ts';
import { duration, linkSpeed, number } from './values.ts';

const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const SNMP_PORT = 161;
const IDENTITY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** What the implementations bring: how secrets are written, what kinds of incidents there are. */
export interface DeviceParts<C extends z.ZodType, F extends z.ZodType> extends SecretParts<C, F> {
  readonly profiles: readonly string[];
  readonly kinds: readonly string[];
}

/** An address of a device: IPv4, IPv6 (in brackets when a port follows) or a host name, with `:port` when it is not 161. */
const address = () =>
  z.string().transform((text, context) => {
    const [, bracketed, plain, port] = /^(?:\[([0-9A-Fa-f:.]+)\]|([^\s:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
    const bare = /^[0-9A-Fa-f:.]+$/.test(text) && text.split(':').length > 2 ? text : undefined;
    const host = bare ?? bracketed ?? plain;
    const number = port === undefined ? SNMP_PORT : Number(port);
    if (host !== undefined && isHost(host) && number > 0 && number <= 65_535) return { host, port: number };
    context.addIssue({
      code: 'custom',
      message: 'expected an address such as 10.0.0.1, [2001:db8::1]:161 or a host name',
    });
    return z.NEVER;
  });

/** False for what looks like an IP address and is none; other names are for the resolver to judge. */
const isHost = (host: string) => (host.includes(':') ? isIPv6(host) : !/^[\d.]+$/.test(host) || isIPv4(host));

/** What may be set for one kind of incident: its threshold, or that it is not looked for. */
const limit = () =>
  z.union(
    [
      z.literal(false),
      z.strictObject({
        threshold: number(z.number()).optional().describe('Beyond this value it counts, in the unit of the kind.'),
        clear: number(z.number()).optional().describe('Back at this value it ends.'),
        raise_after: number(z.int().min(1).max(60)).optional().describe('Samples beyond before it counts.'),
        clear_after: number(z.int().min(1).max(60)).optional().describe('Samples back before it ends.'),
      }),
    ],
    { error: 'expected false, or a section with threshold, clear, raise_after and clear_after' },
  );

/** Limits by kind of incident, as `incidents:` of the network or of a device. */
export const limitsSchema = (kinds: readonly string[]) =>
  z
    .strictObject(Object.fromEntries(kinds.map((kind) => [kind, limit().optional()])))
    .default({})
    .describe('What counts as an incident, by kind; false: not looked for.');

/** How devices are asked where a device says nothing of its own. */
export function snmpSchema<C extends z.ZodType, F extends z.ZodType>(parts: DeviceParts<C, F>) {
  return z.strictObject({
    credentials: credentialsSchema(parts),
    default_credentials: credentialNames()
      .optional()
      .describe('Those of the devices, tried in this order; default: the only ones there are.'),
    community: parts.community.optional().describe('Instead: SNMP v2c community; default: public.'),
    community_file: parts.communityFile.optional().describe('The same, from a file.'),
    poll_period: duration(10 * SECOND, HOUR)
      .default(MINUTE)
      .describe('How often a device is asked.'),
    timeout: duration(100, 30 * SECOND)
      .default(2 * SECOND)
      .describe('How long an answer is waited for.'),
    retries: number(z.int().min(0).max(5)).default(1).describe('How often a request without an answer is repeated.'),
    profiles: z.string().min(1).optional().describe('A folder of device profiles of your own.'),
  });
}

/** What is known better than an interface tells it, by its name or alias. */
const interfaceSpeed = () =>
  z
    .strictObject({
      name: z.string().min(1).optional().describe('Its name; * stands for anything.'),
      alias: z.string().min(1).optional().describe('Its alias (description); * stands for anything.'),
      speed: linkSpeed().describe('Its speed, such as 100M or 10G.'),
    })
    .refine(({ name, alias }) => (name === undefined) !== (alias === undefined), {
      error: 'expected either a name or an alias',
    });
/** Somebody or something behind a device: a name, or a section with more. */
const dependant = () =>
  z.preprocess(
    (value) => (typeof value === 'string' ? { name: value } : value),
    z.strictObject({
      name: z.string().min(1).max(120).describe('Who or what it is.'),
      subscribers: number(z.int().min(0)).optional().describe('How many subscribers that are.'),
      interface: z
        .string()
        .min(1)
        .optional()
        .describe('Name of the interface it is behind; default: the whole device.'),
    }),
  );

/** The file of the devices that `devices_file` names. */
export function devicesFileSchema<C extends z.ZodType, F extends z.ZodType>(
  parts: DeviceParts<C, F>,
  snmp: Parameters<typeof checkNames>[0]['snmp'],
) {
  return z
    .strictObject({ devices: devicesSchema(parts) })
    .superRefine(({ devices }, context) => checkNames({ snmp, devices }, context));
}

/** The devices of the network. */
export function devicesSchema<C extends z.ZodType, F extends z.ZodType>(parts: DeviceParts<C, F>) {
  const device = z.strictObject({
    id: z
      .string()
      .regex(IDENTITY, { error: 'expected 1 to 64 letters, digits, dots, dashes or underscores' })
      .describe('Identity of the device in every series it gives: never change it later.'),
    name: z.string().min(1).max(120).optional().describe('Shown to people; default: the id.'),
    address: address().describe('Address, with :port when it is not 161.'),
    site: z.string().max(120).default('').describe('Where it stands, for people.'),
    role: z.string().max(60).default('').describe('What it is for, such as core, bras, aggregation or access.'),
    credentials: credentialNames().optional().describe('Tried in this order; default: those of the section snmp.'),
    community: parts.community.optional().describe('Instead: SNMP v2c community.'),
    community_file: parts.communityFile.optional().describe('The same, from a file.'),
    poll_period: duration(10 * SECOND, HOUR)
      .optional()
      .describe('Default: that of the section snmp.'),
    timeout: duration(100, 30 * SECOND)
      .optional()
      .describe('Default: that of the section snmp.'),
    retries: number(z.int().min(0).max(5)).optional().describe('Default: that of the section snmp.'),
    profile: z
      .enum(parts.profiles as [string, ...string[]])
      .optional()
      .describe('How it is read; default: found by its sysObjectID.'),
    parent: z.string().optional().describe('Id of the device through which it is reached.'),
    subscribers: number(z.int().min(0))
      .optional()
      .describe(
        'Subscribers who lose service with it, those behind its children included; default: the sum over its children.',
      ),
    customers: z.array(dependant()).default([]).describe('Customers behind it, for people.'),
    services: z.array(dependant()).default([]).describe('Services behind it, for people.'),
    nas: z.array(z.string().min(1)).default([]).describe('The NAS addresses under which it appears in RADIUS logs.'),
    interfaces: z
      .array(interfaceSpeed())
      .default([])
      .describe('Speeds of interfaces that tell none or a wrong one; the first that fits counts.'),
    incidents: limitsSchema(parts.kinds),
  });
  return z
    .array(device)
    .default([])
    .superRefine((devices, context) => {
      const fault = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
      const byId = new Map(devices.map((one) => [one.id, one]));
      const owners = new Map<string, number>();
      const ids = new Set<string>();
      for (const [index, { id, parent, nas }] of devices.entries()) {
        if (ids.has(id)) fault([index, 'id'], 'expected an id no other device has');
        ids.add(id);
        if (parent !== undefined && !byId.has(parent)) fault([index, 'parent'], 'expected the id of another device');
        else if (leadsBack(id, byId))
          fault([index, 'parent'], `expected a parent that is not reached through ${id} itself`);
        for (const [position, name] of nas.entries()) {
          if (owners.has(name)) fault([index, 'nas', position], 'expected a NAS no other device has');
          owners.set(name, index);
        }
      }
    });
}

/** True when the parents of a device lead back to it. */
function leadsBack(id: string, devices: ReadonlyMap<string, { readonly parent?: string | undefined }>): boolean {
  const seen = new Set<string>();
  for (let at = devices.get(id)?.parent; at !== undefined && !seen.has(at); at = devices.get(at)?.parent) {
    if (at === id) return true;
    seen.add(at);
  }
  return false;
}
