import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  ANOMALY_NAMES,
  type AnomalyList,
  DEFAULT_LIMITS,
  type HourAnomalies,
  SUBSCRIBERS_PART,
} from '../../model/subscribers.ts';
import { zone } from '../../model/zone.ts';
import { billingRadius } from '../../parse/billing-radius/billing-radius.ts';
import { memoryRows } from '../../test/memory-rows.ts';
import { sharedPath } from '../../test/needs.ts';
import { createAggregator } from '../aggregator.ts';

const ZONE = 'Europe/Ulyanovsk';
const DAY = 86_400_000;
const generator = sharedPath('tools/radius-log-generator.js');

/** The names of the lists in the truth, in the order of ANOMALY_NAMES. */
const NAMES = [
  'failed_alert',
  'stops_alert',
  'tr_inp_zero_alert',
  'tr_out_zero_alert',
  'tr_in_max_alert',
  'tr_out_max_alert',
];
type Truth = Readonly<Record<string, Readonly<Record<string, AnomalyList>>>>;

/** A generated log, and by hour on the wall its true lists. */
function generate(...options: string[]): { bytes: Buffer; lists: Truth } {
  const folder = mkdtempSync(join(tmpdir(), 'presage-subscribers-'));
  try {
    const [log, truth] = [join(folder, 'radius.log'), join(folder, 'truth.json')];
    execFileSync(process.execPath, [generator!, '--out', log, '--truth', truth, ...options], { stdio: 'ignore' });
    return { bytes: readFileSync(log), lists: JSON.parse(readFileSync(truth, 'utf8')).lists };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The lists of each hour that has any, by the hour on the wall; each piece is read after a restart. */
function listsOf(bytes: Buffer, pieces: number): { lists: Truth; uncounted: number } {
  const state = memoryRows();
  const options = {
    ...{ source: 'x', zone: zone(ZONE), interimPeriod: 7_200_000, state },
    subscribers: { limits: DEFAULT_LIMITS, retention: 30 * DAY },
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
    const filled = ANOMALY_NAMES.map((name, index) => [NAMES[index]!, own[name]] as const).filter(
      ([, list]) => list.length,
    );
    if (filled.length > 0)
      lists[zone(ZONE).format(Number(start)).slice(0, 13).replace(' ', 'T')] = Object.fromEntries(filled);
  }
  return { lists, uncounted: missed };
}

describe.skipIf(!generator)('the lists of a generated log', () => {
  test.each([
    ['clean', 1, 1, []],
    ['dirty', 2, 40, ['--dirty', '0.01']],
    ['over many hours', 3, 40, ['--subs', '1500']],
  ] as const)(
    '%s: every list of every hour is the truth',
    (_kind, seed, pieces, options) => {
      const { bytes, lists } = generate('--lines', '120000', '--subs', '6000', '--seed', String(seed), ...options);
      const found = listsOf(bytes, pieces);
      expect(Object.keys(lists).length).toBeGreaterThan(3);
      expect(new Set(Object.values(lists).flatMap((hour) => Object.keys(hour)))).toEqual(new Set(NAMES));
      expect(found).toEqual({ lists, uncounted: 0 });
    },
    120_000,
  );
});
