import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeMessage, encodeBinding, encodeMessage, PDU, type PduType } from './message.ts';
import { compareOids, type Oid, parseOid } from './oid.ts';
import type { SnmpValue } from './value.ts';

const arc = fc.oneof(fc.nat({ max: 300 }), fc.constantFrom(127, 128, 16_383, 16_384, 2 ** 31, 2 ** 32 - 1));
const oid: fc.Arbitrary<Oid> = fc
  .oneof(
    fc.tuple(fc.nat({ max: 1 }), fc.nat({ max: 39 }), fc.array(arc, { maxLength: 30 })),
    fc.tuple(fc.constant(2), arc, fc.array(arc, { maxLength: 30 })),
  )
  .map(([top, second, rest]) => [top, second, ...rest]);
const unsigned = fc.oneof(fc.nat({ max: 2 ** 31 - 1 }), fc.constantFrom(0, 127, 128, 255, 256, 2 ** 31, 2 ** 32 - 1));
const signed = fc.oneof(fc.integer(), fc.constantFrom(-129, -128, -1, 0, 127, 128, -(2 ** 31), 2 ** 31 - 1));
const octets = (lengths: { minLength?: number; maxLength: number }) =>
  fc.uint8Array(lengths).map((bytes) => new Uint8Array(bytes));
const value: fc.Arbitrary<SnmpValue> = fc.oneof(
  fc.record({ type: fc.constant('integer' as const), value: signed }),
  fc.record({ type: fc.constantFrom('counter32' as const, 'gauge32' as const, 'ticks' as const), value: unsigned }),
  fc.record({ type: fc.constant('counter64' as const), value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) }),
  fc.record({ type: fc.constantFrom('octets' as const, 'opaque' as const), value: octets({ maxLength: 300 }) }),
  fc.record({ type: fc.constant('address' as const), value: octets({ minLength: 4, maxLength: 4 }) }),
  fc.record({ type: fc.constant('oid' as const), value: oid }),
  fc.record({
    type: fc.constantFrom('null' as const, 'noSuchObject' as const, 'noSuchInstance' as const, 'endOfMibView' as const),
  }),
);
const message = fc.record({
  version: fc.constantFrom(0, 1),
  community: octets({ maxLength: 200 }),
  type: fc.constantFrom(...(Object.keys(PDU) as PduType[])),
  requestId: signed,
  first: signed,
  second: signed,
  bindings: fc.array(fc.record({ oid, value }), { maxLength: 20 }),
});

/** The same with plain arrays in place of octets, whichever class holds them. */
const plain = (data: unknown) =>
  JSON.stringify(data, (_, item) =>
    typeof item === 'bigint' ? `${item}n` : ArrayBuffer.isView(item) ? [...(item as Uint8Array)] : item,
  );

describe('SNMP messages', () => {
  test('read back as they were written', () => {
    fc.assert(
      fc.property(message, (written) => {
        const octets = encodeMessage(
          written,
          written.bindings.map((binding) => encodeBinding(binding)),
        );
        const read = decodeMessage(new Uint8Array(octets));
        expect(plain(read)).toBe(plain(written));
      }),
    );
  });

  test('are written in the octets of the standard', () => {
    const get = encodeMessage(
      { version: 1, community: Buffer.from('public'), type: 'get', requestId: 1, first: 0, second: 0 },
      [encodeBinding({ oid: parseOid('1.3.6.1.2.1.1.3.0')!, value: { type: 'null' } })],
    );
    expect(get.toString('hex')).toBe(
      '302602010104067075626c6963a019020101020100020100300e300c06082b060102010103000500',
    );
    const counter = encodeBinding({ oid: [2, 999, 1], value: { type: 'counter64', value: 2n ** 63n } });
    expect(counter.toString('hex')).toBe('3010060388370146090080'.padEnd(36, '0'));
    const large = encodeBinding({ oid: [1, 3, 128], value: { type: 'gauge32', value: 2 ** 31 } });
    expect(large.toString('hex')).toBe('300c06032b810042050080000000');
  });

  test('that are cut short, changed or random are refused with a RangeError and nothing else', () => {
    const refusal = (octets: Uint8Array) => {
      try {
        decodeMessage(octets);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        return true;
      }
      return false;
    };
    fc.assert(
      fc.property(message, fc.nat(), fc.nat({ max: 255 }), (written, place, octet) => {
        const octets = new Uint8Array(
          encodeMessage(
            written,
            written.bindings.map((binding) => encodeBinding(binding)),
          ),
        );
        expect(refusal(octets.subarray(0, place % octets.length))).toBe(true);
        octets[place % octets.length] = octet;
        refusal(octets);
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (octets) => void refusal(octets)));
    expect(refusal(new Uint8Array(65_507).fill(0x30))).toBe(true);
  });
});

describe('object identifiers', () => {
  test('are ordered by their numbers, a prefix first', () => {
    const order = ['1.3', '1.3.6', '1.3.6.9', '1.3.6.10', '1.3.6.10.0', '1.3.128.1', '1.3.16384'];
    const shuffled = order.toReversed().map((text) => parseOid(text)!);
    expect(shuffled.toSorted(compareOids).map((oid) => oid.join('.'))).toEqual(order);
  });

  test('are read from text, anything else is refused', () => {
    expect(parseOid('.1.3.6.1')).toEqual([1, 3, 6, 1]);
    expect(parseOid('1.3.4294967295')).toEqual([1, 3, 4_294_967_295]);
    for (const text of ['', '1', '1.', '1..3', '1.3.-1', '3.1', '1.40', '1.3.4294967296', '1.3.x', ' 1.3']) {
      expect(parseOid(text)).toBeUndefined();
    }
  });
});
