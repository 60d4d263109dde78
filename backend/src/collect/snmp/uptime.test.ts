import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fullUptime, UPTIME_WRAP } from './uptime.ts';

const DAY = 86_400;

test('an uptime that has wrapped is told in full by the time of the engine', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 4000 * DAY, noNaN: true }),
      fc.integer({ min: -3600, max: 3600 }),
      (up, drift) => {
        const told = fullUptime(up % UPTIME_WRAP, Math.max(0, Math.floor(up) + drift));
        expect(told).toBeCloseTo(up, 3);
      },
    ),
  );
});

test('the time of the engine is not believed where it contradicts the uptime, or is not told', () => {
  expect(fullUptime(100, 200 * DAY)).toBe(100);
  expect(fullUptime(300 * DAY, 10)).toBe(300 * DAY);
  expect(fullUptime(100, null)).toBe(100);
});
