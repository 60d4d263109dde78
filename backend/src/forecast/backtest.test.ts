import { describe, expect, test } from 'vitest';
import type { SeriesBlock } from '../model/series.ts';
import { readSeriesCsv } from '../parse/csv/csv.ts';
import { sharedPath } from '../test/needs.ts';
import { backtest, gridOf, type Rival } from './backtest.ts';
import { type LeadScore, scoring } from './backtest-scores.ts';
import { createNaiveBaselines } from './baselines/baselines.ts';
import { hourly, hourlySeries, rhythm } from './suite.ts';

const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const naive = (every = 1): Rival[] => createNaiveBaselines().map((baseline) => ({ baseline, every }));
const blockOf = (hours: number, value: (hour: number) => number): SeriesBlock =>
  hourly(hourlySeries('x'), 0, hours, value)[0]!;

function scoresOf(block: SeriesBlock, train: number, horizon: number, rivals = naive()): LeadScore[] {
  const grid = gridOf(block);
  const score = scoring(grid, { train, horizon, rivals });
  for (const made of backtest(grid, { train, horizon, rivals })) score.add(made);
  return score.scores();
}

test('the baselines are what their definitions say', () => {
  // Each day lies 10 above the one before, and each hour 1 above the last within the day.
  const scores = scoresOf(
    blockOf(96, (hour) => 10 * Math.floor(hour / 24) + (hour % 24)),
    48,
    24,
  );
  expect(scores).toHaveLength(25);
  expect(scores[0]!.baselines.seasonal_naive_24!.mase).toBeCloseTo(1, 12);
  const steps = Array.from({ length: 48 }, (_, index) => (index % 24 === 0 ? 13 : 1));
  expect(scores[0]!.baselines.last_value!.mase).toBeCloseTo(mean(steps) / 10, 12);
  expect(scores.at(-1)!.lead).toBe('mean');
});

test('a perfectly regular series has no scale, and says so with nulls', () => {
  const [first] = scoresOf(
    blockOf(200, (hour) => 100 + (hour % 24)),
    120,
    24,
  );
  expect(first).toMatchObject({ mase: null, crps: null, coverage95: 1 });
  expect(first!.smape).toBeCloseTo(0, 4);
});

test('every step from the end of training on is an origin, but the last one and those without a value', () => {
  const { series, times, values } = blockOf(100, rhythm);
  const known = times.flatMap((_, index) => (index === 70 ? [] : [index]));
  const block = { series, times: known.map((index) => times[index]!), values: known.map((index) => values[index]!) };
  const origins = [...backtest(gridOf(block), { train: 60, horizon: 5, rivals: [] })].map(({ origin }) => origin);
  expect(origins).toEqual(Array.from({ length: 40 }, (_, index) => 59 + index).filter((o) => o !== 70 && o !== 99));
});

test('a forecast does not change with what comes after its origin', () => {
  const run = (value: (hour: number) => number) =>
    Array.from(backtest(gridOf(blockOf(150, value)), { train: 100, horizon: 24, rivals: naive() })).filter(
      ({ origin }) => origin <= 120,
    );
  expect(run(rhythm)).toHaveLength(22);
  expect(run((hour) => (hour > 120 ? 1e6 : rhythm(hour)))).toEqual(run(rhythm));
});

test('a baseline that is asked less often is compared with ours from the same origins', () => {
  const block = blockOf(200, (hour) => rhythm(hour) + (hour % 7 === 0 ? 40 : 0));
  const [often, seldom] = [scoresOf(block, 120, 24), scoresOf(block, 120, 24, naive(7))];
  expect(often[0]!.baselines.last_value).toMatchObject({ ours: often[0]!.mase, origins: 80 });
  const { ours, origins } = seldom[0]!.baselines.last_value!;
  expect(origins).toBe(Math.ceil(80 / 7));
  expect(ours).not.toBeCloseTo(seldom[0]!.mase!, 6);
  expect(seldom[0]!.mase).toBe(often[0]!.mase);
});

const radius = sharedPath('data/forecast/radius_hourly.csv');
describe.skipIf(!radius)('on the real RADIUS counters', () => {
  const all = radius ? readSeriesCsv(radius, 'Europe/Ulyanovsk').map((block) => scoresOf(block, 120, 24)) : [];

  test('the mean over the ten series is at most .33 at lead 1 and below seasonal naive at each lead', () => {
    expect(all).toHaveLength(10);
    for (let lead = 0; lead < 24; lead++) {
      const own = mean(all.map((scores) => scores[lead]!.mase!));
      const other = mean(all.map((scores) => scores[lead]!.baselines.seasonal_naive_24!.mase!));
      expect(own).toBeLessThan(other);
      if (lead === 0) expect(own).toBeLessThanOrEqual(0.33);
    }
  });
});
