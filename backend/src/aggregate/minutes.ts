import type { AccountingRecord } from '../model/accounting.ts';
import type { Json } from '../model/contracts/log-state.ts';
import { type MinuteField, minuteSeries } from '../model/log-series.ts';
import { HOUR, MINUTE } from '../model/targets.ts';
import { createBuckets } from './buckets.ts';
import type { AggregatePart, PartState } from './part.ts';
import { gatherSamples } from './samples.ts';

/** Lines arrive out of order by about a second; a minute is told so much after its end. */
export const MINUTE_GRACE = 3_000;
/** A log silent for longer leaves a gap: nobody knows what happened. */
const LOG_GAP = 10 * MINUTE;
/** Of fewer authentications a percentage says nothing. */
const FEWEST_AUTHENTICATIONS = 20;

const REST = 'newest';
const COUNTED = [
  ...([
    'authentication_ok',
    'authentication_failed',
    'accounting_start',
    'accounting_alive',
    'accounting_stop',
  ] as const),
  ...(['accounting_on', 'accounting_off', 'skipped', 'failed'] as const),
] satisfies MinuteField[];
type Counted = (typeof COUNTED)[number];
type MinuteCounts = Record<Counted, number>;

const NOTHING = Object.fromEntries(COUNTED.map((field) => [field, 0])) as MinuteCounts;
const STATUS_FIELDS = {
  ...{ Start: 'accounting_start', Alive: 'accounting_alive', Stop: 'accounting_stop' },
  ...{ On: 'accounting_on', Off: 'accounting_off' },
} as const satisfies Record<NonNullable<AccountingRecord['statusType']>, Counted>;

/**
 * What happens in each minute: events by what they are, whatever they count for. A minute is there when a readable entry is
 * dated in it, or when it lies between two that are no more than ten minutes apart. A late entry changes its own minute.
 */
export function minuteCounter({ source }: { readonly source: string }, state: PartState): AggregatePart {
  let newest = (state.row(REST) ?? undefined) as number | undefined;
  const buckets = createBuckets<MinuteCounts>(
    {
      ...{ prefix: 'hour', rowLength: HOUR, settled: MINUTE + MINUTE_GRACE, latePeriod: 0 },
      empty: () => ({ ...NOTHING }),
      pack: (counts) => COUNTED.map((field) => counts[field]),
      unpack: unpackCounts,
    },
    state,
  );

  /** Answers the minute of an entry. */
  const minuteOf = (time: number): MinuteCounts => {
    const minute = floor(time);
    if (newest !== undefined && time <= newest + LOG_GAP) {
      for (let silent = floor(newest) + MINUTE; silent < minute; silent += MINUTE) buckets.at(silent);
    }
    newest = Math.max(newest ?? time, time);
    return buckets.at(minute);
  };

  return {
    name: 'minutes',
    other: (time) => void minuteOf(time),
    record(record) {
      const counts = minuteOf(record.time);
      if (record.failed) counts.failed++;
      if (record.kind === 'authentication') counts[record.failed ? 'authentication_failed' : 'authentication_ok']++;
      else if (record.kind === 'skipped') counts.skipped++;
      else if (record.statusType) counts[STATUS_FIELDS[record.statusType]]++;
    },
    drain(reached = Number.NEGATIVE_INFINITY) {
      const samples = gatherSamples();
      for (const [minute, counts] of buckets.publish(reached)) {
        for (const field of COUNTED) samples.add(minuteSeries(source, field), minute, counts[field]);
        const { authentication_ok: ok, authentication_failed: failed } = counts;
        if (ok + failed < FEWEST_AUTHENTICATIONS) continue;
        samples.add(minuteSeries(source, 'authentication_failed_percent'), minute, (100 * failed) / (ok + failed));
      }
      return { blocks: samples.take(), rows: buckets.changes().set(REST, newest ?? null) };
    },
  };
}

const floor = (time: number) => Math.floor(time / MINUTE) * MINUTE;

function unpackCounts(packed: Json): MinuteCounts {
  const values = packed as readonly number[];
  return Object.fromEntries(COUNTED.map((field, index) => [field, values[index] ?? 0])) as MinuteCounts;
}
