import { expect, test } from 'vitest';
import type { Grid, OriginForecast, Rival } from './backtest.ts';
import { meanScore, scoring } from './backtest-scores.ts';
import { createNaiveBaselines } from './baselines/baselines.ts';
import { hourlySeries, START } from './suite.ts';

const TRAIN = 48;
/** Two days of which the second lies 10 above the first: the scale of errors is 10. Then what is to be scored. */
const gridOf = (future: readonly number[]): Grid => ({
  series: hourlySeries('a'),
  start: START,
  values: Float64Array.from([...Array(24).fill(0), ...Array(24).fill(10), ...future]),
});
const rivals: Rival[] = [{ baseline: createNaiveBaselines()[0]!, every: 1 }];

/** A forecast of two steps from the end of training. */
function said(quantiles: readonly number[], baseline?: readonly number[], origin = TRAIN - 1): OriginForecast {
  const [lower95, lower80, mean, upper80, upper95] = quantiles.map((quantile) => [quantile, quantile]);
  return {
    origin,
    forecast: {
      series: hourlySeries('a'),
      origin: START + origin,
      ...{ mean: mean!, lower80: lower80!, upper80: upper80!, lower95: lower95!, upper95: upper95! },
    },
    baselines: baseline ? { seasonal_naive_24: baseline } : {},
  };
}

test('errors are scaled, shares are inside, and CRPS has the unit of MASE', () => {
  const score = scoring(gridOf([12, 30]), { train: TRAIN, horizon: 2, rivals });
  score.add(said([0, 10, 15, 20, 40], [12, 20]));
  const [first, second, mean] = score.scores();
  // Twice the loss of each quantile, 12 lies between, times the levels it stands for.
  const loss = 2 * (0.0625 * 0.025 * 12 + 0.2375 * 0.1 * 2 + 0.4 * 0.5 * 3 + 0.2375 * 0.1 * 8 + 0.0625 * 0.025 * 28);
  expect(first!.crps).toBeCloseTo(loss / 10, 12);
  expect(first).toMatchObject({ mase: 0.3, coverage80: 1, coverage95: 1, origins: 1 });
  expect(first!.smape).toBeCloseTo((200 * 3) / 27, 12);
  expect(second).toMatchObject({ mase: 1.5, coverage80: 0, coverage95: 1 });
  expect(second!.baselines.seasonal_naive_24).toEqual({ mase: 1, smape: 40, ours: 1.5, origins: 1 });
  expect(mean).toMatchObject({ lead: 'mean', mase: 0.9, coverage80: 0.5, origins: 1 });
});

test('CRPS of a forecast that is one value is its MASE', () => {
  const score = scoring(gridOf([12, 30]), { train: TRAIN, horizon: 2, rivals: [] });
  score.add(said([17, 17, 17, 17, 17]));
  for (const { crps, mase } of score.scores()) expect(crps).toBeCloseTo(mase!, 12);
});

test('what has not come or is missing is not scored', () => {
  const score = scoring(gridOf([Number.NaN]), { train: TRAIN, horizon: 2, rivals });
  score.add(said([0, 10, 15, 20, 40], [12, 20]));
  const nothing = { mase: null, smape: null, crps: null, coverage80: null, coverage95: null, origins: 0 };
  for (const one of score.scores()) {
    expect(one).toMatchObject(nothing);
    expect(one.baselines.seasonal_naive_24).toEqual({ mase: null, smape: null, ours: null, origins: 0 });
  }
});

test('a baseline that was not asked at an origin is not scored there', () => {
  const score = scoring(gridOf([10, 20, 40]), { train: TRAIN, horizon: 1, rivals });
  score.add(said([0, 5, 10, 15, 20], [20]));
  score.add(said([0, 5, 10, 15, 20], undefined, TRAIN));
  const [first] = score.scores();
  expect(first).toMatchObject({ mase: 0.5, origins: 2 });
  expect(first!.baselines.seasonal_naive_24).toMatchObject({ mase: 1, ours: 0, origins: 1 });
});

test('series count alike in a mean, those without a score not at all', () => {
  const one = scoring(gridOf([20]), { train: TRAIN, horizon: 1, rivals: [] });
  one.add(said([0, 5, 10, 15, 20]));
  const none = scoring(gridOf([20]), { train: TRAIN, horizon: 1, rivals: [] });
  const both = meanScore([one.scores()[0]!, none.scores()[0]!], 'all', 1);
  expect(both).toMatchObject({ series: 'all', lead: 1, mase: 1, coverage80: 0, coverage95: 1, origins: 1 });
});
