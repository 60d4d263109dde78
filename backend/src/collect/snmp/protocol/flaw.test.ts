import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { v2c } from '../../../model/credentials.ts';
import { encodeBinding, encodeMessage } from '../../../simulate/agent/message.ts';
import type { Binding, SnmpValue } from '../../../simulate/agent/value.ts';
import { flawOf } from './flaw.ts';
import { GuardedSession } from './guarded-session.ts';

const message = (bindings: readonly Binding[], requestId = 7) =>
  encodeMessage(
    { version: 1, community: Buffer.from('public'), type: 'response', requestId, first: 0, second: 0 },
    bindings.map((binding) => encodeBinding(binding)),
  );

const octetString = fc.uint8Array({ maxLength: 300 });
const value: fc.Arbitrary<SnmpValue> = fc.oneof(
  fc.record({ type: fc.constant('integer' as const), value: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }) }),
  fc.record({ type: fc.constantFrom('counter32', 'gauge32', 'ticks' as const), value: fc.nat(2 ** 32 - 1) }),
  fc.record({ type: fc.constant('counter64' as const), value: fc.bigInt(0n, 2n ** 64n - 1n) }),
  fc.record({ type: fc.constantFrom('octets', 'opaque' as const), value: octetString }),
  fc.record({ type: fc.constantFrom('null', 'noSuchObject', 'noSuchInstance', 'endOfMibView' as const) }),
);
const oid = fc.array(fc.nat(2 ** 32 - 1), { minLength: 1, maxLength: 12 }).map((arcs) => [1, 3, ...arcs]);
const answers = fc.array(fc.record({ oid, value }), { maxLength: 12 }).map((bindings) => message(bindings));

/** An element with a length of one octet. */
const element = (tag: number, ...parts: readonly (number | Buffer)[]): Buffer => {
  const content = Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : part)));
  return Buffer.concat([Buffer.of(tag, content.length), content]);
};

/** An answer that holds one value of these octets. */
const holding = (tag: number, ...octets: readonly number[]) =>
  element(
    0x30,
    element(0x02, 1),
    element(0x04, Buffer.from('public')),
    element(
      0xa2,
      element(0x02, 7),
      element(0x02, 0),
      element(0x02, 0),
      element(0x30, element(0x30, element(0x06, 0x2b, 6, 1), element(tag, ...octets))),
    ),
  );

describe('the structure of an answer', () => {
  test('is sound in whatever a proper agent says', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        expect(flawOf(answer)).toBeUndefined();
      }),
    );
  });

  test('is flawed when the end is missing or too much', () => {
    fc.assert(
      fc.property(answers, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 20 }), (answer, cut, more) => {
        expect(flawOf(answer.subarray(0, cut % answer.length))).toBeDefined();
        expect(flawOf(Buffer.concat([answer, more]))).toBeDefined();
      }),
    );
  });

  test.each([
    ['a counter of four octets', [0x41, 0xff, 0xff, 0xff, 0xff], true],
    ['a counter with a leading zero', [0x41, 0, 0xff, 0xff, 0xff, 0xff], true],
    ['a counter that does not fit', [0x41, 1, 0, 0, 0, 0], false],
    ['a counter without octets', [0x42], false],
    ['an integer with a leading zero', [0x02, 0, 0xff, 0xff, 0xff, 0xff], true],
    ['an integer that does not fit', [0x02, 1, 0, 0, 0, 0], false],
    ['a null that is not empty', [0x05, 0], false],
  ] as const)('with %s is judged by its octets', (_, [tag, ...octets], sound) => {
    expect(flawOf(holding(tag, ...octets)) === undefined).toBe(sound);
  });
});

test('nothing that arrives can throw', () => {
  const session = new GuardedSession({
    address: '127.0.0.1',
    port: 161,
    credentials: v2c('x'),
    timeout: 9,
    retries: 0,
  });
  try {
    const spoilt = fc
      .tuple(answers, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }))
      .map(([answer, changes]) => {
        const octets = Buffer.from(answer);
        for (const [at, octet] of changes) octets[at % octets.length] = octet;
        return octets;
      });
    const datagrams = fc.oneof(
      spoilt,
      fc.uint8Array({ maxLength: 400 }).map((octets) => Buffer.from(octets)),
    );
    fc.assert(
      fc.property(datagrams, (datagram) => session.onMsg(datagram)),
      { numRuns: 2000 },
    );
    expect(session.ignored.malformed).toBeGreaterThan(0);
  } finally {
    session.close();
  }
});
