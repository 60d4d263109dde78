import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isZone, startOfHour, zone } from './zone.ts';

const utc = (text: string) => Date.parse(`${text}Z`);

describe('a zone', () => {
  const berlin = zone('Europe/Berlin');

  test('knows real names only', () => {
    expect(isZone('Europe/Ulyanovsk')).toBe(true);
    expect(isZone('Europe/Atlantis')).toBe(false);
  });

  test('formats instants on the wall, the repeated hour twice', () => {
    expect(berlin.format(utc('2026-10-25T00:30:00'))).toBe('2026-10-25 02:30:00');
    expect(berlin.format(utc('2026-10-25T01:30:00'))).toBe('2026-10-25 02:30:00');
  });

  test('finds both instants of a repeated wall time and none of one left out', () => {
    expect(berlin.instants(utc('2026-10-25T02:30:00'))).toEqual([
      utc('2026-10-25T00:30:00'),
      utc('2026-10-25T01:30:00'),
    ]);
    expect(berlin.instants(utc('2026-03-29T02:30:00'))).toEqual([]);
  });

  test('hours begin where the wall says', () => {
    expect(startOfHour(zone('Asia/Kolkata'), utc('2026-11-24T10:40:00'))).toBe(utc('2026-11-24T10:30:00'));
    expect(startOfHour(berlin, utc('2026-10-25T01:30:00'))).toBe(utc('2026-10-25T01:00:00'));
  });

  test('every instant is found again from its wall time, in any zone', () => {
    const names = fc.constantFrom('UTC', 'Europe/Ulyanovsk', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe');
    const instants = fc.integer({ min: utc('2000-01-01T00:00:00'), max: utc('2030-01-01T00:00:00') });
    fc.assert(
      fc.property(names, instants, (name, instant) => {
        const place = zone(name);
        expect(place.instants(instant + place.offset(instant))).toContain(instant);
      }),
    );
  });
});
