import { afterEach, describe, expect, test } from 'vitest';
import type { Forecaster } from '../model/contracts/forecaster.ts';
import type { Forecast } from '../model/forecast.ts';
import { type Batch, type Series, seriesKey } from '../model/series.ts';

const HOUR = 3_600_000;
export const START = Date.UTC(2026, 0, 5);

export function hourlySeries(field: string, more: Partial<Series> = {}): Series {
  return { measurement: 'test', tags: {}, field, unit: 'x', kind: 'gauge', step: HOUR, lowerBound: 0, ...more };
}

/** A day's rhythm with a little noise that is the same in every run. */
export const rhythm = (hour: number) => 100 + 50 * Math.sin((hour * Math.PI) / 12) + ((hour * 7919) % 13);

export function hourly(series: Series, from: number, to: number, value: (hour: number) => number = rhythm): Batch {
  const hours = Array.from({ length: to - from }, (_, index) => from + index);
  return [{ series, times: hours.map((hour) => START + hour * HOUR), values: hours.map(value) }];
}

/** The tests every forecaster with a horizon of 24 passes. */
export function forecasterSuite(name: string, create: () => Forecaster): void {
  describe(`the forecaster contract: ${name}`, () => {
    const opened: Forecaster[] = [];
    const open = () => {
      const forecaster = create();
      opened.push(forecaster);
      return forecaster;
    };
    afterEach(async () => {
      for (const forecaster of opened.splice(0)) await forecaster.close();
    });
    const series = hourlySeries('a');

    test('says how much history is missing, then forecasts from every sample', async () => {
      const forecaster = open();
      expect(await forecaster.observe(hourly(series, 0, 47))).toEqual([]);
      expect(await forecaster.learning()).toEqual(new Map([[seriesKey(series), 1]]));
      const forecasts = await forecaster.observe(hourly(series, 47, 50));
      expect(forecasts.map(({ origin }) => (origin - START) / HOUR)).toEqual([47, 48, 49]);
      expect(forecasts[0]!.mean).toHaveLength(24);
      expect(await forecaster.learning()).toEqual(new Map([[seriesKey(series), 0]]));
    });

    test('forecasts are finite, ordered and within the bounds of the series', async () => {
      const bounded = hourlySeries('a', { upperBound: 120 });
      const forecasts = await open().observe(hourly(bounded, 0, 200, (hour) => Math.min(120, rhythm(hour))));
      for (const forecast of forecasts) {
        forecast.mean.forEach((mean, index) => {
          const row = [forecast.lower95, forecast.lower80, [], forecast.upper80, forecast.upper95].map(
            (column) => column[index],
          );
          row[2] = mean;
          expect(row.every((value) => Number.isFinite(value) && value! >= 0 && value! <= 120)).toBe(true);
          expect(row).toEqual(row.toSorted((a, b) => a! - b!));
        });
      }
    });

    test('a repeated batch and its split parts change nothing', async () => {
      const [whole, parts] = [open(), open()];
      const expected = await whole.observe(hourly(series, 0, 100));
      const found: Forecast[] = [];
      for (const [from, to] of [
        [0, 30],
        [10, 60],
        [59, 100],
        [0, 100],
      ] as const) {
        found.push(...(await parts.observe(hourly(series, from, to))));
      }
      expect(found).toEqual(expected);
    });

    test('a snapshot goes on as if never stopped', async () => {
      const [first, second] = [open(), open()];
      await first.observe(hourly(series, 0, 150));
      await second.restore(await first.snapshot());
      expect(await second.observe(hourly(series, 150, 200))).toEqual(await first.observe(hourly(series, 150, 200)));
    });

    test('a damaged snapshot is refused by code and changes nothing', async () => {
      const forecaster = open();
      await forecaster.observe(hourly(series, 0, 60));
      const whole = await forecaster.snapshot();
      const flipped = whole.map((byte, index) => (index === whole.length >> 1 ? byte ^ 1 : byte));
      for (const bytes of [Buffer.from('damaged'), Buffer.alloc(0), whole.slice(0, 40), flipped]) {
        await expect(forecaster.restore(bytes)).rejects.toMatchObject({ code: 'FORECAST_SNAPSHOT_UNREADABLE' });
      }
      expect(await forecaster.observe(hourly(series, 60, 61))).toHaveLength(1);
    });

    test('missing hours are neither invented nor an obstacle', async () => {
      const forecaster = open();
      await forecaster.observe(hourly(series, 0, 100));
      const [after] = await forecaster.observe(hourly(series, 110, 111));
      expect(after!.origin).toBe(START + 110 * HOUR);
      for (const [index, mean] of after!.mean.entries()) expect(Math.abs(mean - rhythm(111 + index))).toBeLessThan(40);
    });

    test('series do not touch each other', async () => {
      const [alone, together] = [open(), open()];
      const other = hourly(hourlySeries('b'), 0, 60, (hour) => hour ** 2);
      const expected = await alone.observe(hourly(series, 0, 60));
      const found = await together.observe([...other, ...hourly(series, 0, 60)]);
      expect(found.filter((forecast) => forecast.series.field === 'a')).toEqual(expected);
    });
  });
}
