import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccountingRecord } from '../model/accounting.ts';
import { HOUR, MINUTE } from '../model/targets.ts';
import { zone } from '../model/zone.ts';
import { billingRadius } from '../parse/billing-radius/billing-radius.ts';
import { keptRecord } from '../parse/suite.ts';
import { createSubscribers } from './subscribers.ts';

const DAY = 24 * HOUR;
const START = Date.parse('2026-11-02T20:00:00Z');
const ulyanovsk = zone('Europe/Ulyanovsk');
const network = () => createSubscribers({ seed: 1, subscribers: 300, zone: ulyanovsk });

const DATE = '[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d';
const MAC = '(?:[0-9a-f]{2}:){5}[0-9a-f]{2}';
const SID = 'ULSK-BR[0-9a-f]{25,26}';
const SSG = 'ULSK-B\\d{5}SSG00000[0-5][0-9a-f]{6}\\d{6}';
const NAS = '192\\.0\\.2\\.[12]';
const STATUS = '(?:OK -- |FAILED .+ -- code -\\d+, )';
const ACCOUNT = `'\\S+@(?:dhcp|pppoe)' via radius@startip_nn - ${STATUS}input \\(\\d{4}\\.\\d\\d\\.\\d\\d \\d\\d:\\d\\d:\\d\\d`;
const BODIES = [
  `Billing-Accounting: \\d{1,3}/0 ${ACCOUNT},${NAS}:\\d+,Virtual-Access,Framed,PPP,Start,${SID},RADIUS,[13456]?,[^,]+,100\\.64\\.[\\d.]+, ${NAS}, [!-~ ]+, (?:${SSG}, )?${SID}, ${MAC}\\) delay \\d\\.\\d{6}`,
  `Billing-Accounting: \\d{1,3}/0 ${ACCOUNT},${NAS}:\\d+,Virtual-Access,Framed,PPP,(?:Alive|Stop),${SID},RADIUS,[13456]?,[^,]+,100\\.64\\.[\\d.]+,\\d+,\\d+,\\d+,\\d+, ${NAS}, [!-~ ]+, (?:${SSG}, )?${SID}, ${MAC}\\) delay \\d\\.\\d{6}`,
  `Billing-Accounting: \\d{1,3}/\\d+ '\\S+' - OK Skiped due to traffic limit -- code 0`,
  `Billing-Authentication: \\d{1,3}/0 \\S+ via radius@startip_nn - ${STATUS}input \\(${NAS}:\\d+,Virtual-Access,Framed,PPP,,[^,]+, ${NAS}, [!-~ ]+, ${SID}, ${MAC}\\)(?: output \\(255\\.255\\.255\\.254, 8640000\\))? delay \\d\\.\\d{6}`,
  `huawei_save_sessid: added [0-9a-f]{7} ${SSG} [0-9a-f]{16} [456] \\d{10}`,
  'Billing: no TASK',
];
const LINE = new RegExp(
  `^${DATE} (?:rad radiusd: \\[\\d{5}\\] (?:${BODIES.join('|')})|nfc radiusd: \\[\\d{5}\\] (?:${BODIES.join('|')}) )$`,
);

describe('the lines of the demo network', () => {
  test('do not depend on how time is cut, nor on what was asked before', () => {
    const one = network();
    const whole = one.lines(START, START + DAY + 7 * HOUR);
    const cut = fc.integer({ min: START, max: START + DAY + 7 * HOUR });
    // Instants of lines are the edges at which a cut could go wrong.
    const atLine = fc.nat({ max: whole.length - 1 }).map((index) => whole[index]!.time);
    fc.assert(
      fc.property(fc.array(fc.oneof(cut, atLine), { maxLength: 8 }), fc.boolean(), (cuts, fresh) => {
        const edges = [START, ...cuts.toSorted((a, b) => a - b), START + DAY + 7 * HOUR];
        const other = fresh ? network() : one;
        expect(edges.slice(1).flatMap((edge, index) => other.lines(edges[index]!, edge))).toEqual(whole);
      }),
      { numRuns: 12 },
    );
  });

  test('are in the order of writing, within the range', () => {
    const times = network()
      .lines(START, START + HOUR)
      .map(({ time }) => time);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(START);
    expect(times.at(-1)).toBeLessThan(START + HOUR);
  });

  test('are the same for the same seed and others for another', () => {
    const text = (seed: number) =>
      createSubscribers({ seed, subscribers: 50, zone: ulyanovsk })
        .lines(START, START + HOUR)
        .map((line) => line.text);
    expect(text(7)).toEqual(text(7));
    expect(text(7)).not.toEqual(text(8));
  });

  test('follow the grammar, every kind of it, and the parser reads them all', () => {
    const lines = network().lines(START, START + 2 * DAY);
    expect(lines.filter(({ text }) => !LINE.test(text))).toEqual([]);
    for (const body of BODIES) {
      const kind = new RegExp(`\\] ${body} ?$`);
      expect(lines.some(({ text }) => kind.test(text))).toBe(true);
    }
    const { unreadable } = parsed(
      lines.map(({ text }) => text),
      ulyanovsk.name,
    );
    expect(unreadable).toBe(0);
  });

  test('carry the wall dates of the zone through both clock changes', () => {
    const berlin = zone('Europe/Berlin');
    const there = createSubscribers({ seed: 1, subscribers: 300, zone: berlin });
    for (const change of ['2026-10-25T01:00:00Z', '2026-03-29T01:00:00Z']) {
      const lines = there.lines(Date.parse(change) - HOUR, Date.parse(change) + HOUR);
      for (const { time, text } of lines) {
        const dates = [time, time + 1000].map((instant) => berlin.format(instant));
        expect(dates.map((date) => date.slice(11))).toContain(text.slice(7, 15));
      }
      const { times } = parsed(
        lines.map(({ text }) => text),
        berlin.name,
        Date.parse(change) - HOUR,
      );
      const hours = [...new Set(times.map((time) => Math.floor(time / HOUR)))].sort((a, b) => a - b);
      expect(hours.slice(0, 2).map((hour) => hour * HOUR)).toEqual([Date.parse(change) - HOUR, Date.parse(change)]);
    }
  });

  test('octets only rise within a session, and no report follows its end', () => {
    const { records } = parsed(
      network()
        .lines(START, START + 2 * DAY)
        .map(({ text }) => text),
      ulyanovsk.name,
    );
    const masters = records.filter(({ direction, sessionId }) => direction === undefined && sessionId);
    const bySession = Map.groupBy(masters, ({ sessionId }) => sessionId);
    for (const reports of bySession.values()) {
      const counted = reports.flatMap(({ outputOctets }) => outputOctets ?? []);
      expect(counted).toEqual(counted.toSorted((a, b) => a - b));
      const stop = reports.findIndex(({ statusType }) => statusType === 'Stop');
      if (stop >= 0) expect(stop).toBe(reports.length - 1);
    }
    expect([...bySession.values()].filter((reports) => reports.length > 4).length).toBeGreaterThan(50);
  });

  test('have the rhythm of people: an evening crest, a quiet night, failures, Starts and Stops in every hour', () => {
    const { records } = parsed(
      network()
        .lines(START, START + 14 * DAY)
        .map(({ text }) => text),
      ulyanovsk.name,
    );
    const byHour = Map.groupBy(records, ({ time }) => Math.floor((time - START) / HOUR));
    const starts = Array.from(
      { length: 24 * 14 },
      (_, hour) => byHour.get(hour)!.filter(({ statusType }) => statusType === 'Start').length,
    );
    const atHour = (hour: number) =>
      starts.filter((_, index) => index % 24 === hour).reduce((sum, count) => sum + count);
    expect(atHour(20)).toBeGreaterThan(4 * atHour(3));
    expect(atHour(20)).toBeGreaterThan(1.3 * atHour(11));
    for (let hour = 0; hour < 24 * 14; hour++) {
      const events = byHour.get(hour)!;
      expect(events.some(({ failed }) => failed)).toBe(true);
      expect(events.some(({ statusType }) => statusType === 'Start')).toBe(true);
      expect(events.some(({ statusType }) => statusType === 'Stop')).toBe(true);
      expect(events.length).toBeLessThan(30 * (HOUR / MINUTE));
    }
  });
});

function parsed(lines: readonly string[], place: string, reference = START) {
  const records: AccountingRecord[] = [];
  const times: number[] = [];
  let unreadable = 0;
  const sink = {
    record(record: AccountingRecord) {
      records.push(keptRecord(record));
      times.push(record.time);
    },
    other: (time: number) => void times.push(time),
    unreadable: () => void unreadable++,
  };
  const parser = billingRadius.create({ zone: place, reference });
  parser.push(Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1'), sink);
  parser.end(sink);
  return { records, times, unreadable };
}
