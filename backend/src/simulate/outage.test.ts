import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccountingRecord } from '../model/accounting.ts';
import { HOUR, MINUTE } from '../model/targets.ts';
import { zone } from '../model/zone.ts';
import { billingRadius } from '../parse/billing-radius/billing-radius.ts';
import { keptRecord } from '../parse/suite.ts';
import { bends, type Outage, servedShare } from './outage.ts';
import { createSubscribers } from './subscribers.ts';

const START = Date.parse('2026-11-02T20:00:00Z');
const DAY = 24 * HOUR;
const place = zone('Europe/Ulyanovsk');
const [FIRST, SECOND] = ['192.0.2.1', '192.0.2.2'] as const;
const linesWith = (outages: readonly Outage[]) =>
  createSubscribers({ seed: 1, subscribers: 200, zone: place, outages: () => outages }).lines;

const outage = fc
  .record({ nas: fc.constantFrom(FIRST, SECOND), from: fc.integer({ min: 0, max: DAY }), length: fc.nat(5 * HOUR) })
  .map(({ nas, from, length }) => ({ nas, from: START + from, to: START + from + length }));

describe('an outage of a NAS', () => {
  const from = START + 21 * HOUR;
  const one = { nas: FIRST, from, to: from + HOUR };
  const records = recordsOf(linesWith([one])(from - 5 * HOUR, from + 4 * HOUR));
  const ofNas = (nas: string) => records.filter((record) => record.nas === nas);
  /** Sessions open at an instant, by what their lines say. */
  const open = (nas: string, instant: number) => {
    const sessions = Map.groupBy(
      ofNas(nas).filter(({ sessionId, direction }) => sessionId && direction === undefined),
      ({ sessionId }) => sessionId,
    );
    return [...sessions.values()].filter(
      (reports) =>
        reports
          .filter(({ time }) => time < instant)
          .at(-1)
          ?.statusType?.match(/Start|Alive/) != null,
    ).length;
  };

  test('stops every session of it within 20 seconds, and none of another', () => {
    expect(open(FIRST, from)).toBeGreaterThan(20);
    expect(open(FIRST, from + 21_000)).toBe(0);
    expect(open(SECOND, from + 21_000)).toBeGreaterThan(0.9 * open(SECOND, from));
  });

  test('lets nobody in until it ends, then they come back within about ten minutes', () => {
    const during = ofNas(FIRST).filter(({ time }) => time > from + 21_000 && time < one.to - 2000);
    expect(during).toEqual([]);
    expect(open(FIRST, one.to + 11 * MINUTE)).toBeGreaterThan(0.7 * open(FIRST, from));
    expect(open(FIRST, one.to + 3 * MINUTE)).toBeLessThan(0.6 * open(FIRST, one.to + 11 * MINUTE));
  });

  test('ends with a day after it: the lines are those of a network that had none', () => {
    const [later, end] = [one.to + DAY, one.to + DAY + 2 * HOUR];
    expect(linesWith([one])(later, end)).toEqual(linesWith([])(later, end));
  });

  test('changes no line from before it, and its early end none from before that', () => {
    fc.assert(
      fc.property(fc.array(outage, { maxLength: 2 }), outage, fc.nat(5 * HOUR), (others, added, passed) => {
        const before = linesWith(others)(added.from - 3 * HOUR, added.from);
        expect(linesWith([...others, added])(added.from - 3 * HOUR, added.from)).toEqual(before);
        const ended = { ...added, to: Math.min(added.to, added.from + passed) };
        const during = linesWith([...others, added])(added.from, ended.to);
        expect(linesWith([...others, ended])(added.from, ended.to)).toEqual(during);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  test('makes no difference to how time may be cut, nor does the order in which outages are known', () => {
    fc.assert(
      fc.property(
        fc.array(outage, { minLength: 1, maxLength: 3 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        (all, parts) => {
          const end = START + DAY + 6 * HOUR;
          const whole = linesWith(all)(START, end);
          // Instants of lines and of outages are the edges at which a cut could go wrong.
          const instants = [...whole.map(({ time }) => time), ...bends(all)];
          const cuts = parts.map((part) => instants[part % instants.length]!).filter((time) => time < end);
          const edges = [START, ...cuts.toSorted((a, b) => a - b), end];
          const lines = linesWith(all.toReversed());
          expect(edges.slice(1).flatMap((edge, index) => lines(edges[index]!, edge))).toEqual(whole);
        },
      ),
      { numRuns: 12 },
    );
  }, 60_000);

  test('may begin with another of the same NAS, whichever is known first', () => {
    const both = [one, { ...one, to: one.to + 2 * HOUR }];
    const [begin, end] = [from - HOUR, from + 6 * HOUR];
    expect(linesWith(both.toReversed())(begin, end)).toEqual(linesWith(both)(begin, end));
  });

  test('takes the traffic of its NAS away and gives it back in ten minutes', () => {
    const share = (offset: number, nas: string = FIRST) => servedShare([one], nas, from + offset);
    expect([-1, 0, 10_000, 20_000, HOUR - 1].map((offset) => share(offset))).toEqual([1, 1, 0.5, 0, 0]);
    expect([HOUR + 5 * MINUTE, HOUR + 10 * MINUTE, DAY].map((offset) => share(offset))).toEqual([0.5, 1, 1]);
    expect(share(HOUR / 2, SECOND)).toBe(1);
  });
});

function recordsOf(lines: readonly { readonly text: string }[]): AccountingRecord[] {
  const records: AccountingRecord[] = [];
  const sink = {
    record: (record: AccountingRecord) => void records.push(keptRecord(record)),
    other() {},
    unreadable() {},
  };
  const parser = billingRadius.create({ zone: place.name, reference: START });
  parser.push(Buffer.from(lines.map(({ text }) => `${text}\n`).join(''), 'latin1'), sink);
  parser.end(sink);
  return records;
}
