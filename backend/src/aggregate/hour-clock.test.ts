import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR } from '../model/targets.ts';
import { startOfHour, zone } from '../model/zone.ts';
import { hourClock } from './hour-clock.ts';

const year = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) });
/** Instants around the changes of clocks on Lord Howe Island, by half an hour, and in Berlin. */
const changes = fc
  .tuple(
    fc.constantFrom('2026-04-04T15:00:00Z', '2026-10-03T15:30:00Z', '2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z'),
    fc.integer({ min: -2 * HOUR, max: 2 * HOUR }),
  )
  .map(([change, offset]) => Date.parse(change) + offset);

test.each(['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe'])(
  'the hours of %s hold their instants',
  (name) => {
    const clock = hourClock(zone(name));
    fc.assert(
      fc.property(fc.oneof(year, changes), (instant) => {
        const start = clock.startOf(instant);
        expect(start).toBe(startOfHour(zone(name), instant));
        expect(start).toBeLessThanOrEqual(instant);
        expect(clock.endOf(start)).toBeGreaterThan(instant);
        expect(clock.endOf(start) - start).toBeLessThanOrEqual(HOUR);
      }),
      { numRuns: 500 },
    );
  },
);
