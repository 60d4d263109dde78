import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counter, counterOf, numeric, opaqueOf, text } from './values.ts';

describe('a Counter64', () => {
  test('is exact however many octets it is written in', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 64n - 1n), fc.boolean(), (value, padded) => {
        const digits = value.toString(16);
        const octets = Buffer.from(
          padded ? digits.padStart(18, '0') : digits.padStart(digits.length + (digits.length % 2), '0'),
          'hex',
        );
        expect(counterOf(Buffer.concat([octets, octets]), octets.length, 2 * octets.length)).toBe(value);
      }),
    );
  });

  test.each([
    ['no octets', ''],
    ['nine octets that do not begin with zero', '01'.repeat(9)],
    ['ten octets', '00'.repeat(10)],
  ])('of %s is no value', (_, digits) => {
    expect(counterOf(Buffer.from(digits, 'hex'), 0, digits.length / 2)).toBeNull();
  });
});

describe('other values', () => {
  test('a float in Opaque is a number, and other octets in it stay octets', () => {
    const float = Buffer.from('9f780442280000', 'hex');
    const double = Buffer.from('9f79084045000000000000', 'hex');
    const notANumber = Buffer.from('9f78047fc00000', 'hex');
    expect(opaqueOf(float)).toBe(42);
    expect(opaqueOf(double)).toBe(42);
    expect(numeric(opaqueOf(notANumber))).toBeNull();
    expect(numeric(opaqueOf(Buffer.from('public')))).toBeNull();
  });

  test('only whole numbers from zero on are counters', () => {
    expect([5, 0, 2n ** 63n, -1, 1.5, 'x', Buffer.from('5'), null].map((value) => counter(value))).toEqual([
      5n,
      0n,
      2n ** 63n,
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  test('a text is read as UTF-8 or else Latin-1, without what pads it', () => {
    expect(text(Buffer.from('Восток-1 \0\0'))).toBe('Восток-1');
    expect(text(Buffer.from([0x47, 0xfc, 0x74]))).toBe('Güt');
    expect(text(Buffer.from('  eth0\0garbage'))).toBe('eth0');
    expect(text(7)).toBeNull();
  });
});
