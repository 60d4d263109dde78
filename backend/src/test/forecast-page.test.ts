import { expect, test } from 'vitest';
import { type MeasuredSet, page } from '../../../bench/forecast-page/page.ts';
import { measureSet, SETS } from '../../../bench/forecast-page/sets.ts';
import { isPictured } from '../forecast/backtest-picture.ts';
import type { LeadScore } from '../forecast/backtest-scores.ts';
import { sharedPath } from './needs.ts';

/** Scores of one series whose errors grow with the lead; arima was asked at other origins than ours. */
function scoresOf(error: number): LeadScore[] {
  const score = (lead: LeadScore['lead'], mase: number): LeadScore => ({
    ...{ series: 's', lead, mase, smape: 10 * mase, crps: mase / 2, coverage80: 0.8, coverage95: null, origins: 336 },
    baselines: {
      seasonal_naive_24: { mase: 1, smape: 20, ours: mase, origins: 336 },
      arima: { mase: 0.5, smape: 20, ours: 0.45, origins: 15 },
    },
  });
  const leads = Array.from({ length: 24 }, (_, index) => score(index + 1, error + index / 100));
  return [...leads, score('mean', error + 0.115)];
}

const measured: MeasuredSet = {
  set: { name: 'net', about: 'A network', every: 23 },
  scores: [scoresOf(0.1), scoresOf(0.2)],
};

test('the page tells what made it, and gives the means of the series beside every baseline', () => {
  const written = page([measured], [{ method: 'lag_regression', owa: 0.5, smape: 9.5, mase: 1.2 }]);
  expect(written).toMatch(/^<!-- Made by `npm run bench -- forecast-page`/);
  expect(written).toContain('| **Presage** | 0.150 |  | 0.265 |  | 1.5 | 2.7 |');
  expect(written).toContain('| seasonal naive 24 | 1.000 | 0.150 | 1.000 | 0.265 | 20.0 | 20.0 |');
  expect(written).toContain('2 series, 336 origins each; fitted baselines at one in 23.');
  expect(written).toContain('](../images/accuracy-net.svg)');
  expect(written).toContain('| lag regression | 0.500 | 9.50 | 1.200 |');
});

test('the best baseline is the one that ours gains least on from the same origins', () => {
  expect(page([measured], [])).toMatch(/\| \[A network\]\(#net\) \| 2 \|.*\| 80\.0 % \| – \| arima \| 10\.0 % \|/);
});

const folder = sharedPath('data/forecast');
test.skipIf(!folder)(
  'a set is measured over its test part, with the times of its file',
  () => {
    const set = SETS.find(({ name }) => name === 'isp_eu')!;
    const [measured] = measureSet(folder!, { ...set, every: 1000 });
    const { grid, scores, made } = measured!;
    expect(scores).toHaveLength(25);
    expect(scores[0]).toMatchObject({ origins: 14 * 24 });
    expect(scores[0]!.mase).toBeLessThan(0.5);
    expect(new Date(grid.start).toISOString()).toBe('2005-06-07T07:00:00.000Z');
    expect(made.length).toBe(7);
    for (const { origin } of made) expect(isPictured(grid, origin, 24)).toBe(true);
  },
  120_000,
);
