import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findRamp } from './ramp.ts';

const LENGTH = 36;
/** Values by age, newest first. */
const byAge = (value: (age: number) => number) => Float64Array.from({ length: LENGTH }, (_, age) => value(age));
/** A little that is the same in every run and has no direction. */
const jitter = (age: number) => 0.1 * (((age * 7919) % 13) / 6 - 1);

describe('a ramp', () => {
  test('is found with its slope and its newest level, wherever it began, up and down', () => {
    const cases = fc.record({
      length: fc.integer({ min: 8, max: LENGTH }),
      slope: fc.oneof(fc.double({ min: 0.5, max: 20, noNaN: true }), fc.double({ min: -20, max: -0.5, noNaN: true })),
      level: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, ({ length, slope, level }) => {
        const ramp = findRamp(
          byAge((age) => level + slope * Math.max(0, length - age) + jitter(age)),
          0.1,
          0.1,
        );
        expect(ramp.belief).toBe(1);
        expect(Math.abs(ramp.slope - slope)).toBeLessThan(0.05);
        expect(Math.abs(ramp.level - level - slope * length)).toBeLessThan(0.4);
        expect(ramp.lasts).toBeGreaterThan(length);
      }),
    );
  });

  test('is found with half of the values missing', () => {
    const values = byAge((age) => (age % 2 ? Number.NaN : 2 * Math.max(0, 20 - age) + jitter(age)));
    expect(findRamp(values, 0.1, 0.1)).toMatchObject({ belief: 1 });
    expect(Math.abs(findRamp(values, 0.1, 0.1).slope - 2)).toBeLessThan(0.15);
  });

  test('that has come to its end leads no further', () => {
    const values = byAge((age) => 3 * Math.min(20, Math.max(0, 26 - age)) + jitter(age));
    expect(Math.abs(findRamp(values, 0.1, 0.1).slope)).toBeLessThan(0.3);
    expect(findRamp(values, 0.1, 0.1).level).toBeCloseTo(60, 0);
  });
});

describe('not a ramp', () => {
  test('is a new level, whenever it came', () => {
    for (let since = 1; since < LENGTH; since++) {
      expect(
        findRamp(
          byAge((age) => (age < since ? 50 : 0) + jitter(age)),
          0.1,
          0.1,
        ).belief,
      ).toBe(0);
    }
  });

  test('is a rise that is usual, nor anything in fewer than eight values', () => {
    const rising = byAge((age) => Math.max(0, 20 - age) + jitter(age));
    expect(findRamp(rising, 10, 0.1).belief).toBe(0);
    expect(
      findRamp(
        byAge((age) => (age < 7 ? -age : Number.NaN)),
        0.1,
        0.1,
      ).belief,
    ).toBe(0);
  });

  test('are equal values', () => {
    expect(
      findRamp(
        byAge(() => 5),
        1e-9,
        1e-9,
      ).belief,
    ).toBe(0);
  });
});
