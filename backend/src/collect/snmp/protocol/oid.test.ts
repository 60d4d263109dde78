import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareOids, indexUnder } from './oid.ts';

const numbers = fc.array(fc.nat(0xffffffff), { minLength: 1, maxLength: 8 });

/** The order by number after number; a beginning comes before what continues it. */
function orderOf(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, place) => value !== b[place]);
  if (at < 0) return a.length === b.length ? 0 : -1;
  return at >= b.length || a[at]! > b[at]! ? 1 : -1;
}

test('OIDs are ordered number by number', () => {
  fc.assert(
    fc.property(numbers, numbers, fc.nat(8), (a, b, shared) => {
      // A common beginning makes the close cases likely.
      const other = [...a.slice(0, shared), ...b];
      expect(Math.sign(compareOids(a.join('.'), other.join('.')))).toBe(orderOf(a, other));
      expect(compareOids(a.join('.'), a.join('.'))).toBe(0);
    }),
  );
});

test('an index is what follows the column, and only there', () => {
  expect(indexUnder('1.3.6.1', '1.3.6.1.7.1')).toBe('7.1');
  expect(indexUnder('1.3.6.1', '1.3.6.10.7')).toBeUndefined();
  expect(indexUnder('1.3.6.1', '1.3.6.1')).toBeUndefined();
  expect(indexUnder('1.3.6.1', '1.3.6.1.')).toBeUndefined();
});
