import type { Json } from '../model/contracts/log-state.ts';
import { failureSeries } from '../model/log-series.ts';
import { HOUR, MINUTE } from '../model/targets.ts';
import type { Zone } from '../model/zone.ts';
import { createBuckets } from './buckets.ts';
import { hourClock } from './hour-clock.ts';
import { boundedNames } from './names.ts';
import type { AggregatePart, PartState } from './part.ts';
import { gatherSamples } from './samples.ts';

const GRACE = 2 * MINUTE;
const LATE_PERIOD = 10 * MINUTE;
/** Kinds of names, with how many of each are told apart. */
const MOST = { reason: 50, realm: 200, nas: 1000 } as const;
type By = keyof typeof MOST;
const BY = Object.keys(MOST) as By[];

const NAMES = 'names';

/** Failed authentications of an hour, all and by name. */
interface Failures {
  all: number;
  readonly reason: Map<string, number>;
  readonly realm: Map<string, number>;
  readonly nas: Map<string, number>;
}

/**
 * Failed authentications of each hour: all of them, by the words of the reason, by realm and by NAS. An hour with any readable
 * entry has a total; a name has a sample where it has failures.
 */
export function failureCounter(
  { source, zone }: { readonly source: string; readonly zone: Zone },
  state: PartState,
): AggregatePart {
  const restored = state.row(NAMES) as Readonly<Record<By, readonly string[]>> | undefined;
  const names = {
    reason: boundedNames(MOST.reason, restored?.reason),
    realm: boundedNames(MOST.realm, restored?.realm),
    nas: boundedNames(MOST.nas, restored?.nas),
  };
  const clock = hourClock(zone);
  const buckets = createBuckets<Failures>(
    {
      ...{ prefix: 'hour', rowLength: HOUR, settled: HOUR + GRACE, latePeriod: LATE_PERIOD },
      empty: () => ({ all: 0, reason: new Map(), realm: new Map(), nas: new Map() }),
      ...{ pack, unpack },
    },
    state,
  );
  const count = (failures: Failures, by: By, name: string) => {
    const known = names[by].of(name);
    failures[by].set(known, (failures[by].get(known) ?? 0) + 1);
  };

  return {
    name: 'failures',
    record(record) {
      const failures = buckets.at(clock.startOf(record.time));
      if (record.kind !== 'authentication' || !record.failed) return;
      const { failure, login, nas } = record;
      failures.all++;
      if (failure !== undefined) count(failures, 'reason', failure);
      count(failures, 'realm', realmOf(login));
      if (nas !== undefined) count(failures, 'nas', nas);
    },
    other: (time) => void buckets.at(clock.startOf(time)),
    drain(reached = Number.NEGATIVE_INFINITY) {
      const samples = gatherSamples();
      for (const [hour, failures] of buckets.publish(reached)) {
        samples.add(failureSeries(source, {}), hour, failures.all);
        for (const by of BY) {
          for (const [name, value] of failures[by]) samples.add(failureSeries(source, { [by]: name }), hour, value);
        }
      }
      const rows = buckets.changes();
      if (BY.map((by) => names[by].isNew()).includes(true)) {
        rows.set(NAMES, Object.fromEntries(BY.map((by) => [by, names[by].all()])));
      }
      return { blocks: samples.take(), rows };
    },
  };
}

/** The realm of a login by RFC 7542: what follows the last @, in which case does not matter; `none` where there is none. */
function realmOf(login: string): string {
  const at = login.lastIndexOf('@');
  return at < 0 ? 'none' : login.slice(at + 1).toLowerCase();
}

const pack = ({ all, ...by }: Failures): Json => [all, ...BY.map((name) => Object.fromEntries(by[name]))];

function unpack(packed: Json): Failures {
  const [all, ...by] = packed as unknown as readonly [number, ...Readonly<Record<string, number>>[]];
  const [reason, realm, nas] = by.map((counts) => new Map(Object.entries(counts)));
  return { all, reason: reason!, realm: realm!, nas: nas! };
}
