import { expect, test } from 'vitest';
import { type Answered, exchangeBy, variablesOf } from '../../../test/snmp-answers.ts';
import { compareOids } from './oid.ts';
import { findPresence } from './presence.ts';
import { RequestFailure } from './request-failure.ts';

const LATER = Number.POSITIVE_INFINITY;
const one: Answered['value'] = { type: 'integer', value: 1 };

/** A device with these OIDs; the answer to one asked for may be another. */
function deviceWith(oids: readonly string[], otherwise: Readonly<Record<string, Answered>> = {}) {
  const requests: (readonly string[])[] = [];
  const getNext = async (asked: readonly string[]) => {
    requests.push(asked);
    return variablesOf(
      asked.map((oid): Answered => {
        const next = oids.toSorted(compareOids).find((other) => compareOids(other, oid) > 0);
        const end: Answered = { oid, value: { type: 'endOfMibView' } };
        return otherwise[oid] ?? (next ? { oid: next, value: one } : end);
      }),
    );
  };
  return { exchange: exchangeBy({ getNext, getBulk: () => Promise.reject(new Error('not used')) }), requests };
}

test('columns with a row and without one are told apart in few requests', async () => {
  const columns = Array.from({ length: 70 }, (_, column) => `1.3.6.1.${column + 1}`);
  const present = columns.filter((_, place) => place % 7 === 0);
  const { exchange, requests } = deviceWith(present.map((column) => `${column}.9`));
  const known = await findPresence(exchange, columns, LATER);
  expect([...known]).toEqual(columns.map((column) => [column, present.includes(column)]));
  expect(requests).toHaveLength(3);
});

test('nothing is known of a column after which the device goes back, repeats or says nothing', async () => {
  const { exchange } = deviceWith(['1.3.6.1.9.1'], {
    '1.3.6.1.1': { oid: '1.3.5.1', value: one },
    '1.3.6.1.2': { oid: '1.3.6.1.2', value: one },
    '1.3.6.1.3': { oid: '1.3.6.1.3.1', value: { type: 'null' } },
  });
  const known = await findPresence(exchange, ['1.3.6.1.1', '1.3.6.1.2', '1.3.6.1.3', '1.3.6.1.4'], LATER);
  expect([...known]).toEqual([['1.3.6.1.4', false]]);
});

test('nothing more is asked after a request that fails, or after the time is over', async () => {
  let requests = 0;
  const getNext = () => {
    requests++;
    return Promise.reject(new RequestFailure('silence', 'no answer'));
  };
  const exchange = exchangeBy({ getNext, getBulk: getNext });
  const columns = Array.from({ length: 70 }, (_, column) => `1.3.6.1.${column + 1}`);
  expect(await findPresence(exchange, columns, LATER)).toEqual(new Map());
  expect(requests).toBe(1);
  expect(await findPresence(exchange, columns, performance.now() - 1)).toEqual(new Map());
  expect(requests).toBe(1);
});
