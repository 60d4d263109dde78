import { describe, expect, test } from 'vitest';
import { accuracyOf, naiveError, originsOf } from '../../../bench/forecast/accuracy.ts';
import { breachFigures } from '../../../bench/forecast/breach.ts';
import { coverageFigures } from '../../../bench/forecast/coverage.ts';
import { DISTURBANCES } from '../../../bench/forecast/disturbances.ts';
import { hourlySeries } from '../../../bench/forecast/ours.ts';
import { invalidFigure } from '../../../bench/forecast/validity.ts';
import { windowFigures } from '../../../bench/forecast/windows.ts';
import type { DataSeries } from '../../../training/datasets.ts';
import type { Forecast } from '../model/forecast.ts';
import { randomOf } from '../model/random.ts';

const DAY = 24;
const TEST_FROM = 10 * DAY;
const LENGTH = 14 * DAY;

/** Rises by 2 an hour, so that each value is 48 above that of the day before. */
const rising = Float64Array.from({ length: LENGTH }, (_, hour) => 2 * hour);
/** A series that is 1 in the hour 12 of each second day, 0 at all others. */
const pulsing = Float64Array.from({ length: LENGTH }, (_, hour) => Number(hour % (2 * DAY) === 12));
const seriesOf = (values: Float64Array): DataSeries => ({ set: 's', name: 'a', values, testFrom: TEST_FROM });

/** Forecasts from all origins of the test part, each number told by the index of its target. */
function runOf(tell: (target: number) => readonly [lower: number, mean: number, upper: number]): Map<number, Forecast> {
  const origins = Array.from({ length: LENGTH - TEST_FROM + 1 }, (_, index) => TEST_FROM - 1 + index);
  return new Map(
    origins.map((origin) => {
      const column = (part: 0 | 1 | 2) => Array.from({ length: DAY }, (_, lead) => tell(origin + 1 + lead)[part]);
      const [lower80, mean, upper80] = [column(0), column(1), column(2)];
      const forecast = {
        series: hourlySeries('a'),
        origin,
        mean,
        lower80,
        upper80,
        lower95: lower80,
        upper95: upper80,
      };
      return [origin, forecast];
    }),
  );
}
const figureOf = (figures: readonly { name: string; value: number }[], name: string) =>
  figures.find((figure) => figure.name === name)!.value;

describe('scaled errors', () => {
  test('are in units of the mean difference to the day before, in the training part', () => {
    expect(naiveError(rising, TEST_FROM)).toBe(48);
    const series = seriesOf(rising);
    const oneOff = accuracyOf(series, originsOf(series, 1), (origin) =>
      Array.from({ length: DAY }, (_, lead) => rising[origin]! + 2 * (lead + 1) + (lead === 0 ? 48 : 24)),
    );
    expect(oneOff.mase1).toBe(1);
    expect(oneOff.mase24).toBeCloseTo((1 + 23 * 0.5) / 24, 12);
  });

  test('begin with the first value of the test part and leave out what is missing', () => {
    const values = rising.map((value, hour) => (hour < TEST_FROM || hour === TEST_FROM + 3 ? value : Number.NaN));
    const series = seriesOf(values);
    const asked: number[] = [];
    const accuracy = accuracyOf(series, originsOf(series, 1), (origin) => {
      asked.push(origin);
      return Array<number>(DAY).fill(values[TEST_FROM + 3]! + 96);
    });
    expect(asked).toEqual(Array.from({ length: LENGTH - TEST_FROM }, (_, index) => TEST_FROM - 1 + index));
    expect(accuracy).toEqual({ mase1: 2, mase24: 2 });
  });

  test('take every n-th origin', () => {
    expect(originsOf(seriesOf(rising), 40)).toEqual([239, 279, 319]);
  });
});

test('the coverage is the share of values inside, their borders included', () => {
  const half = runOf((target) => (target % 2 === 0 ? [2 * target, 2 * target, 2 * target] : [0, 0, 1]));
  const figures = coverageFigures('s', [{ series: seriesOf(rising), run: half }]);
  expect(figureOf(figures, 's.coverage80')).toBeCloseTo(0.5, 2);
  expect(figureOf(figures, 's.coverage95.lead1')).toBe(0.5);
});

describe('the skill of probabilities', () => {
  const measured = (run: Map<number, Forecast>) => breachFigures('s', [{ series: seriesOf(pulsing), run }]);

  test('is 1 for who knows the future, and nothing is off', () => {
    const figures = measured(
      runOf((target) => Array(3).fill(2 * (pulsing[target] ?? 0) - 0.5) as [number, number, number]),
    );
    // In the training part 0 is the 95th percentile and 1 the 99th: only the first is ever crossed.
    expect(figureOf(figures, 's.brier_skill_climatology.p95')).toBe(1);
    expect(figureOf(figures, 's.brier_skill_persistence.p95')).toBe(1);
    expect(figureOf(figures, 's.calibration_error.p95')).toBe(0);
  });

  test('is below 0 for who claims the opposite, and all is off', () => {
    const figures = measured(
      runOf((target) => Array(3).fill(pulsing[target] === 1 ? -1 : 1) as [number, number, number]),
    );
    expect(figureOf(figures, 's.brier_skill_climatology.p95')).toBeLessThan(-1);
    expect(figureOf(figures, 's.brier_skill_persistence.p95')).toBeLessThan(-1);
    expect(figureOf(figures, 's.calibration_error.p95')).toBe(100);
  });
});

test('the probabilities of windows are perfect for who knows the future, and all is off for who sees what never comes', () => {
  const measured = (value: (target: number) => number) => {
    const run = runOf((target) => [value(target), value(target), value(target)]);
    return windowFigures('s', [{ series: seriesOf(pulsing), run }]);
  };
  const known = measured((target) => pulsing[target] ?? 0);
  expect(figureOf(known, 's.window6.brier')).toBe(0);
  expect(figureOf(known, 's.window24.calibration_error')).toBe(0);
  const feared = measured(() => 2);
  // One of the two thresholds is crossed every second day.
  expect(figureOf(feared, 's.window24.brier')).toBeCloseTo(0.75, 1);
  expect(figureOf(feared, 's.window24.calibration_error')).toBeCloseTo(75, -1);
});

test('numbers that are not finite or out of bounds are counted', () => {
  const [sound] = runOf(() => [0, 1, 2]).values();
  const broken = { ...sound!, mean: [Number.NaN, Number.POSITIVE_INFINITY, 1], lower80: [-1, 0, 0] };
  expect(invalidFigure('s', [sound!]).value).toBe(0);
  expect(invalidFigure('s', [sound!, broken]).value).toBe(3);
});

describe.each(Object.entries(DISTURBANCES))('the fault %s', (_, disturb) => {
  const values = rising.map((value) => value + 1);
  const disturbed = disturb(values, TEST_FROM, randomOf(1));

  test('leaves the past as it was and disturbs something after', () => {
    expect(disturbed.seen.slice(0, TEST_FROM)).toEqual(values.slice(0, TEST_FROM));
    expect(disturbed.seen.slice(TEST_FROM)).not.toEqual(values.slice(TEST_FROM));
    expect(disturbed.from).toBeGreaterThanOrEqual(TEST_FROM);
  });

  test('is measured against what is really the case', () => {
    // What fails is the measurement, or the network is another from then on: then what is seen is true.
    const isTrue = disturbed.truth.every((value, hour) => Object.is(value, disturbed.seen[hour]!));
    expect(isTrue ? disturbed.seen : values).toEqual(disturbed.truth);
  });
});
