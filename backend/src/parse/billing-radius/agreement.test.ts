import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callsOf } from '../suite.ts';
import { createParser } from './billing-radius.ts';
import { mutated } from './mutations.ts';
import { sampleLines } from './samples.ts';

const options = { zone: 'Europe/Ulyanovsk', reference: Date.parse('2020-05-01T00:00:00Z') };

/** What the parser makes of lines, by its scanner and by the whole grammar. */
function bothOf(lines: readonly string[], zone = options.zone) {
  const bytes = Buffer.from(`${lines.join('\n')}\n`, 'latin1');
  return [true, false].map((scan) => {
    const parser = createParser({ ...options, zone }, { scan });
    return { calls: callsOf(parser, [bytes], { inRuns: true }), clock: parser.clock };
  });
}

/** Minutes around an hour that is repeated, one that is left out, the end of a year, days that some years or none have. */
const MINUTES = ['Oct 25 02:59', 'Oct 25 02:00', 'Oct 25 03:00', 'Oct 25 01:59', 'Mar 29 02:30', 'Mar 29 03:00'];
const OTHER_MINUTES = ['Dec 31 23:59', 'Jan  1 00:00', 'Feb 29 12:00', 'Feb 30 12:00', 'Apr 30 00:11'];
const DAYS = ['2020.04.30', '2020.10.25', '2021.01.01', '2019.12.31', '2020.13.45'];

describe('the scanner and the grammar', () => {
  test('agree on lines damaged anywhere', () => {
    const line = fc
      .tuple(fc.constantFrom(...sampleLines), fc.infiniteStream(fc.nat()))
      .map(([whole, numbers]) => mutated(whole, (limit) => numbers.next().value! % limit));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 10 }), (lines) => {
        const [scanned, read] = bothOf(lines);
        expect(scanned).toEqual(read);
      }),
      { numRuns: 3000 },
    );
  });

  test('agree on the year of a line after one that tells another and is read by the grammar alone', () => {
    const event = sampleLines.find((line) => line.includes('2020.04.30 ') && line.includes("@pppoe'"))!;
    const request = sampleLines.find((line) => line.includes('Billing-Authentication'))!;
    const odd = event.replace('2020.04.30 ', '2010.04.30 ').replace("@pppoe'", "\x1c@pppoe'");
    const [scanned, read] = bothOf([event, odd, request, event]);
    expect(scanned).toEqual(read);
    expect(scanned!.calls.at(-1)).toEqual(scanned!.calls[0]);
  });

  test('agree on a line left to the grammar in the second of the line before it, which was not the newest', () => {
    const [event] = sampleLines as [string];
    const noise = sampleLines.find((line) => line.endsWith('TASK'))!;
    const at = (second: number, line: string) => `Apr 30 00:11:${second}${line.slice('Apr 30 00:11:25'.length)}`;
    const [scanned, read] = bothOf([at(10, event), at(50, event), at(20, event), at(20, noise)]);
    expect(scanned).toEqual(read);
    const first = (scanned!.calls[0] as { time: number }).time;
    expect(scanned!.calls[3]).toBe(first + 10_000);
  });

  test('agree on dates in any order, where clocks change and years end', () => {
    const line = fc
      .tuple(
        fc.constantFrom(...sampleLines),
        fc.constantFrom(...MINUTES, ...OTHER_MINUTES),
        fc.integer({ min: 0, max: 59 }),
        fc.option(fc.constantFrom(...DAYS), { freq: 4 }),
      )
      .map(([text, minute, second, day]) => {
        const dated = `${minute}:${String(second).padStart(2, '0')}${text.slice('Apr 30 00:11:25'.length)}`;
        return day === null ? dated : dated.replace(/\(\d{4}\.\d\d\.\d\d /, `(${day} `);
      });
    const together = fc.tuple(line, fc.integer({ min: 1, max: 40 })).map(([text, count]) => Array(count).fill(text));
    fc.assert(
      fc.property(fc.array(together, { minLength: 1, maxLength: 40 }), (stretches) => {
        const [scanned, read] = bothOf(stretches.flat(), 'Europe/Berlin');
        expect(scanned).toEqual(read);
      }),
      { numRuns: 300 },
    );
  });

  test('agree on a first line with NULs for a date, and on those after it', () => {
    const event = sampleLines.find((line) => line.includes('(2020.04.30 00:11'))!;
    const request = sampleLines.find((line) => line.includes('Billing-Authentication'))!;
    for (const first of [event.replace(/^.{12}/, '\0'.repeat(12)), event.replace(/\(.{16}/, `(${'\0'.repeat(16)}`)]) {
      const [scanned, read] = bothOf([first, request, event]);
      expect(scanned).toEqual(read);
      expect(scanned!.calls[0]).toBe('NUL byte');
    }
  });

  test('agree on every line that is cut anywhere, or has any octet anywhere', () => {
    for (const line of sampleLines) {
      const cut = Array.from({ length: line.length }, (_, end) => line.slice(0, end));
      const [scanned, read] = bothOf(cut);
      expect(scanned).toEqual(read);
    }
    const [long] = sampleLines as [string];
    for (let octet = 0; octet < 256; octet++) {
      if (octet === 10) continue;
      const text = String.fromCharCode(octet);
      const lines = Array.from({ length: long.length }, (_, at) => long.slice(0, at) + text + long.slice(at + 1));
      const [scanned, read] = bothOf(lines);
      expect(scanned).toEqual(read);
    }
  }, 60_000);
});
