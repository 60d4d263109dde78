import fc from 'fast-check';
import { ObjectType, type Varbind } from 'net-snmp';
import { expect, test } from 'vitest';
import type { Exchange } from './exchange.ts';
import { compareOids } from './oid.ts';
import { walkColumns } from './walk.ts';

/** A device that holds these OIDs, each with a number, and counts what it is asked. */
function deviceWith(oids: readonly string[], octetsOfVariable = 24) {
  const sorted = oids.toSorted(compareOids);
  const asked = { requests: 0, largest: 0 };
  const after = (oid: string): Varbind => {
    const place = sorted.findIndex((candidate) => compareOids(candidate, oid) > 0);
    return place < 0
      ? { oid, type: ObjectType.EndOfMibView, value: null }
      : { oid: sorted[place]!, type: ObjectType.Integer, value: place };
  };
  const exchange: Exchange = {
    get: () => Promise.reject(new Error('not used')),
    knowsEngine: () => false,
    getNext(positions) {
      asked.requests++;
      return Promise.resolve(positions.map(after));
    },
    getBulk(positions, repetitions) {
      asked.requests++;
      const columns = positions.map((position) => {
        const found: Varbind[] = [];
        for (let at = position; found.length < repetitions; at = found.at(-1)!.oid) found.push(after(at));
        return found;
      });
      const octets = positions.length * repetitions * octetsOfVariable;
      asked.largest = Math.max(asked.largest, octets);
      return Promise.resolve({ columns, octets });
    },
    ignored: { foreign: 0, foreignSource: '', malformed: 0, flaw: '' },
    close: () => {},
  };
  return { exchange, asked };
}

const options = (repetitions = 50) => ({
  pace: { repetitions },
  rowLimit: 20_000,
  deadline: performance.now() + 60_000,
});

const table = (columns: readonly string[], rows: number) =>
  columns.flatMap((column) => Array.from({ length: rows }, (_, row) => `${column}.${row + 1}`));

test('every column is read whole, whatever its rows, and nothing else', async () => {
  const index = fc.array(fc.nat(300), { minLength: 1, maxLength: 3 }).map((arcs) => arcs.join('.'));
  const column = fc.uniqueArray(index, { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(column, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 60 }),
      async (rows, most) => {
        const oids = rows.map((_, place) => `1.3.6.1.${place + 1}`);
        const { exchange } = deviceWith([
          ...rows.flatMap((list, place) => list.map((row) => `${oids[place]}.${row}`)),
          '1.3.7.1',
        ]);
        const { columns, errors } = await walkColumns(exchange, oids, options(most));
        expect(columns.map((values) => [...values.keys()])).toEqual(rows.map((list) => list.toSorted(compareOids)));
        expect(errors).toEqual([]);
      },
    ),
  );
});

test('known rows are read in as few requests as answers of about 1,400 octets allow', async () => {
  const columns = [1, 6, 10, 14, 20, 8].map((column) => `1.3.6.1.${column}`);
  const { exchange, asked } = deviceWith(table(columns, 30));
  await walkColumns(exchange, columns, { ...options(), expectedRows: 30 });
  expect(asked.requests).toBe(4);
  expect(asked.largest).toBeLessThanOrEqual(1400);
});

test('large values make the answers after the first of fewer rows', async () => {
  const { exchange, asked } = deviceWith(table(['1.3.6.1.18'], 200), 100);
  const answers: number[] = [];
  const watched: Exchange = {
    ...exchange,
    async getBulk(positions, repetitions) {
      const answer = await exchange.getBulk(positions, repetitions);
      answers.push(answer.octets);
      return answer;
    },
  };
  const { columns } = await walkColumns(watched, ['1.3.6.1.18'], options());
  expect(columns[0]!.size).toBe(200);
  expect(Math.max(...answers.slice(1))).toBeLessThanOrEqual(1400);
  expect(asked.requests).toBeLessThan(20);
});

test('a walk that takes too long ends, and says so', async () => {
  const { exchange, asked } = deviceWith(table(['1.3.6.1.1'], 5));
  const { columns, errors } = await walkColumns(exchange, ['1.3.6.1.1'], {
    ...options(),
    deadline: performance.now() - 1,
  });
  expect(asked.requests).toBe(0);
  expect(columns[0]!.size).toBe(0);
  expect(errors.join()).toMatch(/1\.3\.6\.1\.1 .*took too long/);
});
