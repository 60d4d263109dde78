import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escaped, linePath, roundTicks, shortNumber } from './backtest-svg.ts';

test('text of any characters cannot end an element or an attribute, and stays readable', () => {
  expect(escaped('a<b>&"c\'\u0000\ud800é')).toBe('a&#60;b&#62;&#38;&#34;c&#39;\ufffdé');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (any) => {
      expect(escaped(any)).toMatch(/^(?:[^<>&"'\p{Cc}\ufffe\uffff]|[\t\n\r\u007f-\u009f]|&#\d+;)*$/u);
    }),
  );
});

test('a line is interrupted where a value is missing', () => {
  const points = [1, 2, Number.NaN, 4, 5].map((y, x) => ({ x, y }));
  expect(linePath(points)).toBe('M0 1L1 2M3 4L4 5');
});

test('ticks are round, within their range, and neither too many nor too few', () => {
  expect(roundTicks(0, 100, 4)).toEqual([0, 50, 100]);
  expect(roundTicks(-3, 4, 4)).toEqual([-2, 0, 2, 4]);
  const numbers = fc.double({ min: -1e15, max: 1e15, noNaN: true });
  fc.assert(
    fc.property(numbers, fc.double({ min: 1e-3, max: 1e15, noNaN: true }), (from, range) => {
      fc.pre(Math.abs(from) < range * 1e6);
      const ticks = roundTicks(from, from + range, 4);
      expect(ticks.length).toBeGreaterThanOrEqual(1);
      expect(ticks.length).toBeLessThanOrEqual(5);
      for (const tick of ticks) {
        expect(tick).toBeGreaterThanOrEqual(from - range * 1e-6);
        expect(tick).toBeLessThanOrEqual(from + range * (1 + 1e-6));
      }
    }),
  );
  expect(roundTicks(1, 1, 4)).toEqual([]);
});

test.each([
  [0, '0'],
  [0.25, '0.25'],
  [999, '999'],
  [-1500, '-1.5k'],
  [2.5e9, '2.5G'],
  [1e-5, '1.0e-5'],
  [3e21, '3.0e+21'],
])('%d in few characters is %s', (value, words) => {
  expect(shortNumber(value)).toBe(words);
});
