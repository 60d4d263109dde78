import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { backtest, gridOf } from './backtest.ts';
import { csvHeading, csvRows } from './backtest-csv.ts';
import { createNaiveBaselines } from './baselines/baselines.ts';
import { hourly, hourlySeries, START } from './suite.ts';

const HOUR = 3_600_000;
const NAME = 'in, "edge"\nof a';
const names = createNaiveBaselines().map(({ name }) => name);
const rivals = createNaiveBaselines().map((baseline, index) => ({ baseline, every: index + 1 }));

function written(): Record<string, string>[] {
  const [block] = hourly(hourlySeries(NAME), 0, 100, (hour) => (hour % 24) + 0.1);
  // Hour 98 is missing.
  const { series, times, values } = block!;
  const grid = gridOf({ series, times: times.toSpliced(98, 1), values: values.toSpliced(98, 1) });
  const rows = Array.from(backtest(grid, { train: 96, horizon: 24, rivals }), (made) => csvRows(grid, made, names));
  return parse(csvHeading(names) + rows.join(''), { columns: true });
}

test('there is a row for each origin and lead within the series, any name of a series comes back', () => {
  const rows = written();
  expect(rows.map(({ origin, lead }) => [(Date.parse(origin!) - START) / HOUR, Number(lead)])).toEqual([
    ...[1, 2, 3, 4].map((lead) => [95, lead]),
    ...[1, 2, 3].map((lead) => [96, lead]),
    ...[1, 2].map((lead) => [97, lead]),
  ]);
  for (const row of rows) {
    expect(row.series).toBe(NAME);
    expect(Date.parse(row.time!) - Date.parse(row.origin!)).toBe(Number(row.lead) * HOUR);
  }
});

test('numbers are whole, what is missing and who was not asked is empty', () => {
  const [first, , missing, , second] = written();
  expect(first).toMatchObject({ actual: '0.1', seasonal_naive_24: '0.1', last_value: '23.1' });
  expect(missing).toMatchObject({ actual: '', seasonal_naive_24: '2.1' });
  expect(second).toMatchObject({ seasonal_naive_24: '1.1', seasonal_naive_168: '', last_value: '' });
  expect(Number(first!.lower95)).toBeLessThanOrEqual(Number(first!.upper95));
});
