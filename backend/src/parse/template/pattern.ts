import type { DateReader } from './dates.ts';
import { type FieldType, typeOf, type Value } from './fields.ts';
import { endOfLiteral, findLiteral, type Literal, literalOf, occurrences } from './literal.ts';

/** What a line has of a pattern: the text of its date, and the values of its other fields. */
export interface Match {
  readonly date: string;
  readonly values: ReadonlyMap<string, Value>;
}

/** How far a line fits a pattern, and what would have to stand there. */
export interface Mismatch {
  /** The text of its date, where the line fits so far. */
  readonly date: string | undefined;
  readonly at: number;
  readonly expected: string;
}

/** A pattern that a whole line fits or not. */
export interface Pattern {
  /** Names of its fields, `time` among them. */
  readonly names: readonly string[];
  readonly date: DateReader;
  /** The field of the date as it was written, for people. */
  readonly dateField: string;
  match(line: string): Match | Mismatch;
}

/** A field and the literal that ends it; none for the last one, which goes to the end of the line. */
interface Field {
  readonly name: string;
  /** As it was written, for people. */
  readonly written: string;
  readonly type: FieldType;
  readonly next: Literal | undefined;
  /** How often `next` stands in the field itself, as the spaces in a date. */
  readonly inside: number;
}

const PART = /\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g;
const FIELD = /^(?:([a-z][a-z0-9_]{0,30})(?: *: *(.*))?)?$/;
const LONGEST = 1000;

/**
 * Reads a pattern: fixed text with fields in braces, `{name}`, `{name:type}`, `{}` for what is passed over; `{{` and `}}` are
 * braces. A field ends where the text after it first stands. Throws an Error that says what is expected.
 */
export function readPattern(written: string): Pattern {
  const text = written.trim();
  if (text.length > LONGEST) throw new Error(`expected at most ${LONGEST} characters`);
  const { literals, parts } = split(text);
  const fields = parts.map((part, place): Field => {
    const [fits, name = '', type] = FIELD.exec(part) ?? [];
    const fieldAt = `{${part}}: `;
    if (fits === undefined) throw new Error(`${fieldAt}expected {name}, {name:type} or {}, a name of a-z, 0-9 and _`);
    if (name !== '' && parts.findIndex((other) => FIELD.exec(other)?.[1] === name) < place) {
      throw new Error(`${fieldAt}expected a name that no other field has`);
    }
    const found = typeOf(name, type);
    if (typeof found === 'string') throw new Error(`${fieldAt}${found}`);
    const isLast = place === parts.length - 1;
    const next = isLast && literals.at(-1) === '' ? undefined : literalOf(literals[place + 1]!);
    if (next?.text === '') throw new Error(`${fieldAt}expected text between it and the next field`);
    const format = found.format?.replaceAll("'", '') ?? '';
    return { name, written: `{${part}}`, type: found, next, inside: next ? occurrences(format, next) : 0 };
  });
  const time = fields.find(({ name }) => name === 'time');
  if (!time) throw new Error('expected a field {time:date "yyyy-MM-dd HH:mm:ss"}');
  const names = fields.map(({ name }) => name).filter((name) => name !== '');
  const head = literalOf(literals[0]!);
  return { names, date: time.type.date!, dateField: time.written, match: (line) => match(line, head, fields) };
}

/** The texts of a pattern and what stands in its braces between them: one text more than there are fields. */
function split(pattern: string) {
  const literals = [''];
  const parts: string[] = [];
  for (const [part, field] of pattern.matchAll(PART)) {
    if (field !== undefined) {
      parts.push(field.trim());
      literals.push('');
    } else if (part === '{' || part === '}') {
      throw new Error(`expected {{ or }} for a brace that belongs to the line, or {name} for a field`);
    } else literals[literals.length - 1] += part === '{{' ? '{' : part === '}}' ? '}' : part;
  }
  return { literals, parts };
}

function match(written: string, head: Literal, fields: readonly Field[]): Match | Mismatch {
  const line = withoutSpacesAtEnd(written);
  const values = new Map<string, Value>();
  let date: string | undefined;
  let at = endOfLiteral(line, 0, head);
  if (at < 0) return { date, at: 0, expected: JSON.stringify(head.text) };
  for (const [place, { name, written: field, type, next, inside }] of fields.entries()) {
    const isLast = place === fields.length - 1;
    let end: readonly [number, number] | undefined = [line.length, line.length];
    if (next) {
      end = findLiteral(line, at, next, isLast && inside === 0);
      for (let count = 0; count < inside && end; count++)
        end = findLiteral(line, end[1], next, isLast && count === inside - 1);
      if (!end) return { date, at, expected: `${JSON.stringify(next.text)} after ${field}` };
    }
    const text = line.slice(at, end[0]);
    if (type.date) date = text;
    else if (name !== '') {
      const value = type.read!(text);
      if (value === null) return { date, at, expected: field };
      values.set(name, value);
    }
    at = end[1];
  }
  return { date: date!, values };
}

/** A regular expression would take long for a run of spaces before something else. */
function withoutSpacesAtEnd(line: string): string {
  let end = line.length;
  while (line[end - 1] === ' ') end--;
  return line.slice(0, end);
}
