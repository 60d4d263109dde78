import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCounterTable } from './counter-table.ts';

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
        expect(components.map((component, place) => kept.of(component, place))).toEqual(rows);
        expect(moved.map((component, place) => kept.of(component, place))).toEqual(rows.toReversed());
        expect(kept.of('other', 0)).toBeUndefined();
      }
    }),
  );
});
