import { z } from 'zod';

const oid = z.string().regex(/^\d+(\.\d+)+$/, { error: 'expected an OID, such as 1.3.6.1.2.1.1.3' });

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, { error: 'expected a name of small letters, digits and -' });

const pattern = z.string().transform((text, context) => {
  try {
    return new RegExp(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: `expected a regular expression (${(error as Error).message})` });
    return z.NEVER;
  }
});

/** A number, or the name of a column that holds it. */
const factor = z.union([z.number(), z.string()]);

const measure = z.strictObject({
  column: z.string(),
  /** Numbers that mean "no value". */
  missing: z.array(z.number()).default([]),
  /** The lowest and the highest believable value, both included; others mean "no value". */
  atLeast: z.number().optional(),
  atMost: z.number().optional(),
  /** The value is a text: its first number counts. */
  inText: z.boolean().default(false),
  multiply: factor.optional(),
  divide: factor.optional(),
  /** Columns with scale and precision as in ENTITY-SENSOR-MIB (RFC 3433). */
  sensor: z.strictObject({ scale: z.string(), precision: z.string() }).optional(),
  /** Indexes of rows whose value of the same column is taken off. */
  lessRows: z.array(z.string()).default([]),
  /** The value is what is left of 100. */
  ofHundred: z.boolean().default(false),
});

/** A measured value: the name of its column, or with what has to be done to it. */
const measured = z.preprocess((value) => (typeof value === 'string' ? { column: value } : value), measure);

const condition = z.strictObject({
  /** A column, a label, or `index`. */
  column: z.string(),
  in: z.array(z.union([z.number(), z.string()])).optional(),
  notIn: z.array(z.union([z.number(), z.string()])).optional(),
  matches: pattern.optional(),
  notMatches: pattern.optional(),
  above: z.number().optional(),
});

const table = z
  .strictObject({
    /** Columns walked, by a name that the other fields use. */
    columns: z.record(z.string(), oid),
    /** Objects that describe a row: the instance of `column` whose index is `by`, read in the order written. */
    labels: z.record(z.string(), z.strictObject({ column: oid, by: z.string().default('index') })).default({}),
    /** Rows that count: all conditions hold. */
    where: z.array(condition).default([]),
    /** Texts with `{name}` of columns, labels or `index`; the first of which all parts are there. */
    description: z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.string()).min(1)),
    /** Read only where the tables before it gave nothing. */
    fallback: z.boolean().default(false),
  })
  .describe('a table');

const cpuTable = table.extend({ percent: measured });

const memoryTable = table.extend({
  usedPercent: measured.optional(),
  used: measured.optional(),
  free: measured.optional(),
  total: measured.optional(),
});

const temperatureTable = table.extend({ celsius: measured });

/** One YAML file: a device profile, or a fragment when it has no `match`. */
export const profileSchema = z.strictObject({
  name,
  extends: z.array(name).default([]),
  match: z.strictObject({ sysObjectID: z.array(oid).min(1), sysDescr: pattern.optional() }).optional(),
  cpu: z.array(cpuTable).default([]),
  memory: z.array(memoryTable).default([]),
  temperature: z.array(temperatureTable).default([]),
  quirks: z
    .strictObject({ maxRepetitions: z.int().min(1).max(100).optional(), noBulk: z.boolean().optional() })
    .default({}),
});

export type ProfileFile = z.output<typeof profileSchema>;
export type Measure = z.output<typeof measure>;
export type Condition = z.output<typeof condition>;
export type Table = z.output<typeof table>;
export type CpuTable = z.output<typeof cpuTable>;
export type MemoryTable = z.output<typeof memoryTable>;
export type TemperatureTable = z.output<typeof temperatureTable>;
