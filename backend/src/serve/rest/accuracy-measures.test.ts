import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FORECAST_FIELDS } from '../../model/forecast.ts';
import { HOUR, targetSeries } from '../../model/targets.ts';
import { accuracyOf, FEWEST, type Pair, pairsOf } from './accuracy-measures.ts';

const DAY = 24 * HOUR;
const SEASONS = [7 * DAY, DAY];

/** Hourly values, with forecasts of the last `count` of them that are off by `error`. */
function situation(values: readonly number[], count: number, error: (index: number) => number, width = 1) {
  const real = new Map(values.map((value, index) => [index * HOUR, value]));
  const pairs = values.slice(-count).map((value, index): Pair => {
    const time = (values.length - count + index) * HOUR;
    const mean = value + error(index);
    return {
      ...{ time, real: value, mean, lower80: mean - width, upper80: mean + width },
      ...{ lower95: mean - 2 * width, upper95: mean + 2 * width },
    };
  });
  return { real, pairs };
}

const wave = (hours: number) =>
  Array.from({ length: hours }, (_, hour) => 50 + (hour % 24) + Math.floor(hour / 24) * 4);

describe('the accuracy of forecasts', () => {
  test('is their error, its sign, its ratio to both naive forecasts, and how much lay within the intervals', () => {
    // Each day lies 4 above the one before; each hour is 1 above the one before, but for midnight.
    const { real, pairs } = situation(wave(48), 24, (index) => (index % 2 === 0 ? 3 : -1), 2);
    const accuracy = accuracyOf(pairs, real, HOUR, SEASONS);
    expect(accuracy).toMatchObject({ count: 24, mae: 2, bias: 1, season: DAY, coverage80: 0.5, coverage95: 1 });
    expect(accuracy.mase).toBeCloseTo(2 / 4);
    expect(accuracy.skill).toBeCloseTo(1 - 2 / ((23 * 1 + 19) / 24));
  });

  test('is measured against the week where the history reaches, else against the day', () => {
    const weeks = situation(wave(14 * 24), 48, () => 1);
    expect(accuracyOf(weeks.pairs, weeks.real, HOUR, SEASONS)).toMatchObject({ season: 7 * DAY, mase: 1 / 28 });
    const days = situation(wave(5 * 24), 48, () => 1);
    expect(accuracyOf(days.pairs, days.real, HOUR, SEASONS)).toMatchObject({ season: DAY, mase: 1 / 4 });
  });

  test('is not known of too few forecasts, nor relative to a series that never changes', () => {
    const few = situation(wave(48), FEWEST - 1, () => 1);
    expect(accuracyOf(few.pairs, few.real, HOUR, SEASONS)).toEqual({
      ...{ count: FEWEST - 1, mae: null, bias: null, mase: null, season: null, skill: null },
      ...{ coverage80: null, coverage95: null },
    });
    const flat = situation(Array(72).fill(7), 24, () => 1);
    expect(accuracyOf(flat.pairs, flat.real, HOUR, SEASONS)).toMatchObject({ mae: 1, mase: null, skill: null });
  });

  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const situations = fc
    .record({
      values: fc.array(value, { minLength: 30, maxLength: 80 }),
      error: value,
      width: fc.double({ min: 0, max: 1e6, noNaN: true }),
    })
    .map(({ values, error, width }) => situation(values, 25, (index) => (index % 3 === 0 ? -error : error), width));

  test('keeps to its bounds, whatever is forecast', () => {
    fc.assert(
      fc.property(situations, ({ real, pairs }) => {
        const { count, mae, bias, mase, skill, coverage80, coverage95 } = accuracyOf(pairs, real, HOUR, SEASONS);
        expect(count).toBe(25);
        expect(mae).toBeGreaterThanOrEqual(0);
        expect(Math.abs(bias!)).toBeLessThanOrEqual(mae! * (1 + 1e-9));
        expect(mase ?? 0).toBeGreaterThanOrEqual(0);
        expect(skill ?? 0).toBeLessThanOrEqual(1);
        expect(coverage80).toBeGreaterThanOrEqual(0);
        expect(coverage95).toBeGreaterThanOrEqual(coverage80!);
        expect(coverage95).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  test('does not depend on unit and origin of the series', () => {
    const moved = fc.record({
      factor: fc.double({ min: 0.5, max: 4, noNaN: true }),
      offset: fc.double({ min: -100, max: 100, noNaN: true }),
    });
    const errors = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 48, maxLength: 48 });
    fc.assert(
      fc.property(moved, errors, ({ factor, offset }, error) => {
        const at = (scale: number, shift: number) => {
          const values = wave(96).map((value) => value * scale + shift);
          const { real, pairs } = situation(values, 48, (index) => error[index]! * scale, 3 * scale + 1e-6);
          return accuracyOf(pairs, real, HOUR, SEASONS);
        };
        const [one, other] = [at(1, 0), at(factor, offset)];
        expect(other.mase).toBeCloseTo(one.mase!, 6);
        expect(other.skill).toBeCloseTo(one.skill!, 6);
        expect([other.coverage80, other.coverage95]).toEqual([one.coverage80, one.coverage95]);
        expect(other.mae).toBeCloseTo(one.mae! * factor, 6);
      }),
    );
  });

  test('of a forecast that says that nothing changes is a skill of 0', () => {
    const values = wave(72);
    const { real, pairs } = situation(values, 24, (index) => values[47 + index]! - values[48 + index]!);
    expect(accuracyOf(pairs, real, HOUR, SEASONS).skill).toBeCloseTo(0);
  });

  test('stays null, not infinite, where numbers are too large', () => {
    const { real, pairs } = situation(
      Array.from({ length: 48 }, (_, i) => (i % 2 ? 1.7e308 : -1.7e308)),
      24,
      () => 1,
    );
    const opposite = pairs.map((pair) => ({ ...pair, mean: -pair.real }));
    expect(accuracyOf(opposite, real, HOUR, SEASONS)).toMatchObject({ mae: null, mase: null, skill: null });
  });
});

test('only forecasts that are whole and came true count', () => {
  const series = targetSeries('billing', 'count_failed');
  const block = (times: readonly number[]) => ({ series, times, values: times.map(() => 1) });
  const columns = Object.fromEntries(FORECAST_FIELDS.map((column) => [column, block([0, HOUR, 2 * HOUR])]));
  const real = new Map([
    [HOUR, 5],
    [2 * HOUR, 6],
  ]);
  expect(pairsOf(columns, real).map(({ time, real: known }) => [time, known])).toEqual([
    [HOUR, 5],
    [2 * HOUR, 6],
  ]);
  expect(pairsOf({ ...columns, lower95: block([HOUR]) }, real).map(({ time }) => time)).toEqual([HOUR]);
  expect(pairsOf({}, real)).toEqual([]);
});
