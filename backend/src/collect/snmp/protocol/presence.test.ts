import { expect, test } from 'vitest';
import { type Answered, exchangeBy, variablesOf } from '../../../test/snmp-answers.ts';
import { compareOids } from './oid.ts';
import { createPresence } from './presence.ts';
import { RequestFailure, STATUS } from './request-failure.ts';

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
  const known = await createPresence(exchange).find(columns, LATER);
  expect(new Map(known)).toEqual(new Map(columns.map((column) => [column, present.includes(column)])));
  expect(requests).toHaveLength(3);
});

test('nothing is known of a column after which the device goes back, repeats or says nothing', async () => {
  const { exchange } = deviceWith(['1.3.6.1.9.1'], {
    '1.3.6.1.1': { oid: '1.3.5.1', value: one },
    '1.3.6.1.2': { oid: '1.3.6.1.2', value: one },
    '1.3.6.1.3': { oid: '1.3.6.1.3.1', value: { type: 'null' } },
  });
  const columns = ['1.3.6.1.1', '1.3.6.1.2', '1.3.6.1.3', '1.3.6.1.4'];
  expect([...(await createPresence(exchange).find(columns, LATER))]).toEqual([['1.3.6.1.4', false]]);
});

test('nothing is known where answers contradict each other', async () => {
  const end = (oid: string): Answered => ({ oid, value: { type: 'endOfMibView' } });
  const columns = ['1.3.6.1.1', '1.3.6.1.2', '1.3.6.1.3', '1.3.6.1.4'];
  const knownWith = async (otherwise: Readonly<Record<string, Answered>>) =>
    Object.fromEntries(await createPresence(deviceWith(['1.3.6.1.4.1'], otherwise).exchange).find(columns, LATER));
  // Ended, although more follows.
  expect(await knownWith({ '1.3.6.1.2': end('1.3.6.1.2') })).toEqual({ '1.3.6.1.4': true });
  // Ended, but another column.
  expect(await knownWith({ '1.3.6.1.4': end('1.3.6.1.3') })).not.toHaveProperty(['1.3.6.1.4']);
  // Past the row that the next one has.
  expect(await knownWith({ '1.3.6.1.3': { oid: '1.3.7.1', value: one } })).toEqual({ '1.3.6.1.1': false });
});

/** A device that does not stand more columns than `most`. */
function deviceFor(most: number, failure: RequestFailure) {
  const asked: number[] = [];
  const getNext = async (columns: readonly string[]) => {
    asked.push(columns.length);
    if (columns.length > most) throw failure;
    return variablesOf(columns.map((oid): Answered => ({ oid, value: { type: 'endOfMibView' } })));
  };
  return { presence: createPresence({ getNext }), asked };
}
const seventy = Array.from({ length: 70 }, (_, column) => `1.3.6.1.${column + 1}`);

test('a device for which it is too much is asked for half, and so the next time', async () => {
  const { presence, asked } = deviceFor(10, new RequestFailure('status', 'too big', STATUS.tooBig));
  expect((await presence.find(seventy, LATER)).size).toBe(70);
  expect(asked.slice(0, 4)).toEqual([30, 15, 7, 7]);
  asked.length = 0;
  await presence.find(seventy.slice(0, 8), LATER);
  expect(asked).toEqual([7, 1]);
});

test('silence is waited for once at a time, and any other failure once for all', async () => {
  const silent = deviceFor(0, new RequestFailure('silence', 'no answer'));
  for (let look = 0; look < 6; look++) expect((await silent.presence.find(seventy, LATER)).size).toBe(0);
  expect(silent.asked).toEqual([30, 15, 7]);
  const version1 = deviceFor(0, new RequestFailure('status', 'no such name', STATUS.noSuchName));
  for (let look = 0; look < 2; look++) expect((await version1.presence.find(seventy, LATER)).size).toBe(0);
  expect(version1.asked).toEqual([30]);
});

test('nothing is asked after the time is over', async () => {
  const { presence, asked } = deviceFor(99, new RequestFailure('silence', 'no answer'));
  expect((await presence.find(seventy, performance.now() - 1)).size).toBe(0);
  expect(asked).toEqual([]);
});
