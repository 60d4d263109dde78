import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateReader, readEpoch } from './dates.ts';

const wall = (text: string) => ({ wall: Date.parse(`${text}Z`) });
const read = (format: string, text: string, known = '2026-07-01T00:00:00') =>
  dateReader(format)!(text, Date.parse(`${known}Z`));

describe('a date', () => {
  test.each([
    ['yyyy-MM-dd HH:mm:ss', '2026-07-10 20:44:36', wall('2026-07-10T20:44:36')],
    ["yyyy-MM-dd'T'HH:mm:ss.SSS", '2026-07-10T20:44:36.250', wall('2026-07-10T20:44:36.250')],
    ['dd.MM.yy HH:mm', '10.07.26 20:44', wall('2026-07-10T20:44')],
    ['dd/MMM/yyyy:HH:mm:ss', '10/Jul/2026:20:44:36', wall('2026-07-10T20:44:36')],
    ['EEE MMM d HH:mm:ss yyyy', 'Fri Jul  3 20:44:36 2026', wall('2026-07-03T20:44:36')],
    ['MM/dd/yyyy hh:mm:ss a', '07/10/2026 08:44:36 PM', wall('2026-07-10T20:44:36')],
    ['yyyy-MM-dd HH:mm:ssZZ', '2026-07-10 20:44:36+04:00', { instant: Date.parse('2026-07-10T16:44:36Z') }],
    ['MMM d HH:mm:ss', 'Jul  3 20:44:36', wall('2026-07-03T20:44:36')],
  ])('of %s: %s', (format, text, expected) => {
    expect(read(format, text)).toEqual(expected);
  });

  test('without a year takes the one that brings it nearest, and one that has such a day', () => {
    expect(read('MMM d HH:mm:ss', 'Dec 31 23:59:59', '2027-01-01T00:00:10')).toEqual(wall('2026-12-31T23:59:59'));
    expect(read('MMM d HH:mm:ss', 'Jan 1 00:00:01', '2026-12-31T23:59:00')).toEqual(wall('2027-01-01T00:00:01'));
    expect(read('MMM d HH:mm:ss', 'Feb 29 12:00:00', '2025-01-01T00:00:00')).toEqual(wall('2024-02-29T12:00:00'));
    expect(read('MMM d HH:mm:ss', 'Feb 29 12:00:00', '2026-06-01T00:00:00')).toBe('impossible');
  });

  test('that there is not is told from what is no date', () => {
    expect(read('yyyy-MM-dd HH:mm:ss', '2026-04-31 10:00:00')).toBe('impossible');
    expect(read('EEE MMM d HH:mm:ss yyyy', 'Mon Jul 3 20:44:36 2026')).toBe('impossible');
    expect(read('yyyy-MM-dd HH:mm:ss', '2026-04-31')).toBeUndefined();
    expect(read('yyyy-MM-dd HH:mm:ss', 'x'.repeat(1_000_000))).toBeUndefined();
  });

  test('of any second is read back', () => {
    const seconds = fc.integer({ min: Date.UTC(2000, 0) / 1000, max: Date.UTC(2100, 0) / 1000 });
    const reader = dateReader('yyyy-MM-dd HH:mm:ss')!;
    fc.assert(
      fc.property(seconds, (second) => {
        const text = new Date(second * 1000).toISOString().slice(0, 19).replace('T', ' ');
        expect(reader(text, 0)).toEqual({ wall: second * 1000 });
      }),
    );
  });
});

test.each(['yyyy-MM-dd', 'yyyy-MM-dd HH', 'HH:mm:ss', '', 'dd HH:mm'])('the format %j keeps too little', (format) => {
  expect(dateReader(format)).toBeUndefined();
});

test('seconds since 1970 are an instant', () => {
  expect(readEpoch('1783716276', 0)).toEqual({ instant: 1783716276000 });
  expect(readEpoch('1783716276.25', 0)).toEqual({ instant: 1783716276250 });
  expect(readEpoch('-1', 0)).toBeUndefined();
  expect(readEpoch('1e9', 0)).toBeUndefined();
});
