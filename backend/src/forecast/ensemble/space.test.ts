import { array, assert, constant, constantFrom, double, integer, oneof, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Series } from '../../model/series.ts';
import { createLayout } from './layout.ts';
import { createSpace } from './space.ts';

const COUNT = { lowerBound: 0 } as Series;
const FREE = {} as Series;

/** The space of a series that begins with some values, after its memory has been copied. */
function spaceOf(series: Series, early: readonly number[]) {
  const layout = createLayout();
  layout.take(2);
  const space = createSpace(layout);
  const memory = new Float32Array(layout.size);
  space.start(memory, series, early);
  const kept = memory.slice();
  return {
    // What is between the two is kept in single precision.
    inner: (value: number) => Math.fround(space.toExperts(kept, value)),
    back: (inner: number) => space.fromExperts(kept, inner),
  };
}

/** Numbers of any size between two powers of ten. */
const ofAnySize = (smallest: number, largest: number) =>
  double({ min: smallest, max: largest, noNaN: true }).map((exponent) => 10 ** exponent);

describe('of what cannot be negative', () => {
  test('a value that is not far below the early ones comes back to six digits', () => {
    const early = integer({ min: -20, max: 20 }).chain((size) =>
      array(ofAnySize(size - 2, size + 2), { minLength: 1, maxLength: 30 }),
    );
    const factor = ofAnySize(-0.69, 4);
    assert(
      property(early, factor, (values, times) => {
        const { inner, back } = spaceOf(COUNT, values);
        const value = Math.min(...values) * times;
        expect(Math.abs(back(inner(value)) / value - 1)).toBeLessThan(3e-6);
      }),
    );
  });

  test('zero, and whatever lies below a fifth of the smallest early value, comes back as zero', () => {
    assert(
      property(
        array(ofAnySize(-6, 9), { minLength: 1, maxLength: 20 }),
        double({ min: 0, max: 0.199, noNaN: true }),
        (values, part) => {
          const { inner, back } = spaceOf(COUNT, [0, ...values]);
          expect(back(inner(0))).toBe(0);
          expect(back(inner(part * Math.min(...values)))).toBe(0);
          expect(back(inner(-5))).toBe(0);
        },
      ),
    );
  });

  test('a larger value lies further up, by the same distance for the same factor', () => {
    const { inner } = spaceOf(COUNT, [10, 20, Number.NaN, 40]);
    expect(inner(20)).toBeCloseTo(0, 6);
    expect(inner(200) - inner(20)).toBeCloseTo(Math.log(10), 5);
    expect(inner(200_000) - inner(20_000)).toBeCloseTo(Math.log(10), 5);
  });

  test('a series that begins with nothing but zeros has room for what comes', () => {
    const { inner, back } = spaceOf(COUNT, [0, 0, 0, Number.NaN]);
    expect(back(inner(0))).toBe(0);
    for (const value of [1, 3, 1e6]) expect(back(inner(value)) / value).toBeCloseTo(1, 5);
  });
});

describe('of what may be negative', () => {
  test('a value comes back to six digits of its distance to the early ones', () => {
    const early = integer({ min: -20, max: 20 }).chain((size) =>
      array(double({ min: -(10 ** size), max: 10 ** size, noNaN: true }), { minLength: 1, maxLength: 30 }),
    );
    assert(
      property(early, double({ min: -100, max: 100, noNaN: true }), (values, times) => {
        const { inner, back } = spaceOf(FREE, values);
        const size = Math.max(...values.map(Math.abs));
        const value = times * size;
        expect(Math.abs(back(inner(value)) - value)).toBeLessThanOrEqual(3e-6 * Math.max(1e-30, 101 * size));
      }),
    );
  });

  test('the unit is how far the early values are from their mean', () => {
    const { inner } = spaceOf(FREE, [-30, Number.NaN, -10]);
    expect([inner(-20), inner(-10), inner(-30), inner(0)]).toEqual([0, 1, -1, 2]);
  });

  test('the unit of a series that stands still is its size, and 1 of one that is nothing yet', () => {
    for (const level of [20.1, -1e-9, 12_345_678.9, 0.1 + 0.2]) {
      const { inner } = spaceOf(FREE, Array(48).fill(level));
      expect(inner(level)).toBeCloseTo(0, 6);
      expect(Math.abs(inner(2 * level))).toBeCloseTo(1, 5);
    }
    expect(spaceOf(FREE, Array(48).fill(0)).inner(7)).toBe(7);
    expect(spaceOf(FREE, []).inner(7)).toBe(7);
  });
});

test('any value of any series has a finite place, and comes back finite', () => {
  const value = oneof(
    double({ noNaN: true, noDefaultInfinity: true }),
    constantFrom(0, -0, 1e300, -1e300, Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324, 1e-300, 1),
  );
  const early = oneof(
    array(oneof(value, constant(Number.NaN)), { maxLength: 20 }),
    value.map((level) => Array<number>(48).fill(level)),
  );
  assert(
    property(constantFrom(COUNT, FREE), early, value, (series, values, next) => {
      const { inner, back } = spaceOf(series, values);
      for (const number of [next, ...values.filter((known) => !Number.isNaN(known))]) {
        expect(inner(number)).toSatisfy(Number.isFinite);
        expect(back(inner(number))).toSatisfy(Number.isFinite);
      }
      expect(back(1e9)).toSatisfy(Number.isFinite);
      expect(back(-1e9)).toSatisfy(Number.isFinite);
    }),
    { numRuns: 1000 },
  );
});

test('a larger value never comes back as a smaller one, up to the largest there are', () => {
  const size = ofAnySize(-9, 29);
  assert(
    property(
      constantFrom(COUNT, FREE),
      array(ofAnySize(-3, 12), { minLength: 1 }),
      size,
      size,
      (series, early, a, b) => {
        const { inner, back } = spaceOf(series, early);
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(inner(low)).toBeLessThanOrEqual(inner(high));
        expect(back(inner(low))).toBeLessThanOrEqual(back(inner(high)));
        if (series === COUNT && high > Math.max(...early)) expect(back(inner(high)) / high).toBeCloseTo(1, 4);
      },
    ),
  );
});
