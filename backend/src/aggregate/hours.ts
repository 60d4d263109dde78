import type { AccountingRecord } from '../model/accounting.ts';
import type { AccountingSums } from '../model/accounting-run.ts';
import type { Json } from '../model/contracts/log-state.ts';
import type { TargetName } from '../model/targets.ts';

/** What was counted of one hour of one source, enough to go on counting: sums and counts, never means. */
export type HourBucket = AccountingSums;

const EMPTY: Readonly<HourBucket> = {
  untyped: 0,
  alive: 0,
  start: 0,
  stop: 0,
  accounting: 0,
  authentication: 0,
  failed: 0,
  delaySum: 0,
  delayCount: 0,
  inputSum: 0,
  outputSum: 0,
  trafficCount: 0,
};
const COLUMNS = Object.keys(EMPTY) as (keyof HourBucket)[];

export const emptyBucket = (): HourBucket => ({ ...EMPTY });

/** Counts one event, as the original service did: directions count like master sessions, octets as they are written. */
export function countRecord(bucket: HourBucket, record: AccountingRecord): void {
  // Each is asked for before anything is counted, so that compiled code finds its way into the record once; and two strings
  // are compared faster than a string with what may be undefined.
  const { kind, failed, delaySeconds, inputOctets, outputOctets, statusType = '' } = record;
  if (statusType === 'Alive') bucket.alive++;
  else if (statusType === 'Start') bucket.start++;
  else if (statusType === 'Stop') bucket.stop++;
  else bucket.untyped++;
  if (kind === 'authentication') bucket.authentication++;
  else bucket.accounting++;
  if (failed) bucket.failed++;
  if (delaySeconds !== undefined) {
    bucket.delaySum += delaySeconds;
    bucket.delayCount++;
  }
  if (inputOctets !== undefined && outputOctets !== undefined) {
    bucket.inputSum += inputOctets;
    bucket.outputSum += outputOctets;
    bucket.trafficCount++;
  }
}

/** Adds what was counted elsewhere of the same hour. */
export function addBucket(bucket: HourBucket, other: HourBucket): void {
  for (const column of COLUMNS) bucket[column] += other[column];
}

/** The ten targets of an hour; a mean of nothing is null. */
export function targetValues(bucket: HourBucket): Record<TargetName, number | null> {
  const mean = (sum: number, count: number) => (count === 0 ? null : sum / count);
  return {
    start_stop_alige_count_: bucket.untyped,
    start_stop_alige_count_Alive: bucket.alive,
    start_stop_alige_count_Start: bucket.start,
    start_stop_alige_count_Stop: bucket.stop,
    'type__count_Billing-Accounting': bucket.accounting,
    'type__count_Billing-Authentication': bucket.authentication,
    mean_delay: mean(bucket.delaySum, bucket.delayCount),
    mean_input_trafic: mean(bucket.inputSum, bucket.trafficCount),
    mean_output_trafic: mean(bucket.outputSum, bucket.trafficCount),
    count_failed: bucket.failed,
  };
}

/** A bucket as it is kept in the state: its columns in order. */
export const packBucket = (bucket: HourBucket): Json => COLUMNS.map((column) => bucket[column]);

export function unpackBucket(packed: Json): HourBucket {
  const values = packed as readonly number[];
  return Object.fromEntries(COLUMNS.map((column, index) => [column, values[index] ?? 0])) as unknown as HourBucket;
}
