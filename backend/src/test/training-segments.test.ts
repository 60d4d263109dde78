import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAlive, part, type Segment, segmentsOf } from '../../../training/segments.ts';

const seriesOf = (values: readonly number[]) => ({
  set: 's',
  name: 'a',
  values: Float64Array.from(values),
  testFrom: values.length,
});
const cut = (values: readonly number[]) => segmentsOf(seriesOf(values));

/** Runs of known and missing values, one after another; a known value is its index + 1. */
const runs = array(record({ known: integer({ min: 1, max: 150 }), missing: constantFrom(1, 2, 5, 6, 7, 8, 30) }), {
  maxLength: 12,
}).map((parts) => {
  const values: number[] = [];
  for (const { known, missing } of parts) {
    for (let count = 0; count < known; count++) values.push(values.length + 1);
    for (let count = 0; count < missing; count++) values.push(Number.NaN);
  }
  return values;
});

test('segments are the stretches between gaps of more than five values, if they have 110 values', () => {
  assert(
    property(runs, (values) => {
      const known = values.flatMap((value, index) => (Number.isNaN(value) ? [] : [index]));
      const stretches: [first: number, last: number][] = [];
      for (const index of known) {
        const newest = stretches.at(-1);
        if (newest && index - newest[1] <= 6) newest[1] = index;
        else stretches.push([index, index]);
      }
      const long = stretches.filter(([first, last]) => last - first + 1 >= 110);
      const segments = cut(values);
      expect(segments.map((segment) => [segment.values[0]! - 1, segment.values.at(-1)! - 1])).toEqual(long);
      segments.forEach((segment, place) => {
        const [first, last] = long[place]!;
        expect(segment.values).toHaveLength(last - first + 1);
        expect(segment.missing).toHaveLength(last - first + 1);
        segment.values.forEach((value, index) => {
          const original = values[first + index]!;
          expect(segment.missing[index]).toBe(Number.isNaN(original) ? 1 : 0);
          if (Number.isNaN(original)) expect(value).not.toBeNaN();
          else expect(value).toBe(original);
        });
      });
    }),
  );
});

test('a missing value becomes that of the week before, of the day before, or the one before, whichever there is first', () => {
  const values = Array.from({ length: 400 }, (_, index) => index);
  for (const index of [3, 4, 100, 300]) values[index] = Number.NaN;
  const [segment] = cut(values);
  expect([3, 4, 100, 300].map((index) => segment!.values[index])).toEqual([2, 2, 76, 132]);
});

test('cutting leaves the series as it was', () => {
  const series = seriesOf(Array.from({ length: 200 }, (_, index) => (index === 50 ? Number.NaN : index)));
  segmentsOf(series);
  expect(series.values[50]).toBeNaN();
});

test('a part has its own values, with what is missing of them', () => {
  const values = Array.from({ length: 200 }, (_, index) => (index === 50 ? Number.NaN : index));
  const [whole] = cut(values);
  const own = part(whole!, 49, 52);
  expect(Array.from(own.values)).toEqual([49, 26, 51]);
  expect(Array.from(own.missing)).toEqual([0, 1, 0]);
  own.values.fill(-1);
  expect(whole!.values[49]).toBe(49);
});

describe('a segment has something to learn', () => {
  const segmentOf = (
    length: number,
    value: (index: number) => number,
    missing: (index: number) => boolean,
  ): Segment => ({
    set: 's',
    values: Float64Array.from({ length }, (_, index) => value(index)),
    missing: Uint8Array.from({ length }, (_, index) => (missing(index) ? 1 : 0)),
  });
  const never = () => false;

  test('when its values change from day to day', () => {
    expect(isAlive(segmentOf(200, (index) => index, never))).toBe(true);
  });

  test('not when it stands still, or repeats every day exactly', () => {
    expect(isAlive(segmentOf(200, () => 7, never))).toBe(false);
    expect(isAlive(segmentOf(200, (index) => index % 24, never))).toBe(false);
  });

  test('not when it changes now and then only', () => {
    expect(isAlive(segmentOf(500, (index) => Math.floor(index / 200), never))).toBe(false);
  });

  test('not when hardly anything of it was measured', () => {
    expect(isAlive(segmentOf(72, (index) => index, never))).toBe(false);
    expect(
      isAlive(
        segmentOf(
          200,
          (index) => index,
          (index) => index % 8 !== 0,
        ),
      ),
    ).toBe(false);
  });
});
