import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PresageError, reason } from '../../../errors.ts';
import { type ReadProfile, readProfile } from './read-profile.ts';
import type { CpuTable, MemoryTable, ProfileFile, SensorTable, Table, TemperatureTable } from './schema.ts';

/** How a kind of device is read, with what it extends put in. */
export interface Profile {
  readonly name: string;
  readonly cpu: readonly CpuTable[];
  readonly memory: readonly MemoryTable[];
  readonly temperature: readonly TemperatureTable[];
  readonly sensor: readonly SensorTable[];
  /** The most repetitions of a GETBULK, 1 for none; undefined: the usual. */
  readonly repetitions: number | undefined;
  /** The profile before the standard MIBs were put behind it; absent where they were not. */
  readonly bare?: Profile;
}

export interface Profiles {
  /** Those that a device may be read with. */
  readonly names: readonly string[];
  /** What several share: no device is read with it alone. */
  readonly fragments: readonly string[];
  /** How a profile or a fragment says which devices it is for, and what it extends. */
  written(name: string): ProfileFile;
  /** Columns and scalars that tell apart the profiles that may fit a device: `find` has to know which of them it shows. */
  probes(sysObjectID: string | null, sysDescr: string | null): readonly string[];
  /**
   * The profile of a device: of those whose `sysDescr` and `probe` fit or are not given, the one with the longest prefix of
   * its sysObjectID; among equals one of the operator's own, then one with `probe`, then one with `sysDescr`. `generic`
   * where none fits.
   */
  find(sysObjectID: string | null, sysDescr: string | null, shown?: ReadonlySet<string>): Profile;
  /** The profile of that name; throws PROFILE_INVALID when there is none. */
  named(name: string): Profile;
}

/** The profile of a device that no other fits. */
const GENERIC = 'generic';

/** The fragment of the standard MIBs. */
const STANDARD = 'standard';

const FOLDERS = ['fragments', 'devices'].map((folder) => join(import.meta.dirname, folder));

/**
 * Reads all profiles; throws PROFILE_INVALID, which names file, line and field. `own` are folders and files of the
 * operator's own: a file of theirs takes the place of one of the same name.
 */
export function loadProfiles(own: readonly string[] = [], folders: readonly string[] = FOLDERS): Profiles {
  const files = new Map(
    [...folders.map((path) => ({ path, isOwn: false })), ...own.map((path) => ({ path, isOwn: true }))].flatMap(
      ({ path, isOwn }) => pathsOf(path).map((file) => [basename(file, '.yaml'), { ...readProfile(file), isOwn }]),
    ),
  );
  const resolved = ({ file, fault }: ReadProfile, above: readonly string[]): Profile => {
    const names = [...above, file.name];
    const parts = file.extends.map((part, place) => {
      const found = files.get(part);
      const at = ['extends', place];
      if (!found) throw fault(at, `found ${part}, expected one of ${[...files.keys()].join(', ')}`);
      if (names.includes(part)) throw fault(at, `${[...names, part].join(' → ')} turns in a circle`);
      return resolved(found, names);
    });
    return merged(file, parts);
  };
  const names = [...files].filter(([name, { file }]) => file.match || name === GENERIC).map(([name]) => name);
  const standardFile = files.get(STANDARD);
  const standard = standardFile && resolved(standardFile, []);
  const profiles = new Map(
    [...files].map(([name, found]) => {
      const profile = resolved(found, []);
      return [name, standard && name !== GENERIC && names.includes(name) ? withStandard(profile, standard) : profile];
    }),
  );
  const named = (name: string) => {
    const profile = names.includes(name) ? profiles.get(name) : undefined;
    if (profile) return profile;
    throw unknown(name, names);
  };
  return {
    names,
    named,
    fragments: [...files.keys()].filter((name) => !names.includes(name)),
    written(name) {
      const found = files.get(name);
      if (!found) throw unknown(name, [...files.keys()]);
      return found.file;
    },
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
  files: readonly { readonly file: ProfileFile; readonly isOwn: boolean }[],
  sysObjectID: string | null,
  sysDescr: string | null,
): readonly Candidate[] {
  return files.flatMap(({ file: { name, match }, isOwn }) => {
    if (!match || (match.sysDescr && !match.sysDescr.test(sysDescr ?? ''))) return [];
    const fitting = match.sysObjectID.filter((prefix) => isUnder(prefix, sysObjectID ?? ''));
    if (fitting.length === 0) return [];
    const { probe = [] } = match;
    const weight = (isOwn ? 4 : 0) + (probe.length > 0 ? 2 : 0) + (match.sysDescr ? 1 : 0);
    return [{ name, length: Math.max(...fitting.map((prefix) => prefix.length)), probe, weight }];
  });
}

const isUnder = (prefix: string, oid: string) => oid === prefix || oid.startsWith(`${prefix}.`);

const unknown = (name: string, names: readonly string[]) =>
  new PresageError('PROFILE_INVALID', `profile: found ${name}, expected one of ${names.join(', ')}`);

/** The YAML files of a folder, in the order of their names; a file is itself. */
function pathsOf(path: string): readonly string[] {
  try {
    if (statSync(path).isFile()) return [path];
    const names = readdirSync(path).filter((file) => file.endsWith('.yaml'));
    return names.toSorted().map((file) => join(path, file));
  } catch (error) {
    const message = `${path}: cannot be read: ${reason(error)}; give a folder with a YAML file for each profile`;
    throw new PresageError('PROFILE_INVALID', message, { cause: error });
  }
}

/** What a profile finds nothing of is looked for in the standard MIBs. */
function withStandard(profile: Profile, standard: Profile): Profile {
  const last = <T extends Table>(tables: readonly T[]) =>
    tables.map((table): T => (table.fallback === false ? { ...table, fallback: STANDARD } : table));
  return {
    ...profile,
    bare: profile,
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
