import { describe, expect, test } from 'vitest';
import { readSeriesCsv } from '../parse/csv/csv.ts';
import { sharedPath } from '../test/needs.ts';
import { backtest } from './backtest.ts';
import { hourly, hourlySeries } from './suite.ts';

const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

test('the baselines are what their definitions say', () => {
  // Each day lies 10 above the one before, and each hour 1 above the last within the day.
  const [block] = hourly(hourlySeries('x'), 0, 96, (hour) => 10 * Math.floor(hour / 24) + (hour % 24));
  const scores = backtest(block!, 48, 24);
  expect(scores).toHaveLength(25);
  expect(scores[0]!.baselines.seasonal_naive_24!.mase).toBeCloseTo(1, 12);
  const steps = Array.from({ length: 48 }, (_, index) => (index % 24 === 0 ? 13 : 1));
  expect(scores[0]!.baselines.last_value!.mase).toBeCloseTo(mean(steps) / 10, 12);
  expect(scores.at(-1)!.lead).toBe('mean');
});

test('a perfectly regular series has no scale, and says so with nulls', () => {
  const [block] = hourly(hourlySeries('x'), 0, 200, (hour) => 100 + (hour % 24));
  const [first] = backtest(block!, 120, 24);
  expect(first).toMatchObject({ mase: null, coverage95: 1 });
  expect(first!.smape).toBeCloseTo(0, 4);
});

const radius = sharedPath('data/forecast/radius_hourly.csv');
describe.skipIf(!radius)('on the real RADIUS counters', () => {
  const all = radius ? readSeriesCsv(radius, 'Europe/Ulyanovsk').map((block) => backtest(block, 120, 24)) : [];

  test('the mean over the ten series is at most .33 at lead 1 and below seasonal naive at each lead', () => {
    expect(all).toHaveLength(10);
    for (let lead = 0; lead < 24; lead++) {
      const own = mean(all.map((scores) => scores[lead]!.mase!));
      const naive = mean(all.map((scores) => scores[lead]!.baselines.seasonal_naive_24!.mase!));
      expect(own).toBeLessThan(naive);
      if (lead === 0) expect(own).toBeLessThanOrEqual(0.33);
    }
  });
});
