import type { SnmpSession } from '../protocol/session.ts';
import { text } from '../protocol/values.ts';
import { findComponents } from '../read-components.ts';
import type { Profiles } from './load.ts';

/** What may be the profile of a device that has none. */
export interface Proposal {
  readonly sysDescr: string | null;
  readonly sysObjectID: string | null;
  /** The profile that is found for it now. */
  readonly found: string;
  /** Fragments that find something on it, with how much of what: `2 cpu`. */
  readonly fragments: readonly Finding[];
  /** Other profiles that find something on it by tables of their own. */
  readonly profiles: readonly Finding[];
}

export interface Finding {
  readonly name: string;
  readonly parts: string;
}

/** Tries every fragment and every profile on a device; it is best a recorded one, as this asks for a lot. */
export async function proposeProfile(session: SnmpSession, profiles: Profiles): Promise<Proposal> {
  const { values } = await session.get(['1.3.6.1.2.1.1.1.0', '1.3.6.1.2.1.1.2.0']);
  const [sysDescr = null, sysObjectID = null] = values.map(text);
  const tried = async (names: readonly string[]) => {
    const findings: Finding[] = [];
    for (const name of names) {
      const parts = await partsOf(session, profiles, name);
      if (parts !== '') findings.push({ name, parts });
    }
    return findings;
  };
  const fragments = await tried(profiles.fragments);
  const inherited = new Set(fragments.flatMap(({ name }) => profiles.written(name).extends));
  return {
    sysDescr,
    sysObjectID,
    found: profiles.find(sysObjectID, sysDescr).name,
    // What another fragment brings along is not named again.
    fragments: fragments.filter(({ name }) => !inherited.has(name)),
    profiles: await tried(profiles.names),
  };
}

/** What the tables that stand in one file find, in words. */
async function partsOf(session: SnmpSession, profiles: Profiles, name: string): Promise<string> {
  const { cpu, memory, temperature, sensor } = profiles.written(name);
  const profile = { name, cpu, memory, temperature, sensor, repetitions: undefined };
  session.begin();
  const components = await findComponents(session, profile, 0);
  const { oids } = components;
  const { values } = await session.get(oids);
  const fresh = new Map(oids.map((oid, place) => [oid, values[place] ?? null]));
  const found = components.read((oid) => fresh.get(oid) ?? null);
  const kinds = [
    ...found.cpu.map(() => 'cpu'),
    ...found.memory.map(() => 'memory'),
    ...found.temperature.map(() => 'temperature'),
    ...found.sensors.map(({ kind }) => kind),
  ];
  return [...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => `${all.length} ${kind}`).join(', ');
}

/** The text of a profile to begin with. `schema` is the path or address of the JSON Schema. */
export function profileText(
  name: string,
  { sysDescr, sysObjectID, found, fragments, profiles }: Proposal,
  schema: string,
) {
  const lines = [
    `# yaml-language-server: $schema=${schema}`,
    ...(sysDescr === null ? [] : [`# ${sysDescr.replaceAll(/\s+/g, ' ').slice(0, 110)}`]),
    `# Without this file it is read with ${found}.`,
    `name: ${name}`,
    `extends:${fragments.length === 0 ? ' []' : ''}`,
    ...fragments.map(({ name: fragment, parts }) => `  - ${fragment} # ${parts}`),
    'match:',
    `  sysObjectID: [${sysObjectID ?? '1.3.6.1.4.1.99999'}]`,
    ...profiles.map(({ name: profile, parts }) => `# The tables of ${profile} find ${parts}: copy those that fit.`),
  ];
  return `${lines.join('\n')}\n`;
}
