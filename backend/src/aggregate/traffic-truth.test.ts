import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HOUR } from '../model/targets.ts';
import { zone } from '../model/zone.ts';
import { billingRadius } from '../parse/billing-radius/billing-radius.ts';
import { sharedPath } from '../test/needs.ts';
import { createAggregator } from './aggregator.ts';
import { type Stored, store } from './suite.ts';

const generator = sharedPath('tools/radius-log-generator.js');
const INTERIM = 2 * HOUR;
/** Of accounting of a master session with counters: date, kind, session, session time in centiseconds, octets in. */
const MASTER = /input \((\S+ \S+?),.*,PPP,(Alive|Stop),([^,]+),RADIUS,,.*?,[\d.]+,\d,(\d+),(\d+),\d+, /;
const STARTED = /input \((\S+ \S+?),.*,PPP,Start,([^,]+),RADIUS,,/;

const timeOf = (date: string) => Date.parse(`${date.replaceAll('.', '-').replace(' ', 'T')}+04:00`);

/** A generated log of about a day. */
function generate(): string {
  const folder = mkdtempSync(join(tmpdir(), 'presage-traffic-'));
  try {
    const log = join(folder, 'radius.log');
    const size = ['--lines', '100000', '--subs', '1000', '--seed', '8'];
    const out = ['--out', log, '--truth', join(folder, 'truth.json')];
    execFileSync(process.execPath, [generator!, ...out, ...size], { stdio: 'ignore' });
    return readFileSync(log, 'latin1');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the text says: octets in of each hour, told of each session by what its own lines say, the hours as parts of a line. */
function octetsIn(text: string): Map<number, number> {
  const lines = text.split('\n');
  const first = timeOf(MASTER.exec(text)![1]!);
  const started = new Map(
    lines.flatMap((line): [string, string][] => {
      const [, date, session] = STARTED.exec(line) ?? [];
      return date === undefined ? [] : [[session!, date]];
    }),
  );
  const signs = lines.flatMap((line) => {
    const [, date, , session, centiseconds, octets] = MASTER.exec(line) ?? [];
    if (date === undefined) return [];
    return [{ session: session!, time: timeOf(date), seconds: Number(centiseconds) / 100, octets: Number(octets) }];
  });
  const hours = new Map<number, number>();
  for (const [session, own] of Map.groupBy(signs, (sign) => sign.session)) {
    const date = started.get(session);
    const [oldest] = own as [(typeof own)[number]];
    const begin = oldest.time - 1000 * oldest.seconds;
    const known =
      date === undefined ? (begin >= first ? { time: begin, octets: 0 } : oldest) : { time: timeOf(date), octets: 0 };
    let before = known;
    for (const sign of own.toSorted((a, b) => a.time - b.time)) {
      const rate = (sign.octets - before.octets) / Math.max(1, sign.time - before.time);
      for (let at = before.time; at < sign.time; ) {
        const hour = Math.floor(at / HOUR) * HOUR;
        const end = Math.min(hour + HOUR, sign.time);
        hours.set(hour, (hours.get(hour) ?? 0) + rate * (end - at));
        at = end;
      }
      before = sign;
    }
  }
  return hours;
}

describe.skipIf(!generator)('traffic of a generated log', () => {
  test('is what its sessions tell', () => {
    const text = generate();
    const bytes = Buffer.from(text, 'latin1');
    const place = 'Europe/Ulyanovsk';
    const state = { row: () => undefined, rows: () => [] };
    const aggregator = createAggregator({ source: 'x', zone: zone(place), interimPeriod: INTERIM, state });
    const reference = billingRadius.reference(bytes.subarray(0, 65_536), place)!;
    const parser = billingRadius.create({ zone: place, reference });
    parser.push(bytes, aggregator.sink);
    parser.end(aggregator.sink);
    const stored: Stored = new Map();
    store(stored, aggregator.drain({ now: Number.MAX_SAFE_INTEGER }).batch);
    const told = [...stored.get('traffic,source=x input_octets')!];
    const truth = octetsIn(text);
    expect(told.length).toBeGreaterThan(15);
    for (const [hour, octets] of told) {
      // The lines' own dates differ from those of their events by a second.
      expect(Math.abs(octets / truth.get(hour)! - 1), new Date(hour).toISOString()).toBeLessThan(0.002);
    }
    // A session of the generator has 1.8 Mbit/s in the mean, by its law, and there are at most 1000 at a time.
    const rates = [...stored.get('traffic,source=x input_bits_per_second')!.values()];
    for (const rate of rates) expect(rate).toBeLessThan(4e9);
  }, 60_000);
});
