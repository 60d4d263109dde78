import { isUtf8 } from 'node:buffer';
import { isIP } from 'node:net';
import { type DateReader, dateReader, readEpoch } from './dates.ts';

/** The value of a field; undefined where the line has `-` or nothing in its place. */
export type Value = string | number | undefined;

/** What a field takes. */
export interface FieldType {
  /** The value of what stands in the line; null when it cannot be one. Absent for dates. */
  readonly read?: (text: string) => Value | null;
  readonly date?: DateReader;
  /** The format of a date. */
  readonly format?: string;
  readonly kind: 'text' | 'number' | 'date';
}

/** Types without an argument. Durations are seconds afterwards. */
export const TYPES: Readonly<Record<string, FieldType>> = {
  text: { kind: 'text', read: decode },
  address: { kind: 'text', read: optional((text) => (isIP(text) ? text : null)) },
  number: { kind: 'number', read: optional(numberOf) },
  milliseconds: { kind: 'number', read: optional((text) => scaled(numberOf(text), 0.001)) },
  duration: { kind: 'number', read: optional(durationOf) },
  epoch: { kind: 'date', date: readEpoch },
};

/** The fields that make a record, and the type each has when none is written. All others are for rules. */
export const RECORD_FIELDS = {
  login: 'text',
  nas: 'text',
  session: 'text',
  session_seconds: 'number',
  input_octets: 'number',
  output_octets: 'number',
  input_gigawords: 'number',
  output_gigawords: 'number',
  delay_seconds: 'number',
  direction: 'number',
} as const;

/** The type that is written after the name of a field, or why it cannot be one. */
export function typeOf(field: string, written: string | undefined): FieldType | string {
  const [, format] = /^date +"([^"]*)"$/.exec(written ?? '') ?? [];
  const usual = RECORD_FIELDS[field as keyof typeof RECORD_FIELDS] ?? 'text';
  const date = format === undefined ? undefined : dateReader(format);
  if (format !== undefined && !date) {
    return `expected a date format with month, day, hour and minute, such as "yyyy-MM-dd HH:mm:ss" or "MMM d HH:mm:ss", in place of "${format}"`;
  }
  const type: FieldType | undefined = date ? { kind: 'date', date, format: format! } : TYPES[written ?? usual];
  if (!type)
    return `expected a type: ${Object.keys(TYPES).join(', ')} or date "yyyy-MM-dd HH:mm:ss", in place of "${written}"`;
  if ((field === 'time') !== (type.kind === 'date')) {
    return field === 'time'
      ? 'expected the type date "yyyy-MM-dd HH:mm:ss" or epoch for time'
      : 'expected the name time for a date';
  }
  if (field in RECORD_FIELDS && type.kind !== TYPES[usual]!.kind) return `expected a type of ${usual}s for ${field}`;
  return type;
}

function optional(read: (text: string) => Value | null): (text: string) => Value | null {
  return (text) => (text === '' || text === '-' ? undefined : read(text));
}

function numberOf(text: string): number | null {
  return /^\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : null;
}

function scaled(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor;
}

/** Seconds of `mm:ss`, `hh:mm:ss` or `d hh:mm:ss`, hours as many as there are. */
function durationOf(text: string): number | null {
  const [, days = '0', hours = '0', minutes, seconds] =
    /^(?:(\d{1,5})[ d]+)?(?:(\d{1,6}):)?(\d\d):(\d\d)$/.exec(text) ?? [];
  if (minutes === undefined) return null;
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}

/** Octets as people read them: UTF-8 where they are that. */
function decode(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const octets = Buffer.from(text, 'latin1');
  return isUtf8(octets) ? octets.toString('utf8') : text;
}
