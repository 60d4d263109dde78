import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { PresageError, reason } from '../errors.ts';
import { SEVERITIES } from '../model/incident.ts';

const samples = z.int().min(1).max(1000);
const patience = { raiseAfter: samples, clearAfter: samples };
const probability = z.number().gt(0).lt(1);

const level = z
  .strictObject({
    /** In the series' unit, or in percent of its upper bound: a series without one is left alone. */
    against: z.enum(['value', 'upper bound']),
    above: z.number().optional(),
    below: z.number().optional(),
    /** The level at which it is over: between it and the threshold nothing changes. */
    clear: z.number(),
    ...patience,
  })
  .refine(({ above, below }) => (above === undefined) !== (below === undefined), {
    error: 'expected either above or below',
    path: ['above'],
  })
  .refine(
    ({ above = Number.POSITIVE_INFINITY, below = Number.NEGATIVE_INFINITY, clear }) => clear <= above && clear >= below,
    {
      error: 'expected a level on the good side of the threshold',
      path: ['clear'],
    },
  );

const fall = z
  .strictObject({
    against: z.literal('forecast'),
    /** It counts when the value is this much below what was expected, … */
    dropPercent: z.number().gt(0).max(100),
    /** … by at least so many units, and below the 95 % interval. */
    minimum: z.number().min(0),
    /** It is over when at most this much is missing. */
    clearPercent: z.number().min(0).max(100),
    /** Minutes before the onset by which a forecast must have been made, so that a fall does not teach itself. */
    lag: z.number().min(0).max(1440),
    ...patience,
  })
  .refine(({ clearPercent, dropPercent }) => clearPercent <= dropPercent, {
    error: 'expected at most dropPercent',
    path: ['clearPercent'],
  });

const predict = z.strictObject({
  /** Probabilities from which a prediction begins and stays, … */
  raise: probability,
  keep: probability,
  /** … and the forecasts in a row that begin and end it. */
  hold: samples,
  release: samples,
  /** Against a forecast: minutes before the newest forecast by which that must have been made, so that a slow fall does not teach itself. */
  lag: z.number().min(0).max(1440).default(0),
});

const kindSchema = z
  .strictObject({
    kind: z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected lower-case words joined by -'),
    title: z.strictObject({ en: z.string().min(1), ru: z.string().min(1) }),
    severity: z.enum(SEVERITIES),
    /** In the words of ITU-T X.733. */
    probableCause: z.string().min(1),
    /** The series it looks at: a measurement, and its fields with the qualifier of each. */
    series: z.strictObject({ measurement: z.string().min(1), fields: z.record(z.string().min(1), z.string()) }),
    /** `any`: whatever the tags of the series name, at most a device or a NAS. */
    resource: z.enum(['device', 'component', 'nas', 'any']),
    measure: z.discriminatedUnion('against', [level, fall]),
    predict: predict.optional(),
    /** The value of a sample is a severity, as its place in SEVERITIES counted from 1; 0 is none. */
    graded: z.boolean().default(false),
    /** Whether a series that falls silent counts as beyond the threshold. */
    silence: z.enum(['raise', 'hold']).default('hold'),
  })
  .refine(({ measure, predict }) => !predict || measure.against !== 'forecast' || predict.lag > 0, {
    error: 'expected minutes, as it is measured against a forecast',
    path: ['predict', 'lag'],
  })
  .refine(({ predict }) => !predict || predict.keep <= predict.raise, {
    error: 'expected at most predict.raise',
    path: ['predict', 'keep'],
  });

/** A kind of incident: what it looks at, when it begins and ends, and whether it is predicted. */
export type Kind = Readonly<z.infer<typeof kindSchema>>;
export type Measure = Kind['measure'];
export type LevelMeasure = z.infer<typeof level>;
export type FallMeasure = z.infer<typeof fall>;
export type Predict = NonNullable<Kind['predict']>;

/**
 * Reads all kinds of a folder, one YAML file each, named after its kind. Throws CONFIG_UNREADABLE when the folder cannot
 * be read, and CONFIG_INVALID with every problem at once, a line each: file, field, what is expected.
 */
export function loadKinds(folder: string = join(import.meta.dirname, 'kinds')): Kind[] {
  const read = filesOf(folder).map(readKind);
  const problems = read.flatMap((result) => result.problems);
  if (problems.length > 0) throw new PresageError('CONFIG_INVALID', problems.join('\n'));
  return read.flatMap(({ kind }) => kind ?? []);
}

function filesOf(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    return names.toSorted().map((name) => join(folder, name));
  } catch (error) {
    const message = `${folder}: ${reason(error)}; give a folder with a YAML file for each kind of incident`;
    throw new PresageError('CONFIG_UNREADABLE', message, { cause: error });
  }
}

function readKind(path: string): { kind?: Kind; problems: string[] } {
  let data: unknown;
  try {
    data = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return { problems: [`${path}: ${reason(error)}`] };
  }
  const checked = kindSchema.safeParse(data);
  if (!checked.success) {
    return {
      problems: checked.error.issues.map(({ path: at, message }) => `${path}: ${at.join('.') || 'file'}: ${message}`),
    };
  }
  const name = basename(path, '.yaml');
  if (checked.data.kind !== name) return { problems: [`${path}: kind: expected ${name}, as the file is named`] };
  return { kind: checked.data, problems: [] };
}
