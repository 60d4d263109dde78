import { z } from 'zod';
import type { AccountingRecord } from '../../model/accounting.ts';
import { checkExamples } from './examples.ts';
import { type Pattern, readPattern } from './pattern.ts';
import { createTemplate } from './template.ts';

const KINDS = ['accounting', 'authentication', 'skipped', 'other'] as const;
const STATUS_TYPES = ['Start', 'Alive', 'Stop', 'On', 'Off'] as const satisfies AccountingRecord['statusType'][];

const pattern = z.string().transform((text, context): Pattern => {
  try {
    return readPattern(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
    return z.NEVER;
  }
});

const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(item).min(1).max(100));

/** A text; YAML takes some for numbers and switches. */
const text = z.preprocess(
  (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value),
  z.string(),
);

const patterns = oneOrMore(pattern).describe('What a whole line looks like; of several the first that fits.');
const texts = oneOrMore(text);

const rule = z
  .strictObject({
    when: z
      .record(z.string(), texts)
      .default({})
      .describe(
        'By field: the text it has, or a list of which it has one; * stands for anything. All of them must hold.',
      ),
    kind: z.enum(KINDS).describe('What the line tells; other: no event.'),
    status_type: z.enum(STATUS_TYPES).optional().describe('Of accounting: what it says of the session.'),
    failed: z.boolean().default(false),
    session: z.string().optional().describe('What tells sessions apart where no field session does, such as {login}.'),
    status: z.string().optional().describe('In words of the log; {field} is its value. Default: OK or FAILED.'),
    failure: z.string().optional().describe('Why it failed, the same for the same cause; {field} is its value.'),
  })
  .superRefine(({ kind, status_type, failed, failure }, context) => {
    const issue = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
    if (status_type !== undefined && kind !== 'accounting')
      issue('status_type', 'expected it with kind: accounting only');
    if (failure !== undefined && !failed) issue('failure', 'expected it with failed: true only');
  });

const number = z.number().min(0);

const example = z
  .strictObject({
    line: z.string().describe('A line of the log.'),
    record: z
      .strictObject({
        kind: z.enum(['accounting', 'authentication', 'skipped']),
        time: z.string().describe('As clocks show it, YYYY-MM-DD HH:mm:ss; in UTC where the line says its offset.'),
        login: text,
        failed: z.boolean(),
        status: z.string(),
        failure: z.string().nullable(),
        status_type: z.enum(STATUS_TYPES).nullable(),
        direction: number.nullable(),
        nas: text.nullable(),
        session: text.nullable(),
        session_seconds: number.nullable(),
        input_octets: number.nullable(),
        output_octets: number.nullable(),
        delay_seconds: number.nullable(),
      })
      .partial()
      .optional()
      .describe('What is read of it; null: nothing. What is not named is not compared.'),
    is: z
      .enum(['other', 'unreadable'])
      .optional()
      .describe('In place of record: no event, or a line that fits no pattern.'),
  })
  .refine(({ record, is }) => (record === undefined) !== (is === undefined), {
    error: 'expected record, or is: other, or is: unreadable, and one of them only',
  });

const definition = z.strictObject({
  pattern: patterns,
  octets_wrap: z
    .boolean()
    .default(false)
    .describe('True where octets begin anew at 2^32 and the log has no Gigawords.'),
  rules: z
    .array(rule)
    .min(1)
    .max(1000)
    .describe('The first that fits says what a line tells; without one it is no event.'),
  examples: z
    .array(example)
    .min(1)
    .describe('Lines, and what is to be read of them: checked whenever the file is read.'),
});

/** A log format as an operator writes it. */
export type TemplateDefinition = z.output<typeof definition>;
export type TemplateRule = TemplateDefinition['rules'][number];
export type TemplateExample = TemplateDefinition['examples'][number];

/** A template file; what it gives is the log format. */
export const templateSchema = definition
  .superRefine(checkFields)
  .transform(createTemplate)
  .superRefine((template, context) => {
    for (const { path, message } of checkExamples(template)) context.addIssue({ code: 'custom', path, message });
  });

/** Every field that a rule names must be one of a pattern. */
function checkFields({ pattern: patterns, rules }: TemplateDefinition, context: z.RefinementCtx): void {
  const known = [...new Set(patterns.flatMap(({ names }) => names))].filter((name) => name !== 'time');
  const check = (path: (string | number)[], name: string) => {
    if (known.includes(name)) return;
    context.addIssue({
      code: 'custom',
      path,
      message: `expected a field of the pattern: ${known.join(', ') || 'there is none'}`,
    });
  };
  for (const [index, { when, session = '', status = '', failure = '' }] of rules.entries()) {
    for (const name of Object.keys(when)) check(['rules', index, 'when', name], name);
    for (const [key, words] of Object.entries({ session, status, failure })) {
      for (const [, name] of words.matchAll(/\{([^{}]*)\}/g)) check(['rules', index, key], name!);
    }
  }
}

/** The JSON Schema of a template file, for editors. */
export const templateJsonSchema = (): object =>
  z.toJSONSchema(templateSchema, {
    io: 'input',
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      const { description, ...full } = jsonSchema;
      const replace = (written: object) => {
        for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
        Object.assign(jsonSchema, description === undefined ? {} : { description }, written);
      };
      // What is put into its full form before it is checked has a short one.
      if (zodSchema === text) replace({ type: ['string', 'number', 'boolean'] });
      if (zodSchema === patterns || zodSchema === texts) replace({ anyOf: [full.items, full] });
    },
  });
