import { z } from 'zod';

const OID = /^\d+(\.\d+)+$/;
const oid = z.string().regex(OID, { error: 'expected an OID, such as 1.3.6.1.6.3.1.1.5.3' });
const variableName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9]*$/, { error: 'expected letters and digits, a letter first' });
const TIME = /^(\d+)(s|m|h|d)$/;
const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const variable = z.preprocess(
  (value) => (typeof value === 'string' ? { oid: value } : value),
  z.strictObject({
    /** The object: the first variable that is it or an instance of it is meant. */
    oid,
    /** Its value, or what follows the OID in its name. */
    take: z.enum(['value', 'index']).default('value'),
    /** Numbers of the index that are left out before. */
    after: z.int().min(0).max(100).default(0),
    /** What values are called in texts. */
    words: z.record(z.string(), z.string()).default({}),
  }),
);

/** A text, or several of which the first counts whose variables have all come. */
const texts = z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.string().min(1)).min(1));

const plain = z.array(z.union([z.number(), z.string()])).min(1);
const condition = z.strictObject({
  variable: z.string(),
  in: plain.optional(),
  notIn: plain.optional(),
});

const duration = z.string().transform((text, context) => {
  const [, amount, unit] = TIME.exec(text) ?? [];
  if (unit !== undefined && Number(amount) > 0) return Number(amount) * UNITS[unit as keyof typeof UNITS];
  context.addIssue({ code: 'custom', message: 'expected a duration such as 90s, 10m or 2h' });
  return z.NEVER;
});

/** The schema of a file of definitions; `kinds` are the kinds of incidents that traps may raise. */
export const definitionFileSchema = (kinds: readonly string[]) => {
  const kind = z.enum(kinds as [string, ...string[]]);
  return z.strictObject({
    traps: z
      .array(
        z
          .strictObject({
            oid: oid.describe('snmpTrapOID; in the form that a v1 trap gets, or without its 0: both fit.'),
            name: z.string().min(1).max(80),
            severity: z.enum(['minor', 'major', 'critical']),
            variables: z.record(variableName, variable).default({}),
            where: z.array(condition).default([]),
            interface: z.string().optional(),
            part: texts.optional(),
            raises: kind.optional(),
            clears: kind.optional(),
            lasts: duration.optional(),
            text: texts,
          })
          .superRefine(checkOne),
      )
      .min(1),
  });
};

export type DefinitionFile = z.output<ReturnType<typeof definitionFileSchema>>;
export type Definition = DefinitionFile['traps'][number];

interface Checked {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly where: readonly { readonly variable: string }[];
  readonly interface?: string | undefined;
  readonly part?: readonly string[] | undefined;
  readonly raises?: string | undefined;
  readonly clears?: string | undefined;
  readonly lasts?: number | undefined;
  readonly text: readonly string[];
}

/** Names of variables must be known, and what excludes each other must not be said together. */
function checkOne(trap: Checked, context: z.RefinementCtx): void {
  const known = Object.keys(trap.variables);
  const fault = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
  const check = (path: (string | number)[], name: string) => {
    if (known.includes(name)) return;
    const allowed = known.length === 0 ? 'there are none' : `there are ${known.join(', ')}`;
    fault(path, `expected names of variables of this trap; ${allowed}, found ${name}`);
  };
  for (const [place, one] of trap.where.entries()) check(['where', place, 'variable'], one.variable);
  if (trap.interface !== undefined) check(['interface'], trap.interface);
  for (const name of namesIn(trap.part ?? [])) check(['part'], name);
  for (const name of namesIn(trap.text)) check(['text'], name);
  if (trap.raises !== undefined && trap.clears !== undefined) fault(['clears'], 'expected raises or clears, not both');
  if (trap.interface !== undefined && trap.part !== undefined) fault(['part'], 'expected interface or part, not both');
  if (trap.lasts !== undefined && trap.raises === undefined) fault(['lasts'], 'belongs to a trap that raises');
}

/** The names in the braces of texts. */
export const namesIn = (texts: readonly string[]) =>
  texts.flatMap((text) => [...text.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name!));
