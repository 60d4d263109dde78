import fc from 'fast-check';
import { expect, test } from 'vitest';
import { solveRidge, triangle } from './cholesky.ts';

test('the solution satisfies its equations', () => {
  const numbers = (length: number) =>
    fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: length, maxLength: length });
  const equations = fc
    .integer({ min: 1, max: 8 })
    .chain((size) => fc.tuple(fc.array(numbers(size), { maxLength: 12 }), numbers(size)));
  fc.assert(
    fc.property(equations, fc.double({ min: 0.5, max: 50, noNaN: true }), ([rows, moment], penalty) => {
      const size = moment.length;
      const entry = (i: number, j: number) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0);
      const indices = [...moment.keys()];
      const gram = Float64Array.from(indices.flatMap((i) => indices.slice(0, i + 1).map((j) => entry(i, j))));
      const found = solveRidge(gram, Float64Array.from(moment), penalty, size, new Float64Array(triangle(size, 0)));
      for (const i of indices) {
        const left = indices.reduce((sum, j) => sum + entry(i, j) * found[j]!, penalty * found[i]!);
        expect(left).toBeCloseTo(moment[i]!, 6);
      }
    }),
  );
});
