import { ObjectType, type Varbind } from 'net-snmp';
import { expect, test } from 'vitest';
import { type Exchange, RequestFailure } from './exchange.ts';
import { recordSubtrees } from './record.ts';

const integer = (oid: string, value = 1): Varbind => ({ oid, type: ObjectType.Integer, value });

/** An exchange that answers what follows each OID, one variable at a time, or fails. */
const exchange = (next: (oid: string) => Varbind | RequestFailure): Exchange => ({
  get: () => Promise.reject(new Error('not used')),
  getNext: ([oid]) => answerTo(next(oid!)),
  getBulk: async ([oid]) => ({ columns: [await answerTo(next(oid!))], octets: 0 }),
  ignored: { foreign: 0, foreignSource: '', malformed: 0, flaw: '' },
  knowsEngine: () => false,
  close: () => undefined,
});
const answerTo = (answer: Varbind | RequestFailure) =>
  answer instanceof RequestFailure ? Promise.reject(answer) : Promise.resolve([answer]);

test('each subtree is recorded to its end', async () => {
  const device: Readonly<Record<string, Varbind>> = {
    '1.3.1': integer('1.3.1.5'),
    '1.3.1.5': integer('1.3.2.1', 7),
    '1.3.2': integer('1.3.2.1', 7),
    '1.3.2.1': { oid: '1.3.2.1', type: ObjectType.EndOfMibView, value: null },
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
