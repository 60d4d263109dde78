import { expect, test } from 'vitest';
import { rateLimit } from './rate.ts';

test('each peer has its own share: so much at once, then so much a second', () => {
  const early = rateLimit({ perSecond: 100, burst: 1000 });
  expect(early('a', 1000, 0)).toBe(0);
  expect(early('a', 50, 0)).toBe(500);
  expect(early('b', 1000, 0)).toBe(0);
  // Half a second later the debt is paid; a second later there is something again.
  expect(early('a', 0, 500)).toBe(0);
  expect(early('a', 100, 1500)).toBe(0);
  expect(early('a', 1, 1500)).toBe(10);
});

test('a flood shuts nobody out for longer than a burst takes, and a clock set back gives nothing', () => {
  const early = rateLimit({ perSecond: 100, burst: 1000 });
  for (let count = 0; count < 1000; count++) early('a', 1000, 0);
  expect(early('a', 0, -1000)).toBe(10_000);
  expect(early('a', 0, 10_000)).toBe(0);
});
