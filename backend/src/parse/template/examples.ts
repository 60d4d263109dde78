import { isDeepStrictEqual } from 'node:util';
import type { AccountingRecord } from '../../model/accounting.ts';
import { wallTimeOf } from '../wall-times.ts';
import type { TemplateExample } from './schema.ts';
import type { Template } from './template.ts';

/** Where an example is not what the line gives, and what it gives. */
interface Difference {
  readonly path: (string | number)[];
  readonly message: string;
}

/** What an example may name of a record. */
const SHOWN: Readonly<Record<keyof NonNullable<TemplateExample['record']>, (record: AccountingRecord) => unknown>> = {
  kind: ({ kind }) => kind,
  time: ({ time }) =>
    new Date(time)
      .toISOString()
      .replace('T', ' ')
      .replace(/(\.000)?Z$/, ''),
  login: ({ login }) => login,
  failed: ({ failed }) => failed,
  status: ({ status }) => status,
  failure: ({ failure }) => failure,
  status_type: ({ statusType }) => statusType,
  direction: ({ direction }) => direction,
  nas: ({ nas }) => nas,
  session: ({ sessionId }) => sessionId,
  session_seconds: ({ sessionSeconds }) => sessionSeconds,
  input_octets: ({ inputOctets }) => inputOctets,
  output_octets: ({ outputOctets }) => outputOctets,
  delay_seconds: ({ delaySeconds }) => delaySeconds,
};

/** Where the examples of a template are not what its lines give. */
export function checkExamples(template: Template): Difference[] {
  return template.definition.examples.flatMap((example, index) =>
    differencesOf(template, example).map(({ path, message }) => ({ path: ['examples', index, ...path], message })),
  );
}

function differencesOf(template: Template, { line, record, is }: TemplateExample): Difference[] {
  const found = interpret(template, line, record?.time);
  const given = typeof found === 'object' ? 'record' : typeof found === 'number' ? 'other' : 'unreadable';
  if (given !== (is ?? 'record')) {
    const seen = {
      record: 'but a rule makes an event of it',
      other: `but no rule makes an event of it${howItFits(template, line)}`,
      unreadable: `but it cannot be read: ${String(found)}${howItFits(template, line)}`,
    };
    return [{ path: [is ? 'is' : 'line'], message: seen[given] }];
  }
  if (typeof found !== 'object' || !record) return [];
  return Object.entries(record).flatMap(([name, expected]) => {
    const value = SHOWN[name as keyof typeof SHOWN](found) ?? null;
    if (isDeepStrictEqual(value, expected)) return [];
    return [{ path: ['record', name], message: `but the line gives ${JSON.stringify(value)}` }];
  });
}

function interpret({ format }: Template, line: string, time: string | undefined): AccountingRecord | number | string {
  let found: AccountingRecord | number | string = 'empty';
  const note = (call: AccountingRecord | number | string) => {
    found = call;
  };
  // A date without a year is taken for the one nearest to what the example says.
  const parser = format.create({ zone: 'UTC', reference: wallTimeOf(time?.slice(0, 19) ?? '') ?? 0 });
  parser.push(Buffer.from(`${line.replaceAll('\n', ' ')}\n`), { record: note, other: note, unreadable: note });
  return found;
}

/** In words: which pattern a line fits and with what values, else which it fits farthest, and what would have to follow. */
export function howItFits({ tries }: Template, line: string): string {
  const tried = tries(line).map((found, index) => ({ found, index }));
  for (const { found, index } of tried) {
    if (!('values' in found)) continue;
    const values = [['time', found.date] as const, ...found.values];
    const words = values.map(([name, value]) => `${name} ${JSON.stringify(value ?? null)}`);
    return `; pattern[${index}] fits it, with ${words.join(', ')}`;
  }
  const mismatches = tried.flatMap(({ found, index }) => ('at' in found ? [{ ...found, index }] : []));
  const [best] = mismatches.toSorted((a, b) => b.at - a.at);
  if (!best) return '';
  const rest = Buffer.from(line).subarray(best.at).toString('utf8');
  const shown = JSON.stringify(rest.length > 40 ? `${rest.slice(0, 40)}…` : rest);
  return `; pattern[${best.index}] expects ${best.expected} in place of ${shown}`;
}
