import { expect, test } from 'vitest';
import { type Forecast, forecastBatch } from './forecast.ts';
import { HOUR, targetSeries } from './targets.ts';

test('a forecast is kept as its leads 1 and 24 at their target times, and whole as the newest', () => {
  const column = (base: number) => Array.from({ length: 24 }, (_, index) => base + index);
  const series = targetSeries('billing', 'count_failed');
  const forecastFrom = (origin: number): Forecast => ({
    series,
    origin,
    mean: column(100),
    lower80: column(90),
    upper80: column(110),
    lower95: column(80),
    upper95: column(120),
  });
  const blocks = forecastBatch([forecastFrom(9 * HOUR), forecastFrom(10 * HOUR)]);
  const find = (lead: string, field: string) =>
    blocks.find((block) => block.series.tags.lead === lead && block.series.field === field)!;
  expect(blocks).toHaveLength(15);
  expect(find('1', 'mean')).toMatchObject({ times: [10 * HOUR, 11 * HOUR], values: [100, 100] });
  expect(find('24', 'upper95')).toMatchObject({ times: [33 * HOUR, 34 * HOUR], values: [143, 143] });
  expect(find('newest', 'lower80').times).toEqual(column(11).map((hour) => hour * HOUR));
  expect(find('1', 'mean').series).toMatchObject({
    measurement: 'radius_forecast',
    tags: { source: 'billing', of: 'count_failed', lead: '1' },
    unit: 'events',
  });
});
