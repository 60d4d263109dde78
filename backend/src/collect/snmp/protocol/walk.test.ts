import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Answered, exchangeBy, variablesOf } from '../../../test/snmp-answers.ts';
import { compareOids } from './oid.ts';
import { RequestFailure } from './request-failure.ts';
import { walkColumns } from './walk.ts';

/** A device that holds these OIDs, each with a number, and counts what it is asked. */
function deviceWith(oids: readonly string[], octetsOfVariable = 24) {
  const sorted = oids.toSorted(compareOids);
  const asked = { requests: 0, largest: 0 };
  /** Octets of each answer, as if its variables were of that many. */
  const answers: number[] = [];
  const after = (oid: string): Answered => {
    const place = sorted.findIndex((candidate) => compareOids(candidate, oid) > 0);
    return place < 0
      ? { oid, value: { type: 'endOfMibView' } }
      : { oid: sorted[place]!, value: { type: 'integer', value: place } };
  };
  const following = async (positions: readonly string[], repetitions: number) => {
    asked.requests++;
    const found: Answered[] = [];
    let row = positions;
    for (let count = 0; count < repetitions; count++) {
      const next = row.map(after);
      found.push(...next);
      row = next.map(({ oid }) => oid);
    }
    answers.push(found.length * octetsOfVariable);
    asked.largest = Math.max(asked.largest, answers.at(-1)!);
    return variablesOf(found);
  };
  const device = { getNext: (positions: readonly string[]) => following(positions, 1), getBulk: following };
  return { exchange: exchangeBy(device, () => answers.at(-1)!), asked, answers };
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

test('rows are read the same, whatever rows are expected', async () => {
  const index = fc.array(fc.nat(300), { minLength: 1, maxLength: 2 }).map((arcs) => arcs.join('.'));
  const rows = fc.uniqueArray(index, { maxLength: 30 }).map((list) => list.toSorted(compareOids));
  await fc.assert(
    fc.asyncProperty(rows, rows, fc.array(fc.boolean(), { maxLength: 60 }), async (before, others, kept) => {
      const now = [...before.filter((_, place) => kept[place]), ...others].toSorted(compareOids);
      const oids = ['1.3.6.1.1', '1.3.6.1.300'];
      const { exchange } = deviceWith(oids.flatMap((oid) => [...new Set(now)].map((row) => `${oid}.${row}`)));
      const read = async (expected?: readonly string[]) => {
        const { columns, ...rest } = await walkColumns(exchange, oids, { ...options(), expected });
        return { ...rest, columns: columns.map((values) => [...values]) };
      };
      expect(await read(before)).toEqual(await read());
    }),
  );
});

test('known rows are read in as few requests as answers of 1,440 octets allow', async () => {
  const columns = [1, 6, 10, 14, 20, 8].map((column) => `1.3.6.1.${column}`);
  const { exchange, asked } = deviceWith(table(columns, 30));
  await walkColumns(exchange, columns, {
    ...options(),
    expected: Array.from({ length: 30 }, (_, row) => `${row + 1}`),
  });
  expect(asked.requests).toBe(4);
  expect(asked.largest).toBeLessThanOrEqual(1440);
});

test('known rows that were read before are asked for in full answers from the first one on', async () => {
  const columns = ['1.3.6.1.1', '1.3.6.1.2'];
  const { exchange, answers } = deviceWith(table(columns, 90), 12);
  const expected = Array.from({ length: 90 }, (_, row) => `${row + 1}`);
  const known = { ...options(), expected };
  await walkColumns(exchange, columns, known);
  const first = answers.splice(0);
  await walkColumns(exchange, columns, known);
  expect(first[0]).toBeLessThan(700);
  expect(answers[0]).toBeGreaterThan(1150);
  // Other columns may have larger values.
  await walkColumns(exchange, columns.slice(1), known);
  expect(answers.at(-1)).toBeLessThan(700);
});

test('known rows whose full first answer was lost are asked for in smaller ones again', async () => {
  const columns = ['1.3.6.1.1', '1.3.6.1.2'];
  const { exchange, answers } = deviceWith(table(columns, 90), 12);
  const known = { ...options(), expected: Array.from({ length: 90 }, (_, row) => `${row + 1}`) };
  await walkColumns(exchange, columns, known);
  let lost = false;
  const getBulk: typeof exchange.getBulk = (oids, repetitions) => {
    if (lost) return exchange.getBulk(oids, repetitions);
    lost = true;
    return Promise.reject(new RequestFailure('silence', 'no answer'));
  };
  answers.length = 0;
  await walkColumns({ ...exchange, getBulk, answerOctets: 600 }, columns, known);
  expect(known.pace).not.toHaveProperty('usual.columns');
});

test('large values make the answers after the first of fewer rows', async () => {
  const { exchange, asked, answers } = deviceWith(table(['1.3.6.1.18'], 200), 100);
  const { columns } = await walkColumns(exchange, ['1.3.6.1.18'], options());
  expect(columns[0]!.size).toBe(200);
  expect(Math.max(...answers.slice(1))).toBeLessThanOrEqual(1440);
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
