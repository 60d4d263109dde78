import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TARGET_NAMES, type TargetName } from '../model/targets.ts';
import { zone } from '../model/zone.ts';
import { billingRadius } from '../parse/billing-radius/billing-radius.ts';
import { sharedPath } from '../test/needs.ts';
import { createAggregator } from './aggregator.ts';

const ZONE = 'Europe/Ulyanovsk';
const generator = sharedPath('tools/radius-log-generator.js');

/** One hour of the generator's truth: the counters it kept while it wrote. */
interface TrueHour extends Readonly<Record<'empty' | 'Alive' | 'Start' | 'Stop' | 'acct' | 'auth' | 'failed', number>> {
  readonly delaySum: number;
  readonly delayN: number;
  readonly inSum: number;
  readonly outSum: number;
  readonly trN: number;
}

/** A generated log with its truth; the times of the truth are those of the wall. */
function generate(...more: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'presage-truth-'));
  try {
    const [log, truth] = [join(folder, 'radius.log'), join(folder, 'truth.json')];
    const size = ['--lines', '100000', '--subs', '3000', '--seed', '3'];
    execFileSync(process.execPath, [generator!, '--out', log, '--truth', truth, ...size, ...more], { stdio: 'ignore' });
    const { hours, lines } = JSON.parse(readFileSync(truth, 'utf8')) as {
      hours: Record<string, TrueHour>;
      lines: number;
    };
    return { bytes: readFileSync(log), hours, lines };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The targets of each hour of a log, by the hour on the wall. */
function targetsOf(bytes: Buffer) {
  const state = { row: () => undefined, rows: () => [] };
  const aggregator = createAggregator({ source: 'x', zone: zone(ZONE), interimPeriod: 7_200_000, state });
  const parser = billingRadius.create({
    zone: ZONE,
    reference: billingRadius.reference(bytes.subarray(0, 65_536), ZONE)!,
  });
  parser.push(bytes, aggregator.sink);
  parser.end(aggregator.sink);
  const hours: Record<string, Partial<Record<TargetName, number>>> = {};
  for (const { series, times, values } of aggregator.drain({ now: Number.MAX_SAFE_INTEGER }).batch) {
    if (series.measurement !== 'radius') continue;
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

describe.skipIf(!generator)('a generated log', () => {
  test.each([['clean', []] as const, ['dirty', ['--dirty', '0.01']] as const])(
    '%s: every hour is the truth',
    (kind, options) => {
      const { bytes, hours: truth, lines } = generate(...options);
      const { hours, counts } = targetsOf(bytes);
      expect(Object.keys(truth).length).toBeGreaterThan(3);
      expect(Object.keys(hours).toSorted()).toEqual(Object.keys(truth).toSorted());
      for (const [hour, own] of Object.entries(truth)) {
        const expected = trueTargets(own);
        for (const target of TARGET_NAMES) {
          const value = hours[hour]?.[target] ?? Number.NaN;
          const tolerance = target.startsWith('mean_') ? 1e-9 * expected[target] : 0;
          expect(Math.abs(value - expected[target]), `${target} of ${hour}`).toBeLessThanOrEqual(tolerance);
        }
      }
      expect(counts.lines).toBe(lines);
      const unreadable = Object.values(counts.unreadable).reduce((sum, count) => sum + count, 0);
      if (kind === 'clean') expect(unreadable).toBe(0);
      else {
        // One line in a hundred is damaged; one kind of damage in seven, the CR, leaves it readable. Within five deviations.
        expect(Math.abs(unreadable - (lines * 0.01 * 6) / 7)).toBeLessThan(150);
        const reasons = ['NUL byte', 'cut short', 'empty', 'foreign text', 'text after the end'];
        expect(Object.keys(counts.unreadable).toSorted()).toEqual(reasons);
      }
    },
    60_000,
  );
});
