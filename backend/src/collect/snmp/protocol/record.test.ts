import { expect, test } from 'vitest';
import { type Answered, exchangeBy, variablesOf } from '../../../test/snmp-answers.ts';
import { recordSubtrees } from './record.ts';
import { RequestFailure } from './request-failure.ts';

const integer = (oid: string, value = 1): Answered => ({ oid, value: { type: 'integer', value } });

/** An exchange that answers what follows each OID, one variable at a time, or fails. */
const exchange = (next: (oid: string) => Answered | RequestFailure) => {
  const following = async ([oid]: readonly string[]) => {
    const answer = next(oid!);
    if (answer instanceof RequestFailure) throw answer;
    return variablesOf([answer]);
  };
  return exchangeBy({ getNext: following, getBulk: following });
};

test('each subtree is recorded to its end', async () => {
  const device: Readonly<Record<string, Answered>> = {
    '1.3.1': integer('1.3.1.5'),
    '1.3.1.5': integer('1.3.2.1', 7),
    '1.3.2': integer('1.3.2.1', 7),
    '1.3.2.1': { oid: '1.3.2.1', value: { type: 'endOfMibView' } },
  };
  const recorded = await recordSubtrees(
    exchange((oid) => device[oid]!),
    ['1.3.1', '1.3.2'],
    100,
  );
  expect(recorded).toEqual({ lines: ['1.3.1.5|2|1', '1.3.2.1|2|7'], errors: [] });
});

test('a device that repeats or goes back ends its subtree, one that never ends is cut', async () => {
  const repeating = await recordSubtrees(
    exchange(() => integer('1.3.1.5')),
    ['1.3.1'],
    100,
  );
  expect(repeating.lines).toEqual(['1.3.1.5|2|1']);
  const endless = await recordSubtrees(
    exchange((oid) => integer(`${oid}.1`)),
    ['1.3.1'],
    10,
  );
  expect(endless.lines).toHaveLength(10);
  expect(endless.errors).toEqual(['1.3.1 has more than 10 objects: the rest is missing']);
});

test('a device that falls silent on the way gives what it gave; one that says nothing is told', async () => {
  const silence = new RequestFailure('silence', 'no answer');
  const half = exchange((oid) => (oid === '1.3.1' ? integer('1.3.1.5') : silence));
  const recorded = await recordSubtrees(half, ['1.3.1'], 100);
  expect(recorded).toEqual({
    lines: ['1.3.1.5|2|1'],
    errors: ['no answer after 1.3.1.5: the rest of 1.3.1 is missing'],
  });
  await expect(
    recordSubtrees(
      exchange(() => silence),
      ['1.3.1'],
      100,
    ),
  ).rejects.toBe(silence);
});

test('a line is written for every type that has a value', async () => {
  const objects: Answered[] = [
    { oid: '1.3.1.1', value: { type: 'octets', value: Buffer.from('eth0') } },
    { oid: '1.3.1.2', value: { type: 'octets', value: Buffer.of(0, 255) } },
    { oid: '1.3.1.3', value: { type: 'opaque', value: Buffer.from('9f780442280000', 'hex') } },
    { oid: '1.3.1.4', value: { type: 'counter64', value: 2n ** 63n } },
    { oid: '1.3.1.5', value: { type: 'address', value: Buffer.of(192, 0, 2, 1) } },
    { oid: '1.3.1.6', value: { type: 'noSuchInstance' } },
    { oid: '1.3.2', value: { type: 'null' } },
  ];
  const whole = async () => variablesOf(objects);
  const { lines } = await recordSubtrees(exchangeBy({ getNext: whole, getBulk: whole }), ['1.3.1'], 100);
  expect(lines).toEqual([
    '1.3.1.1|4|eth0',
    '1.3.1.2|4x|00ff',
    '1.3.1.3|68x|9f780442280000',
    '1.3.1.4|70|9223372036854775808',
    '1.3.1.5|64|192.0.2.1',
  ]);
});
