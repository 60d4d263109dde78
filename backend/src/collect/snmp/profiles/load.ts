import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseDocument } from 'yaml';
import { PresageError, reason } from '../../../errors.ts';
import {
  type CpuTable,
  type LimitedTable,
  type Measure,
  type MemoryTable,
  type ProfileFile,
  profileSchema,
  type SensorTable,
  type Table,
  type TemperatureTable,
} from './schema.ts';

/** How a kind of device is read, with what it extends put in. */
export interface Profile {
  readonly name: string;
  readonly cpu: readonly CpuTable[];
  readonly memory: readonly MemoryTable[];
  readonly temperature: readonly TemperatureTable[];
  readonly sensor: readonly SensorTable[];
  /** The most repetitions of a GETBULK, 1 for none; undefined: the usual. */
  readonly repetitions: number | undefined;
}

export interface Profiles {
  /** Those that a device may be read with. */
  readonly names: readonly string[];
  /**
   * The profile of a device: of those whose `sysDescr` fits or is not given, the one with the longest prefix of its
   * sysObjectID; among equals one with `sysDescr`. `generic` where none fits.
   */
  find(sysObjectID: string | null, sysDescr: string | null): Profile;
  /** The profile of that name; throws PROFILE_INVALID when there is none. */
  named(name: string): Profile;
}

const FOLDERS = ['fragments', 'devices'].map((folder) => join(import.meta.dirname, folder));

/** Reads all profiles; throws PROFILE_INVALID, which names file and field. */
export function loadProfiles(folders: readonly string[] = FOLDERS): Profiles {
  const paths = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.yaml'))
      .toSorted()
      .map((file) => join(folder, file)),
  );
  const files = new Map(paths.map((path) => [basename(path, '.yaml'), { path, file: readProfile(path) }]));
  const resolved = (name: string, from: string, above: readonly string[]): Profile => {
    const found = files.get(name);
    if (!found) throw invalid(from, 'extends', `found ${name}, expected one of ${[...files.keys()].join(', ')}`);
    if (above.includes(name)) throw invalid(from, 'extends', `${[...above, name].join(' → ')} turns in a circle`);
    const parts = found.file.extends.map((part) => resolved(part, found.path, [...above, name]));
    return merged(found.file, parts);
  };
  const profiles = new Map([...files].map(([name, { path }]) => [name, resolved(name, path, [])]));
  const names = [...files].filter(([name, { file }]) => file.match || name === 'generic').map(([name]) => name);
  const named = (name: string) => {
    const profile = names.includes(name) ? profiles.get(name) : undefined;
    if (profile) return profile;
    throw new PresageError('PROFILE_INVALID', `profile: found ${name}, expected one of ${names.join(', ')}`);
  };
  return {
    names,
    named,
    find(sysObjectID, sysDescr) {
      const candidates = [...files.values()].flatMap(({ file }) => {
        const { sysObjectID: prefixes = [], sysDescr: words } = file.match ?? {};
        if (words && !words.test(sysDescr ?? '')) return [];
        const length = Math.max(
          0,
          ...prefixes.filter((prefix) => isUnder(prefix, sysObjectID ?? '')).map((prefix) => prefix.length),
        );
        return length === 0 ? [] : [{ name: file.name, length, described: words ? 1 : 0 }];
      });
      const [best] = candidates.toSorted((a, b) => b.length - a.length || b.described - a.described);
      return named(best?.name ?? 'generic');
    },
  };
}

const isUnder = (prefix: string, oid: string) => oid === prefix || oid.startsWith(`${prefix}.`);

function merged(file: ProfileFile, parts: readonly Profile[]): Profile {
  const own = file.quirks.noBulk ? 1 : file.quirks.maxRepetitions;
  return {
    name: file.name,
    cpu: [...parts.flatMap(({ cpu }) => cpu), ...file.cpu],
    memory: [...parts.flatMap(({ memory }) => memory), ...file.memory],
    temperature: [...parts.flatMap(({ temperature }) => temperature), ...file.temperature],
    sensor: [...parts.flatMap(({ sensor }) => sensor), ...file.sensor],
    repetitions: own ?? parts.find(({ repetitions }) => repetitions !== undefined)?.repetitions,
  };
}

function readProfile(path: string): ProfileFile {
  const document = parseDocument(readFileSync(path, 'utf8'), { uniqueKeys: true });
  const [fault] = document.errors;
  if (fault) throw invalid(path, '', reason(fault));
  const checked = profileSchema.safeParse(document.toJS());
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw invalid(path, pathText(issue!.path), issue!.message);
  }
  const file = checked.data;
  if (file.name !== basename(path, '.yaml'))
    throw invalid(path, 'name', `found ${file.name}, expected the name of the file`);
  for (const kind of ['cpu', 'memory', 'temperature', 'sensor'] as const) {
    for (const [place, table] of file[kind].entries()) checkNames(path, `${kind}[${place}]`, table);
  }
  for (const [place, table] of file.memory.entries()) {
    const bytes = [table.used, table.free, table.total].filter(Boolean).length;
    if (!table.usedPercent && bytes < 2)
      throw invalid(path, `memory[${place}]`, 'expected usedPercent, or two of used, free and total');
  }
  return file;
}

/** Every name that a table uses must be one of its columns or labels. */
function checkNames(path: string, at: string, table: Table & Record<string, unknown>): void {
  const columns = Object.keys(table.columns);
  const names = [...columns, ...Object.keys(table.labels), 'index'];
  const check = (field: string, found: string, expected: readonly string[]) => {
    if (!expected.includes(found))
      throw invalid(path, `${at}.${field}`, `found ${found}, expected one of ${expected.join(', ')}`);
  };
  const checkMeasure = (field: string, { column, multiply, divide, sensor }: Measure, among: readonly string[]) => {
    check(`${field}.column`, column, among);
    for (const used of [multiply, divide, sensor?.scale, sensor?.precision]) {
      if (typeof used === 'string') check(field, used, names);
    }
  };
  for (const field of ['percent', 'usedPercent', 'used', 'free', 'total', 'celsius', 'value']) {
    const measure = table[field] as Measure | undefined;
    if (measure) checkMeasure(field, measure, columns);
  }
  for (const [name, limit] of Object.entries((table as Partial<LimitedTable>).limits ?? {})) {
    if (typeof limit === 'string') check(`limits.${name}`, limit, names);
    else if (limit) checkMeasure(`limits.${name}`, limit, names);
  }
  for (const [label, { by }] of Object.entries(table.labels))
    check(`labels.${label}.by`, by.replace(/^index\.\d+$/, 'index'), names);
  for (const [place, { column }] of table.where.entries()) check(`where[${place}].column`, column, names);
  for (const words of table.description) for (const part of partsOf(words)) check('description', part, names);
}

/** The names in a text with `{name}`. */
const partsOf = (words: string) => [...words.matchAll(/\{([^}]*)\}/g)].map(([, part]) => part!);

const pathText = (path: readonly PropertyKey[]) =>
  path.reduce<string>(
    (words, key) => (typeof key === 'number' ? `${words}[${key}]` : words ? `${words}.${String(key)}` : String(key)),
    '',
  );

const invalid = (path: string, field: string, message: string) =>
  new PresageError('PROFILE_INVALID', `${path}: ${field ? `${field}: ` : ''}${message}`);
