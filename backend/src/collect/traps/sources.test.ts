import { expect, test } from 'vitest';
import { limitSources } from './sources.ts';

test('each source has its own share: so many at once, then so many a second', () => {
  const mayCome = limitSources({ rate: 10, burst: 3 });
  const came = (source: string, now: number, count: number) =>
    Array.from({ length: count }, () => mayCome(source, now)).filter(Boolean).length;
  expect(came('a', 0, 10)).toBe(3);
  expect(came('b', 0, 2)).toBe(2);
  expect(came('a', 100, 10)).toBe(1);
  expect(came('a', 10_000, 10)).toBe(3);
  // The clock was set back.
  expect(came('a', 0, 10)).toBe(0);
});
