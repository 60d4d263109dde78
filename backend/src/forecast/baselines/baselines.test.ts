import { describe, expect, test, vi } from 'vitest';
import { randomOf } from '../../model/random.ts';
import { createBaselines } from './baselines.ts';
import { fitted } from './fitted.ts';

const DAY = 24;
const rhythm = (hour: number) => 100 + 50 * Math.sin((hour * Math.PI) / 12) + ((hour * 7919) % 13);
const hours = (count: number, value: (hour: number) => number = rhythm) =>
  Float64Array.from({ length: count }, (_, hour) => value(hour));
const meanError = (made: readonly number[], from: number) =>
  made.reduce((sum, value, index) => sum + Math.abs(value - rhythm(from + index)), 0) / made.length;

describe.each(createBaselines().map((baseline) => [baseline.name, baseline] as const))('%s', (name, baseline) => {
  test.each([
    ['an empty history', hours(0)],
    ['one value', hours(1)],
    ['three values', hours(3)],
    ['a day and a half', hours(36)],
    ['five days', hours(5 * DAY)],
    ['eight weeks', hours(56 * DAY)],
    ['zeros', hours(28 * DAY, () => 0)],
    ['a constant', hours(28 * DAY, () => 1e9)],
    ['nothing but missing values', hours(28 * DAY, () => Number.NaN)],
    ['a third missing', hours(28 * DAY, (hour) => (hour % 3 === 0 ? Number.NaN : rhythm(hour)))],
    ['the newest three days missing', hours(28 * DAY, (hour) => (hour >= 25 * DAY ? Number.NaN : rhythm(hour)))],
    ['a value that is far too large', hours(28 * DAY, (hour) => (hour === 27 * DAY ? 1e12 : rhythm(hour)))],
    ['negative values', hours(28 * DAY, (hour) => -rhythm(hour))],
  ])('answers as many finite values as it is asked for: %s', (_, history) => {
    for (const horizon of [1, 48]) {
      const made = baseline.forecast(history, horizon, DAY);
      expect(made).toHaveLength(horizon);
      expect(made.every(Number.isFinite)).toBe(true);
    }
  });

  test('leaves the history as it was', () => {
    const history = hours(10 * DAY, (hour) => (hour % 5 === 0 ? Number.NaN : rhythm(hour)));
    const before = Float64Array.from(history);
    baseline.forecast(history, DAY, DAY);
    expect(history).toEqual(before);
  });

  test('answers the same when asked again', () => {
    const history = hours(20 * DAY);
    expect(baseline.forecast(history, DAY, DAY)).toEqual(baseline.forecast(history, DAY, DAY));
  });

  test('keeps a constant', () => {
    const made = baseline.forecast(
      hours(28 * DAY, () => 42),
      DAY,
      DAY,
    );
    for (const value of made) expect(value).toBeCloseTo(42, 3);
  });

  test.skipIf(['last_value', 'ets'].includes(name))('follows the rhythm of a day, by its own means', () => {
    for (const length of [5 * DAY, 20 * DAY + 5]) {
      const before = baseline.fallbacks;
      expect(meanError(baseline.forecast(hours(length), 2 * DAY, DAY), length)).toBeLessThan(8);
      expect(baseline.fallbacks).toBe(before);
    }
  });

  test('follows a day of other steps', () => {
    const made = baseline.forecast(
      hours(20 * 48, (step) => rhythm(step / 2)),
      3,
      48,
    );
    for (const value of made) expect(value).toBeGreaterThan(60);
    for (const value of made) expect(value).toBeLessThan(150);
  });
});

test('no method prints anything, not even when it complains of its input', () => {
  const printed = vi.spyOn(console, 'log').mockImplementation(() => {});
  const random = randomOf(1);
  // Days of a week: the fit of ARIMA has a word to say of some of them.
  const days = hours(130, (day) => (day % 17 === 3 ? Number.NaN : 100 + 20 * (day % 7) + 9 * random()));
  for (const baseline of createBaselines()) {
    for (let length = 70; length <= days.length; length++) baseline.forecast(days.subarray(0, length), 1, 1);
  }
  expect(printed).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});

describe('what stands in for a fit', () => {
  const history = hours(10 * DAY);
  const [seasonalNaive] = createBaselines();

  test.each([
    [
      'that throws',
      () => {
        throw new Error('no model found');
      },
    ],
    ['that is not finite', () => [Number.NaN, 1, 2]],
    ['that has exploded', () => [100, 1e26, 100]],
    ['of another length', () => [100, 100]],
  ])('is the seasonal naive forecast, counted: one %s', (_, method) => {
    const baseline = fitted('bad', 7, method);
    expect(baseline.forecast(history, 3, DAY)).toEqual(seasonalNaive!.forecast(history, 3, DAY));
    expect(baseline.fallbacks).toBe(1);
  });

  test('is not needed for one that is somewhat outside of what was seen', () => {
    const baseline = fitted('bold', 7, () => [300, 301, 302]);
    expect(baseline.forecast(history, 3, DAY)).toEqual([300, 301, 302]);
    expect(baseline.fallbacks).toBe(0);
  });

  test('sees no more of the past than the fit', () => {
    const lengths: number[] = [];
    fitted('short', 7, (values) => [lengths.push(values.length)]).forecast(hours(30 * DAY), 1, DAY);
    expect(lengths).toEqual([7 * DAY]);
  });
});
