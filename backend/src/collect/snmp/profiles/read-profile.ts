import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { PresageError, reason } from '../../../errors.ts';
import { type LimitedTable, type Measure, type ProfileFile, profileSchema, type Table } from './schema.ts';

type Path = readonly (string | number)[];

/** What can be wrong in a file, told with its line and field. */
export type Fault = (path: Path, message: string) => PresageError;

/** A profile as it is written, and how to tell what is wrong with it. */
export interface ReadProfile {
  readonly path: string;
  readonly file: ProfileFile;
  readonly fault: Fault;
}

/** Reads one file; throws PROFILE_INVALID, which names file, line and field. */
export function readProfile(path: string): ReadProfile {
  const lines = new LineCounter();
  const document = parseDocument(textOf(path), { uniqueKeys: true, lineCounter: lines });
  const [broken] = document.errors;
  if (broken) throw invalid(path, broken.linePos?.[0].line, '', reason(broken));
  const fault: Fault = (at, message) => invalid(path, lineOf(document, lines, at), pathText(at), message);
  const checked = profileSchema.safeParse(document.toJS());
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw fault(issue!.path as Path, issue!.message);
  }
  const file = checked.data;
  if (file.name !== basename(path, '.yaml')) {
    throw fault(['name'], `found ${file.name}, expected the name of the file`);
  }
  for (const kind of ['cpu', 'memory', 'temperature', 'sensor'] as const) {
    for (const [place, table] of file[kind].entries()) checkNames([kind, place], table, fault);
  }
  for (const [place, table] of file.memory.entries()) {
    const bytes = [table.used, table.free, table.total].filter(Boolean).length;
    if (!table.usedPercent && bytes < 2) {
      throw fault(['memory', place], 'expected usedPercent, or two of used, free and total');
    }
  }
  return { path, file, fault };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new PresageError('PROFILE_INVALID', `${path}: cannot be read: ${reason(error)}`, { cause: error });
  }
}

/** Every name that a table uses must be one of its columns or labels. */
function checkNames(at: Path, table: Table & Record<string, unknown>, fault: Fault): void {
  const columns = Object.keys(table.columns);
  const names = [...columns, ...Object.keys(table.labels), 'index'];
  const check = (field: Path, found: string, expected: readonly string[]) => {
    if (!expected.includes(found)) {
      throw fault([...at, ...field], `found ${found}, expected one of ${expected.join(', ')}`);
    }
  };
  const checkMeasure = (field: Path, { column, multiply, divide, sensor }: Measure, among: readonly string[]) => {
    check([...field, 'column'], column, among);
    for (const used of [multiply, divide, sensor?.scale, sensor?.precision]) {
      if (typeof used === 'string') check(field, used, names);
    }
  };
  for (const field of ['percent', 'usedPercent', 'used', 'free', 'total', 'celsius', 'value']) {
    const measure = table[field] as Measure | undefined;
    if (measure) checkMeasure([field], measure, columns);
  }
  for (const [name, limit] of Object.entries((table as Partial<LimitedTable>).limits ?? {})) {
    if (typeof limit === 'string') check(['limits', name], limit, names);
    else if (limit) checkMeasure(['limits', name], limit, names);
  }
  for (const [label, { by }] of Object.entries(table.labels)) {
    check(['labels', label, 'by'], by.replace(/^(index\.)?\d+(\.\d+)*$/, 'index'), names);
  }
  for (const [place, { column }] of table.where.entries()) check(['where', place, 'column'], column, names);
  for (const words of table.description) for (const part of partsOf(words)) check(['description'], part, names);
}

/** The names in a text with `{name}`. */
const partsOf = (words: string) => [...words.matchAll(/\{([^}]*)\}/g)].map(([, part]) => part!);

/** The line of what stands at a path, or of the nearest above it that is there. */
function lineOf(document: Document, lines: LineCounter, path: Path): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return undefined;
}

const pathText = (path: Path) =>
  path.reduce<string>(
    (words, key) => (typeof key === 'number' ? `${words}[${key}]` : words ? `${words}.${key}` : key),
    '',
  );

const invalid = (path: string, line: number | undefined, field: string, message: string) =>
  new PresageError(
    'PROFILE_INVALID',
    `${path}${line === undefined ? '' : `:${line}`}: ${field === '' ? '' : `${field}: `}${message}`,
  );
