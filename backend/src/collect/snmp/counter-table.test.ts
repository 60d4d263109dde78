import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CounterTable, createCounterTable } from './counter-table.ts';

/** What a table has of a component. */
function rowOf(table: CounterTable, component: string, expected: number) {
  const place = table.placeOf(component, expected);
  if (place === undefined) return undefined;
  const [inOctets, outOctets, inErrors, outErrors] = [0, 1, 2, 3].map((column) => table.counter(place, column));
  const rest = { octetBits: table.octetBits(place), discontinuity: table.discontinuity(place) };
  return { inOctets, outOctets, inErrors, outErrors, ...rest };
}

test('gives back every counter exactly, and which there were none', () => {
  const counter = fc.option(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }));
  const row = fc.record({
    inOctets: counter,
    outOctets: counter,
    inErrors: counter,
    outErrors: counter,
    octetBits: fc.constantFrom(32 as const, 64 as const),
    discontinuity: fc.option(fc.nat({ max: 2 ** 32 - 1 })),
  });
  fc.assert(
    fc.property(fc.array(row), fc.array(row), (before, rows) => {
      const components = rows.map((_, place) => `port-${place}`);
      const table = createCounterTable();
      table.fill([], before);
      table.fill(components, rows);
      const moved = components.toReversed();
      for (const kept of [table, createCounterTable(structuredClone(table.columns()))]) {
        expect(components.map((component, place) => rowOf(kept, component, place))).toEqual(rows);
        expect(moved.map((component, place) => rowOf(kept, component, place))).toEqual(rows.toReversed());
        expect(rowOf(kept, 'other', 0)).toBeUndefined();
      }
    }),
  );
});
