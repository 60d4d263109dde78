import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { v2c } from '../../../model/credentials.ts';
import type { SnmpValue } from '../../../simulate/agent/value.ts';
import { answerOf } from '../../../test/snmp-answers.ts';
import { readAnswer } from './answer.ts';
import { createExchange } from './exchange.ts';
import { Flaw } from './flaw.ts';
import type { Listener } from './sockets.ts';

const octetString = fc.uint8Array({ maxLength: 300 });
const value: fc.Arbitrary<SnmpValue> = fc.oneof(
  fc.record({ type: fc.constant('integer' as const), value: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }) }),
  fc.record({ type: fc.constantFrom('counter32', 'gauge32', 'ticks' as const), value: fc.nat(2 ** 32 - 1) }),
  fc.record({ type: fc.constant('counter64' as const), value: fc.bigInt(0n, 2n ** 64n - 1n) }),
  fc.record({ type: fc.constantFrom('octets', 'opaque' as const), value: octetString }),
  fc.record({ type: fc.constantFrom('null', 'noSuchObject', 'noSuchInstance', 'endOfMibView' as const) }),
);
const oid = fc.array(fc.nat(2 ** 32 - 1), { minLength: 1, maxLength: 12 }).map((arcs) => [1, 3, ...arcs]);
const answers = fc.array(fc.record({ oid, value }), { maxLength: 12 }).map((bindings) => answerOf(bindings));

/** What is wrong with an answer, undefined when it can be read. */
function flawOf(answer: Buffer): string | undefined {
  try {
    readAnswer(answer);
    return undefined;
  } catch (error) {
    if (error instanceof Flaw) return error.message;
    throw error;
  }
}

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
    ['an address of three octets', [0x40, 10, 0, 1], false],
    ['a type there is not', [0x47, 1], false],
    ['an OID beyond 32 bits', [0x06, 0x2b, 0x9f, 0xff, 0xff, 0xff, 0xff, 0x7f], false],
  ] as const)('with %s is judged by its octets', (_, [tag, ...octets], sound) => {
    expect(flawOf(holding(tag, ...octets)) === undefined).toBe(sound);
  });
});

test.each([
  ['a counter that lacks its leading zero', [0x41, 0xa1, 0xe2, 0x40], 0xa1e240],
  ['a counter of its full width', [0x41, 0xff, 0xff, 0xff, 0xfe], 0xfffffffe],
  ['a negative integer', [0x02, 0xff], -1],
  ['an unsigned number in an integer', [0x02, 0, 0xff, 0xff, 0xff, 0xff], 0xffffffff],
  ['an address', [0x40, 192, 0, 2, 1], '192.0.2.1'],
  ['an OID', [0x06, 0x88, 0x37, 3], '2.999.3'],
] as const)('%s is read as it is meant', (_, [tag, ...octets], expected) => {
  const { variables } = readAnswer(holding(tag, ...octets));
  expect([variables.count, variables.oid(0), variables.type(0), variables.value(0)]).toEqual([
    1,
    '1.3.6.1',
    tag,
    expected,
  ]);
});

test('whatever a proper agent says is read as it was written', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ oid, value }), { maxLength: 12 }), fc.nat(2 ** 31 - 1), (bindings, requestId) => {
      const answer = readAnswer(answerOf(bindings, requestId));
      expect(answer).toMatchObject({ version: 1, community: 'public', requestId, errorStatus: 0, errorIndex: 0 });
      const { variables } = answer;
      expect(variables.count).toBe(bindings.length);
      bindings.forEach(({ oid: arcs, value: said }, at) => {
        const name = arcs.join('.');
        expect(variables.oid(at)).toBe(name);
        expect(variables.isNamed(at, name)).toBe(true);
        expect(variables.isNamed(at, '1.3', arcs.slice(2).join('.'))).toBe(true);
        const shorter = name.slice(0, -1).replace(/\.$/, '');
        for (const other of [`${name}.1`, `${name}1`, shorter, '1.3', '1.4']) {
          expect(variables.isNamed(at, other)).toBe(other === name);
        }
        const read = variables.value(at);
        if (said.type === 'opaque') expect(variables.content(at).equals(Buffer.from(said.value))).toBe(true);
        else if (said.type === 'octets') expect(Buffer.from(said.value).equals(read as Buffer)).toBe(true);
        else expect(read).toBe('value' in said ? said.value : null);
      });
    }),
  );
});

test('nothing that arrives can throw', () => {
  let hear: Listener['hear'] = () => {};
  const line = { send: () => {}, ref() {}, unref() {}, close() {} };
  const sockets = {
    lineTo(_address: string, _port: number, listener: Listener) {
      hear = (datagram) => listener.hear(datagram);
      return line;
    },
  };
  const credentials = v2c('x');
  const exchange = createExchange({ address: '127.0.0.1', port: 161, credentials, timeout: 9, retries: 0, sockets });
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
    fc.property(datagrams, (datagram) => hear(datagram)),
    { numRuns: 2000 },
  );
  expect(exchange.ignored.malformed).toBeGreaterThan(0);
});
