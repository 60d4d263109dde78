import { describe, expect, test } from 'vitest';
import { zone } from '../model/zone.ts';
import { isCtime, writtenDates } from './written-dates.ts';

const read = (text: string, name = 'Europe/Moscow') => {
  const found = writtenDates(zone(name), { reference: Date.parse('2026-06-01T00:00:00Z') }).read(text);
  return found && { ...found, time: found.time === undefined ? undefined : new Date(found.time).toISOString() };
};

describe('dates in front of a line', () => {
  test.each([
    ['Mon Nov 23 18:24:22 2026 : Auth: …', '2026-11-23T15:24:22.000Z', 24],
    ['Tue Dec  1 00:00:00 2026\tx', '2026-11-30T21:00:00.000Z', 24],
    ['2026-11-23 18:24:22 Accepted', '2026-11-23T15:24:22.000Z', 19],
    ['2026-11-23-18.24.22.000000 Accepted', '2026-11-23T15:24:22.000Z', 26],
    ['2026-11-23T18:24:22.123456+05:00 host', '2026-11-23T13:24:22.123Z', 32],
    ['2026-11-23T18:24:22-0330', '2026-11-23T21:54:22.000Z', 24],
    ['2026-11-23T18:24:22Z', '2026-11-23T18:24:22.000Z', 20],
    ['Nov 23 18:24:22 radius radiusd[1]: x', '2026-11-23T15:24:22.000Z', 15],
    ['Dec  9 18:24:22', '2025-12-09T15:24:22.000Z', 15],
    ['1795447462 Accepted', '2026-11-23T15:24:22.000Z', 10],
  ])('%s', (text, time, length) => {
    expect(read(text)).toEqual({ time, length });
  });

  test.each([
    'Mon Feb 30 18:24:22 2026',
    'Mon Nov 23 24:00:00 2026',
    '2026-02-29 10:00:00',
    '2026-11-23T10:60:00Z',
    'Feb 29 10:00:00',
  ])('%s is no date', (text) => {
    expect(read(text)).toMatchObject({ time: undefined });
  });

  test.each(['Accepted user', 'Nov 23 18:24:22 2026', ' Mon Nov 23 18:24:22 2026', '17954474620', '179544746', ''])(
    '%j begins otherwise',
    (text) => {
      expect(read(text)).toBeUndefined();
    },
  );

  test('dates without a year follow each other over the end of a year', () => {
    const dates = writtenDates(zone('UTC'), { reference: Date.parse('2024-06-30T00:00:00Z') });
    const days = [
      'Feb 29 00:00:00',
      'Aug  1 00:00:00',
      'Dec  1 00:00:00',
      'Jan  1 00:00:00',
      'Dec 31 23:59:59',
      'May  1 00:00:00',
    ];
    expect(days.map((day) => new Date(dates.read(day)!.time!).getUTCFullYear())).toEqual([
      2024, 2024, 2024, 2025, 2024, 2025,
    ]);
  });

  test('the hour that is repeated is taken for the second once the log has passed it, also by dates with an offset', () => {
    const dates = writtenDates(zone('Europe/Berlin'), { reference: 0 });
    const hour = (text: string) => new Date(dates.read(text)!.time!).getUTCHours();
    expect(hour('Sun Oct 25 02:30:00 2026')).toBe(0);
    expect(hour('2026-10-25T01:40:00Z')).toBe(1);
    expect(hour('Sun Oct 25 02:45:00 2026')).toBe(1);
    expect(dates.clock).toBe(Date.parse('2026-10-25T01:45:00Z'));
  });
});

test('a date of ctime is nothing else', () => {
  expect(isCtime('Mon Nov 23 18:24:22 2026')).toBe(true);
  expect(isCtime('Mon Nov 23 18:24:22 2026 ')).toBe(false);
  expect(isCtime('Packet-Type = Access-Req.')).toBe(false);
});
