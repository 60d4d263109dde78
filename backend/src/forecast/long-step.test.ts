import { expect, test } from 'vitest';
import type { SpecialDays } from '../model/calendar.ts';
import { seriesKey } from '../model/series.ts';
import { HOUR } from '../model/targets.ts';
import { zone } from '../model/zone.ts';
import { createForecaster } from './forecaster.ts';
import { hourlySeries, wholeSnapshot } from './suite.ts';

const DAY = 24 * HOUR;
const WEEK = 7 * 24;
const HISTORY = 4 * WEEK;

const KEY = seriesKey(hourlySeries('x'));

interface Course {
  readonly zoneName?: string;
  readonly upperBound?: number;
  /** What a value is by its time, epoch milliseconds UTC. */
  readonly valueAt: (time: number) => number;
}

/** Has learnt four weeks of hours up to `origin`. */
async function learnt(origin: number, { zoneName = 'UTC', upperBound, valueAt }: Course) {
  const series = hourlySeries('x', upperBound === undefined ? {} : { upperBound });
  const forecaster = createForecaster({ horizon: 24, zone: zoneName });
  const times = Array.from({ length: HISTORY }, (_, index) => origin - (HISTORY - 1 - index) * HOUR);
  await forecaster.observe([{ series, times, values: times.map(valueAt) }], origin);
  return forecaster;
}

/** The forecast of the week after `origin`. */
const weekFrom = async (origin: number, course: Course) => (await learnt(origin, course)).forecast(KEY, WEEK);

/** A little that looks like chance and is the same in every run. */
const noise = (time: number) => (((time / HOUR) * 7919) % 13) / 13 - 0.5;

/** By day of the forecast. */
const days = (column: readonly number[]) =>
  Array.from({ length: 7 }, (_, day) => column.slice(24 * day, 24 * day + 24));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** An office: 100 on workdays, 30 at the weekend. */
const office = (time: number) => ([0, 6].includes(new Date(time).getUTCDay()) ? 30 : 100) + 4 * noise(time);
const holidayOn = (date: string): SpecialDays => ({
  weekend: [6, 7],
  dates: new Map([[date, { kind: 'holiday', name: 'a holiday' }]]),
});

test('a holiday of a later day does what it does on the first, and nothing to the days around it', async () => {
  // A Sunday, so that the week ahead begins with Monday.
  const origin = Date.UTC(2026, 5, 14, 23);
  const before = await learnt(origin, { valueAt: office });
  const learntBefore = await wholeSnapshot(before);
  const ordinary = days((await before.forecast(KEY, WEEK)).mean).map(mean);
  const effect = async (day: number) => {
    const date = new Date(origin + HOUR + day * DAY).toISOString().slice(0, 10);
    const forecaster = createForecaster({ horizon: 24, special: holidayOn(date) });
    await forecaster.restore(learntBefore.slice());
    const found = days((await forecaster.forecast(KEY, WEEK)).mean).map(mean);
    return found.map((value, index) => value / ordinary[index]!);
  };
  const first = (await effect(0))[0]!;
  expect(first).toBeLessThan(0.75);
  for (const day of [2, 4]) {
    const found = await effect(day);
    found.forEach((value, index) => void expect(value).toBeCloseTo(index === day ? first : 1, 1));
  }
});

test.each([
  ['put forward', Date.UTC(2026, 2, 29)],
  ['put back', Date.UTC(2026, 9, 25)],
])('the week after clocks are %s goes by the new time', async (_, changed) => {
  const zoneName = 'Europe/Berlin';
  const berlin = zone(zoneName);
  const wallHour = (time: number) => new Date(time + berlin.offset(time)).getUTCHours();
  const valueAt = (time: number) => (wallHour(time) >= 8 && wallHour(time) < 20 ? 200 : 50) * (1 + 0.04 * noise(time));
  // Three days before, so that all of the change lies beyond the first day.
  const origin = changed - 3 * DAY;
  const forecast = await weekFrom(origin, { zoneName, valueAt });
  const off = forecast.mean.flatMap((value, index) => {
    const time = origin + (index + 1) * HOUR;
    return Math.abs(value / valueAt(time) - 1) > 0.3 ? [new Date(time).toISOString()] : [];
  });
  expect(off).toEqual([]);
});

test.each([
  ['put forward', Date.UTC(2026, 2, 28, 20)],
  ['put back', Date.UTC(2026, 9, 24, 20)],
])('on the day that clocks are %s the first day is the same however far is asked', async (_, origin) => {
  const zoneName = 'Europe/Berlin';
  const forecaster = await learnt(origin, { zoneName, valueAt: (time) => 100 + ((time / HOUR) % 24) + noise(time) });
  const day = await forecaster.forecast(KEY, 24);
  for (const leads of [1, 6, 23, WEEK]) {
    const { mean, upper95 } = await forecaster.forecast(KEY, leads);
    expect(mean.slice(0, 24)).toEqual(day.mean.slice(0, leads));
    expect(upper95.slice(0, 24)).toEqual(day.upper95.slice(0, leads));
  }
});

test('no day is beyond a bound, and intervals stay ordered', async () => {
  const valueAt = (time: number) =>
    Math.max(0, Math.min(100, 60 - 70 * Math.cos((time * 2 * Math.PI) / DAY) + 20 * noise(time)));
  const forecast = await weekFrom(Date.UTC(2026, 5, 14, 23), { upperBound: 100, valueAt });
  forecast.mean.forEach((value, index) => {
    const { lower95, lower80, upper80, upper95 } = forecast;
    const row = [0, lower95[index]!, lower80[index]!, value, upper80[index]!, upper95[index]!, 100];
    expect(row).toEqual(row.toSorted((a, b) => a - b));
  });
  expect(Math.max(...forecast.upper95)).toBe(100);
});

test('intervals of later days are wider where the level wanders', async () => {
  const wave = (time: number, period: number) => Math.sin((time * 2 * Math.PI) / period);
  const valueAt = (time: number) => 200 + 50 * wave(time, DAY) + 60 * wave(time, 11.3 * DAY) + 10 * noise(time);
  const forecast = await weekFrom(Date.UTC(2026, 5, 14, 23), { valueAt });
  const widths = days(forecast.upper95.map((upper, index) => upper - forecast.lower95[index]!)).map(mean);
  widths.slice(2).forEach((width, day) => void expect(width).toBeGreaterThan(widths[day + 1]! * 0.99));
  expect(widths[6]! / widths[1]!).toBeGreaterThan(1.15);
});

test('a series of days is forecast for a week and no further', async () => {
  const series = hourlySeries('x', { step: DAY });
  const forecaster = createForecaster({ horizon: 3 });
  const times = Array.from({ length: 60 }, (_, index) => index * DAY);
  await forecaster.observe([{ series, times, values: times.map((time) => 100 + 10 * noise(time)) }]);
  const { mean: found, upper95, lower95 } = await forecaster.forecast(seriesKey(series), 7);
  expect(found.every((value) => Math.abs(value - 100) < 20)).toBe(true);
  expect(upper95[6]! - lower95[6]!).toBeGreaterThan(0);
  await expect(forecaster.forecast(seriesKey(series), 8)).rejects.toMatchObject({ code: 'FORECAST_TOO_FAR' });
});
