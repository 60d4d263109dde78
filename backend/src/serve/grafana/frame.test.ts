import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../../test/grafana-service.ts';
import { encodeFrame, frameJson } from './frame.ts';

const column = <T>(value: fc.Arbitrary<T>) => fc.array(fc.option(value), { minLength: 70, maxLength: 70 });
const time = fc.integer({ min: 0, max: Date.UTC(2200, 0) });

describe('a frame', () => {
  test('comes back from Arrow as it was, nulls and times to the nanosecond', () => {
    fc.assert(
      fc.property(
        fc.array(time, { minLength: 70, maxLength: 70 }),
        column(time),
        column(fc.double({ noNaN: true })),
        column(fc.string({ unit: 'grapheme' })),
        column(fc.boolean()),
        (times, ends, numbers, texts, flags) => {
          const fields = [
            { name: 'time', type: 'time', values: times },
            { name: 'end', type: 'time', values: ends },
            { name: 'number', type: 'number', values: numbers, labels: { a: 'b' }, config: { unit: 's' } },
            { name: 'text', type: 'string', values: texts },
            { name: 'flag', type: 'boolean', values: flags },
          ] as const;
          const back = decodeFrame(encodeFrame({ name: 'all', meta: { type: 'x' }, fields }, 'A'));
          expect(back).toMatchObject({ name: 'all', refId: 'A', meta: { type: 'x' } });
          const nanoseconds = (all: readonly (number | null)[]) =>
            all.map((one) => (one === null ? null : BigInt(one) * 1_000_000n));
          const expected = [nanoseconds(times), nanoseconds(ends), numbers, texts, flags];
          expect(back.fields.map(({ values }) => values)).toEqual(expected);
          expect(back.fields[0]!.nullable).toBe(false);
          expect(back.fields[2]).toMatchObject({ labels: { a: 'b' }, config: { unit: 's' } });
        },
      ),
      { numRuns: 25 },
    );
  });

  test('without rows keeps its fields', () => {
    const bytes = encodeFrame({ name: '', fields: [{ name: 'text', type: 'string', values: [] }] }, 'A');
    expect(decodeFrame(bytes).fields).toMatchObject([{ name: 'text', values: [] }]);
  });

  test('is JSON with schema and columns for streams', () => {
    const frame = { name: 'f', fields: [{ name: 'time', type: 'time', values: [1, null] }] } as const;
    expect(frameJson(frame)).toMatchObject({
      schema: { fields: [{ name: 'time', type: 'time', typeInfo: { frame: 'time.Time' } }] },
      data: { values: [[1, null]] },
    });
  });
});
