import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressRanges } from './ranges.ts';

const all = (...texts: string[]) => {
  const ranges = addressRanges(texts);
  return Array.from({ length: ranges.count }, (_, place) => ranges.at(place));
};

describe('address ranges', () => {
  test.each([
    [['10.0.0.0/30'], ['10.0.0.1', '10.0.0.2']],
    [['10.0.0.6/30'], ['10.0.0.5', '10.0.0.6']],
    [['10.0.0.4/31'], ['10.0.0.4', '10.0.0.5']],
    [['10.0.0.4/32'], ['10.0.0.4']],
    [['10.0.0.254-10.0.1.1'], ['10.0.0.254', '10.0.0.255', '10.0.1.0', '10.0.1.1']],
    [['10.0.0.7-9'], ['10.0.0.7', '10.0.0.8', '10.0.0.9']],
    [
      ['10.0.0.9, 10.0.0.1', '10.0.0.1-2'],
      ['10.0.0.1', '10.0.0.2', '10.0.0.9'],
    ],
    [['255.255.255.254/31'], ['255.255.255.254', '255.255.255.255']],
  ])('%j', (texts, expected) => {
    expect(all(...texts)).toEqual(expected);
  });

  test('have the same text however they are written', () => {
    expect(addressRanges(['10.0.0.0/30', '10.0.0.3']).text).toBe(addressRanges(['10.0.0.3,10.0.0.1-2']).text);
  });

  test.each(['10.0.0', '10.0.0.256', '10.0.0.0/33', '10.0.0.9-8', '2001:db8::/64', 'router.example', '10.0.0.1-x'])(
    'refuse %s',
    (text) => {
      expect(() => addressRanges([text])).toThrow(/expected an IPv4 network/);
    },
  );

  test('refuse too much, and nothing', () => {
    expect(() => addressRanges(['10.0.0.0/8'])).toThrow(/16,777,214 addresses are more than the 262,144/);
    expect(() => addressRanges(['10.0.0.0/13', '11.0.0.1'])).toThrow(/asked at most/);
    expect(() => addressRanges([' ', ','])).toThrow(/no address is given/);
    expect(addressRanges(['10.0.0.0/14']).count).toBe(2 ** 18 - 2);
  });

  test('hold every address of their parts once, in order', () => {
    const part = fc.tuple(fc.nat(255), fc.nat(40)).map(([from, more]) => [from, Math.min(255, from + more)] as const);
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const expected = new Set(
          parts.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, n) => from + n)),
        );
        const texts = parts.map(([from, to]) => `192.0.2.${from}-${to}`);
        expect(all(...texts)).toEqual([...expected].sort((a, b) => a - b).map((last) => `192.0.2.${last}`));
      }),
    );
  });
});
