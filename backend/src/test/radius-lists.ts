import { createAggregator } from '../aggregate/aggregator.ts';
import {
  ANOMALY_NAMES,
  type AnomalyList,
  DEFAULT_LIMITS,
  type HourAnomalies,
  SUBSCRIBERS_PART,
} from '../model/subscribers.ts';
import { zone } from '../model/zone.ts';
import { billingRadius } from '../parse/billing-radius/billing-radius.ts';
import { memoryRows } from './memory-rows.ts';

const ZONE = 'Europe/Ulyanovsk';
const DAY = 86_400_000;

/** The names of the lists in the truth, in the order of ANOMALY_NAMES. */
export const LIST_NAMES = [
  'failed_alert',
  'stops_alert',
  'tr_inp_zero_alert',
  'tr_out_zero_alert',
  'tr_in_max_alert',
  'tr_out_max_alert',
];
/** By hour on the wall, `2020-04-30T00`, and name of a list. */
export type TrueLists = Readonly<Record<string, Readonly<Record<string, AnomalyList>>>>;

/** The lists of each hour that has any, by the hour on the wall; each of so many pieces is read after a restart. */
export function listsOf(bytes: Buffer, pieces: number): { lists: TrueLists; uncounted: number } {
  const state = memoryRows();
  const options = {
    ...{ source: 'x', zone: zone(ZONE), interimPeriod: 7_200_000, state },
    subscribers: { limits: DEFAULT_LIMITS, retention: 30 * DAY },
    parts: [SUBSCRIBERS_PART],
  };
  const reference = billingRadius.reference(bytes.subarray(0, 65_536), ZONE)!;
  const parser = billingRadius.create({ zone: ZONE, reference });
  const size = Math.ceil(bytes.length / pieces);
  for (let from = 0; from < bytes.length; from += size) {
    const aggregator = createAggregator(options);
    parser.push(bytes.subarray(from, from + size), aggregator.sink);
    const isLast = from + size >= bytes.length;
    if (isLast) parser.end(aggregator.sink);
    state.commit(aggregator.drain(isLast ? { now: Number.MAX_SAFE_INTEGER } : {}).changes);
  }

  let missed = 0;
  const lists: Record<string, Record<string, AnomalyList>> = {};
  for (const [key, data] of state.rows(SUBSCRIBERS_PART)) {
    const [, start] = /^anomalies (\d+)$/.exec(key) ?? [];
    if (start === undefined) continue;
    const { lists: own, uncounted } = data as unknown as HourAnomalies;
    missed += uncounted;
    const filled = ANOMALY_NAMES.map((name, index) => [LIST_NAMES[index]!, own[name]] as const).filter(
      ([, list]) => list.length,
    );
    if (filled.length > 0)
      lists[zone(ZONE).format(Number(start)).slice(0, 13).replace(' ', 'T')] = Object.fromEntries(filled);
  }
  return { lists, uncounted: missed };
}
