import { expect, test } from 'vitest';
import { type Forecast, forecastBlocks } from './forecast.ts';
import { HOUR, targetSeries } from './targets.ts';

test('a forecast is kept as its leads 1 and 24 at their target times, and whole as the newest', () => {
  const column = (base: number) => Array.from({ length: 24 }, (_, index) => base + index);
  const series = targetSeries('billing', 'count_failed');
  const forecast: Forecast = {
    series,
    origin: 10 * HOUR,
    mean: column(100),
    lower80: column(90),
    upper80: column(110),
    lower95: column(80),
    upper95: column(120),
  };
  const blocks = forecastBlocks(forecast);
  const find = (lead: string, field: string) =>
    blocks.find((block) => block.series.tags.lead === lead && block.series.field === field)!;
  expect(blocks).toHaveLength(15);
  expect(find('1', 'mean')).toMatchObject({ times: [11 * HOUR], values: [100] });
  expect(find('24', 'upper95')).toMatchObject({ times: [34 * HOUR], values: [143] });
  expect(find('newest', 'lower80').times).toEqual(column(11).map((hour) => hour * HOUR));
  expect(find('1', 'mean').series).toMatchObject({
    measurement: 'radius_forecast',
    tags: { source: 'billing', of: 'count_failed', lead: '1' },
    unit: 'events',
  });
});
