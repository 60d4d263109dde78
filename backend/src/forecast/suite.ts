import { afterEach, describe, expect, test } from 'vitest';
import type { Forecaster, JudgedForecaster } from '../model/contracts/forecaster.ts';
import { FORECAST_FIELDS, type Forecast } from '../model/forecast.ts';
import { type Batch, type Series, seriesKey } from '../model/series.ts';
import { HOUR } from '../model/targets.ts';

export const START = Date.UTC(2026, 0, 5);

export function hourlySeries(field: string, more: Partial<Series> = {}): Series {
  return { measurement: 'test', tags: {}, field, unit: 'x', kind: 'gauge', step: HOUR, lowerBound: 0, ...more };
}

/** A day's rhythm with a little noise that is the same in every run. */
export const rhythm = (hour: number) => 100 + 50 * Math.sin((hour * Math.PI) / 12) + ((hour * 7919) % 13);

/** Samples of a series from one step after START to before another; `value` is given the step. */
export function samples(series: Series, from: number, to: number, value: (step: number) => number): Batch {
  const steps = Array.from({ length: to - from }, (_, index) => from + index);
  return [{ series, times: steps.map((step) => START + step * series.step), values: steps.map(value) }];
}

/** The same of hours, in the day's rhythm. */
export const hourly = (series: Series, from: number, to: number, value: (hour: number) => number = rhythm): Batch =>
  samples(series, from, to, value);

/** The bytes of a snapshot. */
export const wholeSnapshot = async (forecaster: Pick<Forecaster, 'snapshot'>): Promise<Uint8Array> =>
  Buffer.concat(await Array.fromAsync(forecaster.snapshot()));

/** A forecaster that judges, without what it judges. */
export const unjudged = (forecaster: JudgedForecaster): Forecaster => ({
  ...forecaster,
  observe: async (batch, since) => [...(await forecaster.observe(batch, since)).forecasts],
});

/** The tests every forecaster with a horizon of 24 passes, for series of any step up to an hour. */
export function forecasterSuite(name: string, step: number, create: () => Forecaster): void {
  const day = (24 * HOUR) / step;
  const valueAt = (index: number) => rhythm((index * 24) / day);
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
    const stepped = (field: string, more: Partial<Series> = {}) => hourlySeries(field, { step, ...more });
    const series = stepped('a');
    const batch = (of: Series, from: number, to: number, value = valueAt) => samples(of, from, to, value);

    test('says how much history is missing, then forecasts from every sample', async () => {
      const forecaster = open();
      const enough = 2 * day;
      expect(await forecaster.observe(batch(series, 0, enough - 1))).toEqual([]);
      expect((await forecaster.learning()).get(seriesKey(series))).toBeGreaterThan(0);
      const forecasts = await forecaster.observe(batch(series, enough - 1, enough + 2));
      expect(forecasts.map(({ origin }) => (origin - START) / step)).toEqual([enough - 1, enough, enough + 1]);
      expect(forecasts[0]!.mean).toHaveLength(24);
    });

    test('learns for as long as it has said, and its forecasts say so', async () => {
      const forecaster = open();
      const hours = async () => (await forecaster.learning()).get(seriesKey(series))!;
      const steps = HOUR / step;
      await forecaster.observe(batch(series, 0, day));
      const end = day + (await hours()) * steps;
      const before = await forecaster.observe(batch(series, day, end - steps));
      expect(await hours()).toBe(1);
      const last = await forecaster.observe(batch(series, end - steps, end));
      expect(await hours()).toBe(0);
      expect(before.every(({ learning }) => learning)).toBe(true);
      expect(last.at(-1)!.learning).toBeUndefined();
    });

    test('answers only the forecasts since a time, the same as without', async () => {
      const [all, some] = [open(), open()];
      const since = START + 3 * day * step;
      const expected = await all.observe(batch(series, 0, 3 * day + 5));
      const found = await some.observe(batch(series, 0, 3 * day + 5), since);
      expect(found).toEqual(expected.filter(({ origin }) => origin >= since));
      expect(found).toHaveLength(5);
    });

    test('forecasts are finite, ordered and within the bounds of the series', async () => {
      const bounded = stepped('a', { upperBound: 120 });
      const forecasts = await open().observe(batch(bounded, 0, 4 * day, (index) => Math.min(120, valueAt(index))));
      expect(forecasts.length).toBeGreaterThan(day);
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

    test('a bound that changes holds from then on', async () => {
      const forecaster = open();
      await forecaster.observe(batch(series, 0, 3 * day));
      const bounded = stepped('a', { upperBound: 80 });
      const [forecast] = await forecaster.observe(batch(bounded, 3 * day, 3 * day + 1));
      expect(forecast!.series).toEqual(bounded);
      expect(Math.max(...forecast!.upper95)).toBeLessThanOrEqual(80);
    });

    test('a repeated batch and its split parts change nothing', async () => {
      const [whole, parts] = [open(), open()];
      const end = 4 * day;
      const expected = await whole.observe(batch(series, 0, end));
      const found: Forecast[] = [];
      for (const [from, to] of [
        [0, day],
        [day - 5, 3 * day],
        [3 * day - 1, end],
        [0, end],
      ] as const) {
        found.push(...(await parts.observe(batch(series, from, to))));
      }
      expect(found).toEqual(expected);
    });

    test('a snapshot goes on as if never stopped', async () => {
      for (const before of [day, 5 * day]) {
        const [first, second] = [open(), open()];
        await first.observe(batch(series, 0, before));
        await second.restore(await wholeSnapshot(first));
        const rest = batch(series, before, before + 2 * day);
        expect(await second.observe(rest)).toEqual(await first.observe(rest));
      }
    });

    test('a damaged snapshot is refused by code and changes nothing', async () => {
      const forecaster = open();
      const known = 3 * day;
      await forecaster.observe(batch(series, 0, known));
      const whole = await wholeSnapshot(forecaster);
      const flipped = whole.map((byte, index) => (index === whole.length >> 1 ? byte ^ 1 : byte));
      for (const bytes of [Buffer.from('damaged'), Buffer.alloc(0), whole.slice(0, 40), flipped]) {
        await expect(forecaster.restore(bytes)).rejects.toMatchObject({ code: 'FORECAST_SNAPSHOT_UNREADABLE' });
      }
      expect(await forecaster.observe(batch(series, known, known + 1))).toHaveLength(1);
    });

    test('missing samples are neither invented nor an obstacle', async () => {
      const forecaster = open();
      await forecaster.observe(batch(series, 0, 4 * day));
      const late = 4 * day + Math.round(day / 2);
      const [after] = await forecaster.observe(batch(series, late, late + 1));
      expect(after!.origin).toBe(START + late * step);
      for (const [index, mean] of after!.mean.entries()) {
        expect(Math.abs(mean - valueAt(late + 1 + index))).toBeLessThan(40);
      }
    });

    test('a forecast on demand is the newest one, as far as is asked, and changes nothing', async () => {
      const forecaster = open();
      const newest = (await forecaster.observe(batch(series, 0, 4 * day))).at(-1)!;
      const other = batch(stepped('b'), 0, 3 * day, (index) => index);
      await forecaster.observe(other);
      const before = await wholeSnapshot(forecaster);
      const key = seriesKey(series);
      expect(await forecaster.forecast(key, 24)).toEqual(newest);
      const near = await forecaster.forecast(key, 5);
      expect(near).toMatchObject({ origin: newest.origin, series });
      for (const column of FORECAST_FIELDS) expect(near[column]).toEqual(newest[column].slice(0, 5));
      expect(Buffer.compare(await wholeSnapshot(forecaster), before)).toBe(0);
    });

    test('a forecast on demand that cannot be made is refused by code', async () => {
      const forecaster = open();
      const key = seriesKey(series);
      const refused = async (leads: number, code: string) =>
        await expect(forecaster.forecast(key, leads)).rejects.toMatchObject({ code });
      await refused(24, 'FORECAST_UNKNOWN_SERIES');
      await forecaster.observe(batch(series, 0, day));
      await refused(24, 'FORECAST_LEARNING');
      await forecaster.observe(batch(series, day, 2 * day));
      await refused(8 * day, 'FORECAST_TOO_FAR');
      expect((await forecaster.forecast(key, 24)).mean).toHaveLength(24);
    });

    test('series do not touch each other', async () => {
      const [alone, together] = [open(), open()];
      const other = batch(stepped('b'), 0, 3 * day, (index) => index ** 2);
      const expected = await alone.observe(batch(series, 0, 3 * day));
      const found = await together.observe([...other, ...batch(series, 0, 3 * day)]);
      expect(found.filter((forecast) => forecast.series.field === 'a')).toEqual(expected);
    });
  });
}
