import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Batch, batchParts, batchSize, type SeriesId, seriesKey } from './series.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', ',', '=', '\\') });
const identity: fc.Arbitrary<SeriesId> = fc.record({
  measurement: text,
  tags: fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }),
  field: text,
});
const canonical = ({ measurement, tags, field }: SeriesId) =>
  JSON.stringify([measurement, Object.entries(tags).toSorted(([a], [b]) => (a < b ? -1 : 1)), field]);

test('two identities have the same key exactly when they are the same', () => {
  fc.assert(
    fc.property(identity, identity, (a, b) => {
      expect(seriesKey(a) === seriesKey(b)).toBe(canonical(a) === canonical(b));
    }),
    { numRuns: 2000 },
  );
});

test('the order in which tags were written does not matter', () => {
  const key = seriesKey({ measurement: 'radius', tags: { source: 'a b', nas: '10.0.0.1' }, field: 'count_failed' });
  expect(key).toBe('radius,nas=10.0.0.1,source=a\\ b count_failed');
  expect(seriesKey({ measurement: 'radius', tags: { nas: '10.0.0.1', source: 'a b' }, field: 'count_failed' })).toBe(
    key,
  );
});

test('the parts of a batch are small enough and together the whole', () => {
  const batch = fc.array(fc.nat({ max: 40 }), { maxLength: 6 }).map(
    (lengths): Batch =>
      lengths.map((length, index) => ({
        series: { measurement: 'm', tags: {}, field: String(index), unit: 'x', kind: 'gauge', step: 1 },
        times: Array.from({ length }, (_, at) => at),
        values: Array.from({ length }, (_, at) => at * index),
      })),
  );
  const rows = (some: readonly Batch[]) =>
    some.flat().flatMap(({ series, times, values }) => times.map((time, at) => [series.field, time, values[at]]));
  fc.assert(
    fc.property(batch, fc.integer({ min: 1, max: 50 }), (whole, size) => {
      const parts = [...batchParts(whole, size)];
      expect(rows(parts)).toEqual(rows([whole]));
      for (const part of parts) expect(batchSize(part)).toBeLessThanOrEqual(size);
      expect(parts.length).toBe(Math.ceil(batchSize(whole) / size));
    }),
  );
});
