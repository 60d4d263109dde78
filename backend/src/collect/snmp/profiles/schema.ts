import { z } from 'zod';
import { SENSOR_KINDS } from '../../../model/sensors.ts';

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

const values = z.array(z.union([z.number(), z.string()]));

const measure = z.strictObject({
  column: z.string(),
  missing: z.array(z.number()).default([]).describe('Numbers that mean "no value".'),
  atLeast: z
    .number()
    .optional()
    .describe('The lowest and the highest believable value, both included; others mean "no value".'),
  atMost: z.number().optional(),
  inText: z
    .union([z.boolean(), pattern])
    .default(false)
    .describe(
      'The value is a text: its first number counts, or what the first group of a regular expression finds in it.',
    ),
  multiply: factor.optional(),
  divide: factor.optional(),
  sensor: z
    .strictObject({ scale: z.string(), precision: z.string() })
    .optional()
    .describe('Columns with scale and precision as in ENTITY-SENSOR-MIB (RFC 3433).'),
  lessRows: z.array(z.string()).default([]).describe('Indexes of rows whose value of the same column is taken off.'),
  ofHundred: z.boolean().default(false).describe('The value is what is left of 100.'),
  dbm: z.boolean().default(false).describe('The value is milliwatts, and is turned into dBm.'),
  levels: z
    .strictObject({ ok: values.default([]), warning: values.default([]), critical: values.default([]) })
    .optional()
    .describe('Numbers or texts that stand for 0 (in order), 1 (warning) and 2 (critical); others mean "no value".'),
});

/** A measured value: the name of its column, or with what has to be done to it. */
const measured = z
  .preprocess((value) => (typeof value === 'string' ? { column: value } : value), measure)
  .describe('The name of a column, or a section with column and what is done to its value.');

const condition = z.strictObject({
  column: z.string().describe('A column, a label, or `index`.'),
  in: values.optional(),
  notIn: values.optional(),
  matches: pattern.optional(),
  notMatches: pattern.optional(),
  above: z.number().optional(),
  below: z.number().optional(),
});

const texts = z
  .preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.string()).min(1))
  .describe('Texts with `{name}` of columns, labels or `index`; the first of which all parts are there.');

const table = z
  .strictObject({
    columns: z.record(z.string(), oid).describe('Columns walked, by a name that the other fields use.'),
    labels: z
      .record(z.string(), z.strictObject({ column: oid, by: z.string().default('index') }))
      .default({})
      .describe(
        'Objects that describe a row: the instance of `column` whose index is `by`, read in the order written.',
      ),
    where: z.array(condition).default([]).describe('Rows that count: all conditions hold.'),
    description: texts,
    fallback: z
      .union([z.boolean(), z.string()])
      .default(false)
      .describe(
        'Read only where the tables before it gave nothing; tables that follow each other with the same name are read together.',
      ),
  })
  .describe('a table');

const cpuTable = table.extend({ percent: measured });

const memoryTable = table.extend({
  usedPercent: measured.optional(),
  used: measured.optional(),
  free: measured.optional(),
  total: measured.optional(),
  reclaimable: z
    .boolean()
    .default(false)
    .describe('Given back where memory is short, as a cache is: shown, but no series.'),
});

/** A limit: the name of a column or label that is measured as the value is, or a measure of its own. */
const limit = z.union([z.string(), measure]).optional();

const limited = {
  limits: z
    .strictObject({ lowCritical: limit, lowWarning: limit, highWarning: limit, highCritical: limit })
    .default({}),
  thresholds: z
    .strictObject({ relation: oid, value: oid })
    .optional()
    .describe('A table of thresholds whose index is that of the row and a number, as in CISCO-ENTITY-SENSOR-MIB.'),
};

const temperatureTable = table.extend({ celsius: measured, ...limited });

const sensorTable = table.extend({
  kind: z.enum(SENSOR_KINDS),
  value: measured,
  ...limited,
  cadence: z
    .enum(['fast', 'slow'])
    .default('fast')
    .describe('`slow`: read when the table is looked for, every ten minutes, instead of at every poll.'),
});

/** One YAML file: a device profile, or a fragment when it has no `match`. */
export const profileSchema = z.strictObject({
  name,
  extends: z.array(name).default([]),
  match: z
    .strictObject({
      sysObjectID: z.array(oid).min(1),
      sysDescr: pattern.optional(),
      probe: z.array(oid).min(1).optional().describe('Columns or scalars of which the device has to show one.'),
    })
    .optional(),
  cpu: z.array(cpuTable).default([]),
  memory: z.array(memoryTable).default([]),
  temperature: z.array(temperatureTable).default([]),
  sensor: z.array(sensorTable).default([]),
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
export type SensorTable = z.output<typeof sensorTable>;
/** What a table may tell of limits. */
export type LimitedTable = Table & Pick<SensorTable, 'limits' | 'thresholds'>;

/** The same as JSON Schema, for editors: what a file may say. */
export const profileJsonSchema = (): object =>
  z.toJSONSchema(profileSchema, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'ref',
    override({ zodSchema, jsonSchema }) {
      // What is put into its full form before it is checked has a short one, a text.
      if (zodSchema !== measured && zodSchema !== texts) return;
      const { description, ...full } = jsonSchema;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
      Object.assign(jsonSchema, { description, anyOf: [{ type: 'string' }, full] });
    },
  });
