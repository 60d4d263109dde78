import type { NamedTrap, RecentTrap, TrapSource, TrapStatus, UnknownTrap } from '../model/contracts/traps.ts';
import { type Trap, type Variable, variableText } from '../model/trap.ts';

const MOST_RECENT = 500;
const MOST_UNKNOWN = 200;
const MOST_SOURCES = 1000;
/** Variables and characters of each that are kept of an example. */
const MOST_VARIABLES = 30;
const LONGEST_VALUE = 200;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Counts and lists what was received; every list is bounded. */
export interface TrapJournal {
  /** Notes a trap of a device, undefined where no device has its address; false where it only repeats the one before it. */
  take(trap: Trap, device: string | undefined, named: NamedTrap | undefined): boolean;
  /** Counts what was not taken; of a source, where it lies with that. */
  refused(reason: string, source: string | undefined, time: number): void;
  status(): Omit<TrapStatus, 'listen'>;
}

/** A journal in which the same within so many milliseconds is counted and not listed again. */
export function createTrapJournal(duplicates: number): TrapJournal {
  const counts = { taken: 0, fromUnknownSources: 0, unnamed: 0 };
  const refusals = new Map<string, number>();
  /** The newest of each source and subject, the one that came first of all at the begin. */
  const recent = new Map<string, Writable<RecentTrap>>();
  const earlier: RecentTrap[] = [];
  const unknown = new Map<string, Writable<UnknownTrap>>();
  const sources = new Map<string, Writable<TrapSource>>();

  const sourceOf = (address: string, device: string | undefined, time: number) => {
    const known = sources.get(address) ?? { address, device: null, taken: 0, refused: 0, reason: null, last: time };
    keepNewest(sources, address, known, MOST_SOURCES);
    known.last = time;
    known.device = device ?? known.device;
    return known;
  };

  const noteUnknown = ({ oid, time, source, variables }: Trap, device: string | undefined) => {
    const known = unknown.get(oid);
    const example = { last: time, source, device: device ?? null, variables: shortened(variables) };
    keepNewest(
      unknown,
      oid,
      { oid, first: known?.first ?? time, count: (known?.count ?? 0) + 1, ...example },
      MOST_UNKNOWN,
    );
  };

  return {
    take(trap, device, named) {
      const { time, source, version, inform, oid } = trap;
      counts.taken++;
      if (device === undefined) counts.fromUnknownSources++;
      sourceOf(source, device, time).taken++;
      if (!named) {
        counts.unnamed++;
        noteUnknown(trap, device);
      }
      const subject = subjectOf(trap, device, named);
      const effect = named?.kind === undefined ? null : named.raises ? 'raises' : 'clears';
      const before = recent.get(subject);
      if (before && before.oid === oid && before.effect === effect && time - before.last <= duplicates) {
        before.last = time;
        before.count++;
        return false;
      }
      if (before) earlier.unshift(before);
      earlier.length = Math.min(earlier.length, MOST_RECENT);
      const entry: RecentTrap = {
        ...{ first: time, last: time, count: 1, source, device: device ?? null, version, inform, oid },
        ...{ name: named?.name ?? null, severity: named?.severity ?? null, text: named?.text ?? null },
        ...{ kind: named?.kind ?? null, effect },
      };
      keepNewest(recent, subject, entry, MOST_RECENT);
      return true;
    },
    refused(reason, source, time) {
      refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
      if (source === undefined) return;
      const known = sourceOf(source, undefined, time);
      known.refused++;
      known.reason = reason;
    },
    status: () => ({
      ...counts,
      refused: Object.fromEntries(refusals),
      recent: [...recent.values(), ...earlier].toSorted((a, b) => b.last - a.last).slice(0, MOST_RECENT),
      unknown: [...unknown.values()].reverse(),
      sources: [...sources.values()].reverse(),
    }),
  };
}

/** What tells traps of a source apart: whatever raises and clears one thing has one subject. */
function subjectOf({ source, oid, variables }: Trap, device: string | undefined, named: NamedTrap | undefined): string {
  const of = named
    ? [named.kind ?? named.name, named.interface ?? '', named.part ?? '']
    : [oid, ...variables.map((one) => variableText(one.value))];
  return [device ?? source, ...of].join('\n');
}

const shortened = (variables: readonly Variable[]) =>
  variables
    .slice(0, MOST_VARIABLES)
    .map(({ oid, value }) => ({ oid, value: variableText(value).slice(0, LONGEST_VALUE) }));

/** Puts an entry at the end, and takes the first out where there are too many. */
function keepNewest<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > most) map.delete(map.keys().next().value!);
}
