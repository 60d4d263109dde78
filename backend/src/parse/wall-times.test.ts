import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zone } from '../model/zone.ts';
import { wallTimeOf, wallTimes } from './wall-times.ts';

describe('a written wall time', () => {
  test('is read', () => {
    expect(wallTimeOf('2026-07-10 20:44:36')).toBe(Date.UTC(2026, 6, 10, 20, 44, 36));
    expect(wallTimeOf('2024-02-29 00:00:00')).toBe(Date.UTC(2024, 1, 29));
  });

  test.each([
    '2026-02-29 00:00:00',
    '2026-13-01 00:00:00',
    '2026-04-31 10:00:00',
    '2026-01-01 24:00:00',
    '2026-01-01',
    '',
  ])('%j is none', (text) => {
    expect(wallTimeOf(text)).toBeUndefined();
  });

  test('of any second is read back', () => {
    const least = Date.UTC(1000, 0, 1) / 1000;
    fc.assert(
      fc.property(fc.integer({ min: least, max: Date.UTC(9999, 11, 31) / 1000 }), (second) => {
        const text = new Date(second * 1000).toISOString().slice(0, 19).replace('T', ' ');
        expect(wallTimeOf(text)).toBe(second * 1000);
      }),
    );
  });
});

describe('an instant', () => {
  const resolved = (name: string, walls: readonly string[], clock?: string) => {
    const times = wallTimes(zone(name), clock === undefined ? undefined : Date.parse(`${clock}Z`));
    return walls.map((wall) => new Date(times.resolve(wallTimeOf(wall)!)).toISOString().slice(0, 19));
  };

  test('of a repeated hour is the first, until the log has passed it, in spite of a little disorder', () => {
    const walls = ['02:00:00', '02:59:59', '02:00:00', '02:59:59', '02:00:01', '03:00:00'];
    expect(
      resolved(
        'Europe/Berlin',
        walls.map((wall) => `2026-10-25 ${wall}`),
      ),
    ).toEqual([
      '2026-10-25T00:00:00',
      '2026-10-25T00:59:59',
      '2026-10-25T01:00:00',
      '2026-10-25T00:59:59',
      '2026-10-25T01:00:01',
      '2026-10-25T02:00:00',
    ]);
  });

  test('of a repeated hour goes on from an earlier reading', () => {
    expect(resolved('Europe/Berlin', ['2026-10-25 02:10:00'], '2026-10-25T01:05:00')).toEqual(['2026-10-25T01:10:00']);
  });

  test('of a time left out is read with the offset before', () => {
    expect(resolved('Europe/Berlin', ['2026-03-29 02:30:00'])).toEqual(['2026-03-29T01:30:00']);
  });

  test('is that of the zone', () => {
    expect(resolved('Europe/Ulyanovsk', ['2026-07-10 20:44:36'])).toEqual(['2026-07-10T16:44:36']);
  });

  test('keeps the newest as its clock', () => {
    const times = wallTimes(zone('UTC'), undefined);
    expect(times.clock).toBeUndefined();
    times.resolve(2000);
    times.resolve(1000);
    expect(times.clock).toBe(2000);
  });
});
