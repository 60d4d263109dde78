import { createAggregator } from '../aggregate/aggregator.ts';
import { TARGET_NAMES, type TargetName } from '../model/targets.ts';
import { zone } from '../model/zone.ts';
import { billingRadius } from '../parse/billing-radius/billing-radius.ts';

const ZONE = 'Europe/Ulyanovsk';
/** Octets that are handed to the parser at a time. */
const CHUNK = 1_048_576;
/** Sums of decimals differ by their order. */
const TOLERANCE = 1e-9;

/** One hour of the generator's truth: the counters it kept while it wrote. */
export interface TrueHour
  extends Readonly<Record<'empty' | 'Alive' | 'Start' | 'Stop' | 'acct' | 'auth' | 'failed', number>> {
  readonly delaySum: number;
  readonly delayN: number;
  readonly inSum: number;
  readonly outSum: number;
  readonly trN: number;
}

/** The targets of each hour of a log, by the hour on the wall, `2020-04-30T00`. */
export function targetsOf(bytes: Buffer) {
  const state = { row: () => undefined, rows: () => [] };
  const aggregator = createAggregator({
    ...{ source: 'x', zone: zone(ZONE), interimPeriod: 7_200_000, state, parts: ['hours'] },
  });
  const reference = billingRadius.reference(bytes.subarray(0, 65_536), ZONE)!;
  const parser = billingRadius.create({ zone: ZONE, reference });
  for (let at = 0; at < bytes.length; at += CHUNK) parser.push(bytes.subarray(at, at + CHUNK), aggregator.sink);
  parser.end(aggregator.sink);
  const hours: Record<string, Partial<Record<TargetName, number>>> = {};
  for (const { series, times, values } of aggregator.drain({ now: Number.MAX_SAFE_INTEGER }).batch) {
    times.forEach((time, index) => {
      const hour = zone(ZONE).format(time).slice(0, 13).replace(' ', 'T');
      hours[hour] = { ...hours[hour], [series.field]: values[index]! };
    });
  }
  return { hours, counts: aggregator.counts() };
}

const trueTargets = (hour: TrueHour): Record<TargetName, number> => ({
  start_stop_alige_count_: hour.empty,
  start_stop_alige_count_Alive: hour.Alive,
  start_stop_alige_count_Start: hour.Start,
  start_stop_alige_count_Stop: hour.Stop,
  'type__count_Billing-Accounting': hour.acct,
  'type__count_Billing-Authentication': hour.auth,
  mean_delay: hour.delaySum / hour.delayN,
  mean_input_trafic: hour.inSum / hour.trN,
  mean_output_trafic: hour.outSum / hour.trN,
  count_failed: hour.failed,
});

/** Where targets are not those of the truth: counts differ at all, or means by more than their sums may. */
export function differences(
  hours: Readonly<Record<string, Partial<Record<TargetName, number>>>>,
  truth: Readonly<Record<string, TrueHour>>,
): string[] {
  const known = new Set([...Object.keys(hours), ...Object.keys(truth)]);
  return [...known].toSorted().flatMap((hour) => {
    const own = truth[hour];
    if (!own) return [`${hour} is not in the log`];
    const expected = trueTargets(own);
    return TARGET_NAMES.filter((target) => {
      const tolerance = target.startsWith('mean_') ? TOLERANCE * expected[target] : 0;
      // A mean of nothing is no number, and is missing.
      if (Number.isNaN(expected[target])) return hours[hour]?.[target] !== undefined;
      return !(Math.abs((hours[hour]?.[target] ?? Number.NaN) - expected[target]) <= tolerance);
    }).map((target) => `${target} of ${hour}: found ${hours[hour]?.[target]}, expected ${expected[target]}`);
  });
}
