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
  /** Columns and scalars that tell apart the profiles that may fit a device: `find` has to know which of them it shows. */
  probes(sysObjectID: string | null, sysDescr: string | null): readonly string[];
  /**
   * The profile of a device: of those whose `sysDescr` and `probe` fit or are not given, the one with the longest prefix of
   * its sysObjectID; among equals one with `probe`, then one with `sysDescr`. `generic` where none fits.
   */
  find(sysObjectID: string | null, sysDescr: string | null, shown?: ReadonlySet<string>): Profile;
  /** The profile of that name; throws PROFILE_INVALID when there is none. */
  named(name: string): Profile;
}

/** The profile of the standard MIBs. */
const GENERIC = 'generic';

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
  const names = [...files].filter(([name, { file }]) => file.match || name === GENERIC).map(([name]) => name);
  const generic = files.get(GENERIC);
  const standard = generic && resolved(GENERIC, generic.path, []);
  const profiles = new Map(
    [...files].map(([name, { path }]) => {
      const profile = resolved(name, path, []);
      return [name, standard && name !== GENERIC && names.includes(name) ? withStandard(profile, standard) : profile];
    }),
  );
  const named = (name: string) => {
    const profile = names.includes(name) ? profiles.get(name) : undefined;
    if (profile) return profile;
    throw new PresageError('PROFILE_INVALID', `profile: found ${name}, expected one of ${names.join(', ')}`);
  };
  return {
    names,
    named,
    probes: (sysObjectID, sysDescr) => [
      ...new Set(candidates([...files.values()], sysObjectID, sysDescr).flatMap(({ probe }) => probe)),
    ],
    find(sysObjectID, sysDescr, shown = new Set()) {
      const fitting = candidates([...files.values()], sysObjectID, sysDescr).filter(
        ({ probe }) => probe.length === 0 || probe.some((oid) => shown.has(oid)),
      );
      const [best] = fitting.toSorted((a, b) => b.length - a.length || b.weight - a.weight);
      return named(best?.name ?? GENERIC);
    },
  };
}

/** A profile that may fit a device. */
interface Candidate {
  readonly name: string;
  /** Of the prefix that fits. */
  readonly length: number;
  readonly probe: readonly string[];
  /** Decides among equal lengths. */
  readonly weight: number;
}

/** The profiles whose sysObjectID and sysDescr fit. */
function candidates(
  files: readonly { readonly file: ProfileFile }[],
  sysObjectID: string | null,
  sysDescr: string | null,
): readonly Candidate[] {
  return files.flatMap(({ file: { name, match } }) => {
    if (!match || (match.sysDescr && !match.sysDescr.test(sysDescr ?? ''))) return [];
    const fitting = match.sysObjectID.filter((prefix) => isUnder(prefix, sysObjectID ?? ''));
    if (fitting.length === 0) return [];
    const { probe = [] } = match;
    const weight = (probe.length > 0 ? 2 : 0) + (match.sysDescr ? 1 : 0);
    return [{ name, length: Math.max(...fitting.map((prefix) => prefix.length)), probe, weight }];
  });
}

const isUnder = (prefix: string, oid: string) => oid === prefix || oid.startsWith(`${prefix}.`);

/** What a profile finds nothing of is looked for in the standard MIBs. */
function withStandard(profile: Profile, standard: Profile): Profile {
  const last = <T extends Table>(tables: readonly T[]) =>
    tables.map((table): T => (table.fallback === false ? { ...table, fallback: GENERIC } : table));
  return {
    ...profile,
    cpu: [...profile.cpu, ...last(standard.cpu)],
    memory: [...profile.memory, ...last(standard.memory)],
    temperature: [...profile.temperature, ...last(standard.temperature)],
    sensor: [...profile.sensor, ...last(standard.sensor)],
  };
}

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
    check(`labels.${label}.by`, by.replace(/^(index\.)?\d+(\.\d+)*$/, 'index'), names);
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
