import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { interrupted, mostErrors, mostOctets, moved } from './counters.ts';

const WRAP = 2 ** 32 / 100;
const minutes = (uptimeBefore: number | null, uptimeAfter: number | null, passed = 60) =>
  [
    { time: 1_000_000, uptimeSeconds: uptimeBefore },
    { time: 1_000_000 + passed * 1000, uptimeSeconds: uptimeAfter },
  ] as const;

describe('an interruption', () => {
  test.each([
    ['an uptime that grew with the time', 100, 160, false],
    ['an uptime a little late', 100, 155, false],
    ['an uptime that fell', 100, 20, true],
    ['an uptime that fell from very little', 20, 10, true],
    ['an uptime that grew too little: up again for longer than before', 10, 40, true],
    ['an uptime that stands still', 500, 500, true],
    ['an uptime that wrapped after 497 days', WRAP - 20, 40, false],
    ['a restart just before the uptime would have wrapped', WRAP - 20, 10, true],
    ['a clock that was set back by half a minute', 100, 190, true],
    ['a clock that was set back by seconds', 100, 167, false],
    ['a restart long before the uptime would have wrapped', WRAP - 5000, 40, true],
  ])('%s', (_, before, after, expected) => {
    expect(interrupted(...minutes(before, after))).toBe(expected);
  });

  test('is seen when the clock was set back beyond the last poll', () => {
    expect(interrupted(...minutes(5000, 5060, -3540))).toBe(true);
  });

  test('is not seen without an uptime', () => {
    expect(interrupted(...minutes(null, 10))).toBe(false);
    expect(interrupted(...minutes(10, null))).toBe(false);
  });

  test('is seen whenever it was, if booting takes ten seconds, and never where there was none', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 2 * WRAP, noNaN: true }),
        fc.double({ min: 1, max: 90, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (before, passed, at) => {
          expect(interrupted(...minutes(before % WRAP, (before + passed) % WRAP, passed))).toBe(false);
          const after = passed * (1 - at) - 10;
          if (after >= 0 && before < WRAP - 200) expect(interrupted(...minutes(before, after, passed))).toBe(true);
        },
      ),
    );
  });
});

describe('what a counter moved', () => {
  test.each<[string, 32 | 64, bigint, bigint, number, ReturnType<typeof moved>]>([
    ['a plain difference', 64, 10n, 25n, 1000, 15],
    ['nothing', 64, 10n, 10n, 1000, 0],
    ['exact above 2^53', 64, 2n ** 60n, 2n ** 60n + 1n, 1000, 1],
    ['a wrap of 32 bits', 32, 2n ** 32n - 5n, 7n, 1000, 12],
    ['a wrap of 64 bits', 64, 2n ** 64n - 5n, 7n, 1000, 12],
    ['a 64-bit counter that fell', 64, 10n ** 12n, 7n, 1e9, 'reset'],
    ['a 32-bit counter that fell too far for its speed', 32, 10n ** 6n, 7n, 1e9, 'reset'],
    ['a leap that no speed explains', 64, 10n, 10n ** 15n, 1e9, 'impossible'],
    ['32 bits that may have wrapped twice', 32, 10n, 20n, 5e9, 'ambiguous'],
    ['32 bits of which only one amount fits', 32, 0n, 4n * 10n ** 9n, 5e9, 4e9],
    ['more than 32 bits where there are only 32', 32, 5n, 2n ** 32n + 9n, 1e9, 'impossible'],
  ])('%s', (_, bits, before, after, most, expected) => {
    expect(moved(bits, before, after, most)).toBe(expected);
  });

  test('a fall of 32 bits without a known uptime is not taken for a wrap', () => {
    expect(moved(32, 2n ** 32n - 5n, 7n, 1000, true)).toBe('reset');
    expect(moved(32, 5n, 7n, 1000, true)).toBe(2);
  });

  test('is the truth or a gap, and never more than is possible, whatever the traffic and the start', () => {
    const arbitrary = fc.record({
      bits: fc.constantFrom(32 as const, 64 as const),
      start: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      speed: fc.constantFrom(10e6, 100e6, 1e9, 10e9, 400e9),
      load: fc.double({ min: 0, max: 1.05, noNaN: true }),
      elapsed: fc.integer({ min: 1000, max: 90_000 }),
    });
    fc.assert(
      fc.property(arbitrary, ({ bits, start, speed, load, elapsed }) => {
        const truth = BigInt(Math.floor((speed * load * elapsed) / 8000));
        const modulus = 2n ** BigInt(bits);
        const most = mostOctets(bits, speed, elapsed);
        const result = moved(bits, start % modulus, (start + truth) % modulus, most);
        if (bits === 64 || (speed * elapsed * 1.2) / 8000 < 2 ** 32) expect(result).toBe(Number(truth));
        else expect([Number(truth), 'ambiguous', 'impossible', 'reset']).toContain(result);
      }),
    );
  });

  test('is never more than the speed allows, whatever the device says', () => {
    const value = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(value, value, fc.constantFrom(null, 1e6, 1e9), (a, b, speed) => {
        const result = moved(64, a, b, mostOctets(64, speed, 60_000));
        if (typeof result !== 'number') return;
        expect(result).toBeGreaterThanOrEqual(0);
        expect(result).toBeLessThanOrEqual(((speed ?? 1e12) / 8) * 60 * 1.1 + 16_384);
      }),
    );
  });
});

test('an unknown speed is taken for 100 Mbit/s where there are only 32 bits', () => {
  expect(mostOctets(32, null, 60_000)).toBe(mostOctets(32, 100e6, 60_000));
  expect(mostOctets(32, 0, 60_000)).toBe(mostOctets(32, 100e6, 60_000));
  expect(mostOctets(64, null, 60_000)).toBeGreaterThan(mostOctets(64, 800e9, 60_000));
});

test('a million errors a second are the most that is believed', () => {
  expect(mostErrors(60_000)).toBe(60e6);
});
