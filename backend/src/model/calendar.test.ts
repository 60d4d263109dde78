import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendar } from './calendar.ts';
import { zone } from './zone.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const utc = (text: string) => Date.parse(`${text}Z`);
const slots = (name: string, from: string, step: number, count: number) => {
  const { slotOf } = calendar(zone(name));
  const first = slotOf(utc(from), step);
  return Array.from({ length: count }, (_, index) => slotOf(utc(from) + index * step, step) - first);
};

describe('the number of a step on the clock', () => {
  test('is left out with the hour that is left out, and repeated with the hour that is repeated', () => {
    expect(slots('Europe/Berlin', '2026-03-29T00:00', HOUR, 4)).toEqual([0, 2, 3, 4]);
    expect(slots('Europe/Berlin', '2026-10-25T00:00', HOUR, 4)).toEqual([0, 0, 1, 2]);
    expect(slots('America/New_York', '2026-03-08T06:00', HOUR, 4)).toEqual([0, 2, 3, 4]);
    expect(slots('America/New_York', '2026-11-01T05:00', HOUR, 4)).toEqual([0, 0, 1, 2]);
    expect(slots('Europe/Berlin', '2026-10-25T00:30', 30 * MINUTE, 4)).toEqual([0, -1, 0, 1]);
  });

  test('follows a clock that is changed by half an hour', () => {
    expect(slots('Australia/Lord_Howe', '2026-04-04T14:30', 30 * MINUTE, 4)).toEqual([0, 0, 1, 2]);
    expect(slots('Australia/Lord_Howe', '2026-10-03T15:00', 30 * MINUTE, 4)).toEqual([0, 2, 3, 4]);
  });

  test('a season later is the same time of day, whatever the clock did between', () => {
    const berlin = calendar(zone('Europe/Berlin'));
    for (const [before, after] of [
      ['2026-03-28T11:00', '2026-03-29T10:00'],
      ['2026-10-24T10:00', '2026-10-25T11:00'],
    ] as const) {
      expect(berlin.slotOf(utc(after), HOUR) - berlin.slotOf(utc(before), HOUR)).toBe(24);
    }
  });

  const instants = fc.integer({ min: utc('2000-01-01T00:00'), max: utc('2035-01-01T00:00') });
  const steps = fc.constantFrom(MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, DAY);

  test('goes on by one a step but for the change of the clock, in any zone', () => {
    const changes = { 'Europe/Berlin': HOUR, 'America/New_York': HOUR, 'Australia/Lord_Howe': HOUR / 2 };
    // Half of the instants lie within a day of a change of the clock.
    const near = fc
      .tuple(
        fc.constantFrom('2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2026-04-04', '2026-10-03'),
        fc.integer({ min: -DAY, max: DAY }),
      )
      .map(([day, away]) => utc(`${day}T12:00`) + away);
    const names = fc.constantFrom(...(Object.keys(changes) as (keyof typeof changes)[]));
    fc.assert(
      fc.property(names, fc.oneof(instants, near), steps, (name, instant, step) => {
        const { slotOf } = calendar(zone(name));
        const moved = slotOf(instant + step, step) - slotOf(instant, step) - 1;
        expect(Math.abs(moved)).toBeLessThanOrEqual(Math.ceil(changes[name] / step));
      }),
      { numRuns: 500 },
    );
  });

  test('goes on by one a step where clocks are never changed', () => {
    fc.assert(
      fc.property(fc.constantFrom('UTC', 'Asia/Kolkata', 'Asia/Tokyo'), instants, steps, (name, instant, step) => {
        const { slotOf } = calendar(zone(name));
        expect(slotOf(instant + step, step) - slotOf(instant, step)).toBe(1);
      }),
    );
  });

  test('is that of the wall time, also when it was asked for before', () => {
    const places = ['Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu'].map((name) => calendar(zone(name)));
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.array(instants, { minLength: 1 }), steps, (place, times, step) => {
        for (const time of [...times, ...times.toReversed()]) {
          expect(place.slotOf(time, step)).toBe(Math.floor((time + place.zone.offset(time)) / step));
        }
      }),
    );
  });
});

describe('a day', () => {
  const dates = new Map([
    ['2026-05-01', { kind: 'holiday', name: 'Labour Day' }],
    ['2026-05-09', { kind: 'holiday', name: 'Victory Day' }],
    ['2026-05-16', { kind: 'workday', name: 'Day off moved' }],
  ] as const);
  const samara = calendar(zone('Europe/Samara'), { weekend: [6, 7], dates });

  test('begins and ends at midnight on the wall', () => {
    expect(samara.dayOf(utc('2026-04-30T19:59'))).toEqual({ kind: 'workday', weekday: 4 });
    expect(samara.dayOf(utc('2026-04-30T20:00'))).toEqual({ kind: 'holiday', name: 'Labour Day', weekday: 5 });
    expect(samara.dayOf(utc('2026-05-01T19:59')).kind).toBe('holiday');
    expect(samara.dayOf(utc('2026-05-01T20:00'))).toEqual({ kind: 'weekend', weekday: 6 });
  });

  test('of the weekend stays one when a holiday falls on it, and is none when people work on it', () => {
    expect(samara.dayOf(utc('2026-05-09T08:00'))).toEqual({ kind: 'weekend', name: 'Victory Day', weekday: 6 });
    expect(samara.dayOf(utc('2026-05-16T08:00'))).toEqual({ kind: 'workday', name: 'Day off moved', weekday: 6 });
  });

  test('is a working day unless it is told otherwise', () => {
    const kinds = (place: typeof samara) =>
      Array.from({ length: 7 }, (_, index) => place.dayOf(utc('2026-06-01T12:00') + index * DAY).kind[1]).join('');
    expect(kinds(calendar(zone('UTC')))).toBe('oooooee');
    expect(kinds(calendar(zone('UTC'), { weekend: [5, 6], dates: new Map() }))).toBe('ooooeeo');
  });

  test('has a weekday, also before 1970', () => {
    expect(calendar(zone('UTC')).dayOf(utc('1969-12-28T12:00')).weekday).toBe(7);
    expect(calendar(zone('UTC')).dayOf(utc('1969-12-29T00:00')).weekday).toBe(1);
  });
});
