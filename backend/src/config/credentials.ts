import { z } from 'zod';
import { AUTHENTICATIONS, PRIVACIES } from '../model/credentials.ts';

/** How secrets are written: in place, or in a file. A password of SNMP v3 has at least 8 characters (RFC 3414, 11.2). */
export interface SecretParts<C extends z.ZodType, F extends z.ZodType> {
  readonly community: C;
  readonly communityFile: F;
  readonly password: C;
  readonly passwordFile: F;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** Octets of a user name (RFC 3414, msgUserName) and of a context (RFC 3415, vacmContextName). */
const LONGEST = 32;

const octets = (text: string) => Buffer.byteLength(text) <= LONGEST;

/** The named credentials of `snmp.credentials`. */
export function credentialsSchema<C extends z.ZodType, F extends z.ZodType>(parts: SecretParts<C, F>) {
  const withPassword = <P extends string>(protocols: readonly P[]) =>
    z
      .strictObject({
        protocol: z.enum(protocols).describe('How it is done.'),
        password: parts.password.optional().describe('At least 8 characters.'),
        password_file: parts.passwordFile.optional().describe('The same, from a file.'),
      })
      .superRefine(one('password'));
  const byCommunity = (version: '1' | '2c') =>
    z
      .strictObject({
        version: z.literal(version).describe('1, 2c or 3.'),
        community: parts.community.optional().describe('SNMP community.'),
        community_file: parts.communityFile.optional().describe('The same, from a file.'),
      })
      .superRefine(one('community'));
  const byUser = z
    .strictObject({
      version: z.literal('3'),
      user: z
        .string()
        .min(1)
        .refine(octets, { error: `expected at most ${LONGEST} octets` })
        .describe('Security name.'),
      auth: withPassword(AUTHENTICATIONS).optional().describe('How messages are authenticated; default: not at all.'),
      privacy: withPassword(PRIVACIES).optional().describe('How messages are encrypted; default: not at all.'),
      context: z
        .string()
        .refine(octets, { error: `expected at most ${LONGEST} octets` })
        .default('')
        .describe('SNMP context; default: the empty one.'),
    })
    .superRefine(({ auth, privacy }, context) => {
      if (auth || !privacy) return;
      const message = 'expected auth too: SNMP v3 encrypts only what it authenticates';
      context.addIssue({ code: 'custom', path: ['privacy'], message });
    });
  const versions = z.discriminatedUnion('version', [byCommunity('1'), byCommunity('2c'), byUser]);
  return z
    .record(
      z.string().regex(NAME, { error: 'expected 1 to 64 letters, digits, dots, dashes or underscores' }),
      z.preprocess(versionAsText, versions),
    )
    .default({})
    .describe('Credentials by name.');
}

/** One name of `snmp.credentials`, or several, which are tried in this order. */
export const credentialNames = () =>
  z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.string()).min(1));

/** `version: 3` is a number in YAML. */
function versionAsText(value: unknown): unknown {
  const version = (value as { version?: unknown } | null | undefined)?.version;
  return typeof version === 'number' ? { ...(value as object), version: String(version) } : value;
}

/** Exactly one of `KEY` and `KEY_file` is given. */
function one(key: 'password' | 'community') {
  return (value: Readonly<Record<string, unknown>>, context: z.RefinementCtx) => {
    const given = [key, `${key}_file`].filter((name) => value[name] !== undefined);
    if (given.length === 1) return;
    const message = `expected ${key} or ${key}_file${given.length === 0 ? '' : ', not both'}`;
    context.addIssue({ code: 'custom', path: given.length === 0 ? [key] : [`${key}_file`], message });
  };
}

/** What of the configuration names credentials. */
interface Naming {
  readonly snmp: {
    readonly credentials: Readonly<Record<string, unknown>>;
    readonly default_credentials?: readonly string[] | undefined;
    readonly community?: unknown;
    readonly community_file?: unknown;
  };
  readonly devices: readonly {
    readonly id: string;
    readonly credentials?: readonly string[] | undefined;
    readonly community?: unknown;
    readonly community_file?: unknown;
  }[];
}

/** Checks that every name is one of `snmp.credentials`, and that every device has credentials, said in one way. */
export function checkNames({ snmp, devices }: Naming, context: z.RefinementCtx): void {
  const known = Object.keys(snmp.credentials);
  const fault = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
  const check = (
    path: (string | number)[],
    names: readonly string[] | undefined,
    { community, community_file }: { readonly community?: unknown; readonly community_file?: unknown },
  ) => {
    if (community !== undefined && community_file !== undefined) {
      fault([...path.slice(0, -1), 'community_file'], 'expected community or community_file, not both');
    }
    if (!names) return;
    if (community !== undefined || community_file !== undefined)
      fault(path, 'expected credentials or a community, not both');
    for (const [place, name] of names.entries()) {
      if (known.includes(name)) continue;
      const allowed = known.length === 0 ? ': there are none' : `: ${known.join(', ')}`;
      fault([...path, place], `expected a name of snmp.credentials${allowed}`);
    }
  };
  check(['snmp', 'default_credentials'], snmp.default_credentials, snmp);
  const decided =
    snmp.default_credentials !== undefined ||
    snmp.community !== undefined ||
    snmp.community_file !== undefined ||
    known.length < 2;
  for (const [index, device] of devices.entries()) {
    check(['devices', index, 'credentials'], device.credentials, device);
    const own = device.credentials ?? device.community ?? device.community_file;
    if (own === undefined && !decided) {
      fault(
        ['devices', index, 'credentials'],
        `expected one or several of ${known.join(', ')}, or snmp.default_credentials for all`,
      );
    }
  }
}
