import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../model/targets.ts';
import { type Expectations, expectedAt, madeBefore, withForecast } from './expectation.ts';
import { forecast, minute, sessions } from './suite.ts';

const LAG = 30;
const known = (...forecasts: Parameters<typeof withForecast>[1][]): Expectations =>
  forecasts.reduce<Expectations>((all, one) => withForecast(all, one, null, LAG), []);
const at = (forecasts: Expectations, time: number, onset = time) =>
  expectedAt(madeBefore(forecasts, minute(onset), LAG), minute(time))?.mean;

describe('what was expected', () => {
  const fine = (made: number, mean: number) => forecast(sessions, made, () => mean);
  const hourly = (made: number, mean: number) => forecast(sessions, made, () => mean, { step: HOUR });

  test('comes from the newest forecast that is old enough', () => {
    const all = known(...[0, 5, 10, 15, 20, 25, 30, 35, 40].map((made) => fine(made, made)));
    expect([39, 40, 44, 45, 60].map((time) => at(all, time))).toEqual([5, 10, 10, 15, 30]);
    expect(at(all, 60, 45)).toBe(15);
  });

  test('comes from the fine forecast as far as it reaches, then from the hourly one, then from none', () => {
    const all = known(hourly(0, 7), fine(0, 5));
    expect([29, 30, 119, 120, 1439, 1440].map((time) => at(all, time))).toEqual([undefined, 5, 5, 7, 7, undefined]);
  });

  test('follows the course of an hourly forecast between its hours', () => {
    const falling = known(forecast(sessions, 0, (to) => 1000 - to, { step: HOUR, width: 100 }));
    // The value of an hour is that of its middle.
    expect([30, 60, 90, 120].map((time) => at(falling, time))).toEqual([1000, 970, 940, 910]);
    // A minute strays further than the mean of an hour.
    expect(expectedAt(falling, minute(60))!.lower95).toBe(770);
  });

  test('keeps only as many forecasts as can still be needed', () => {
    const all = known(...Array.from({ length: 50 }, (_, index) => fine(5 * index, index)), hourly(0, 1), hourly(60, 1));
    expect(all).toHaveLength(10);
    expect(at(all, 5 * 49)).toBe(49 - LAG / 5);
  });

  test('keeps none that are too old to reach what is asked for', () => {
    const made = Array.from({ length: 50 }, (_, index) => fine(5 * index, index));
    const all = made.reduce<Expectations>((kept, one) => withForecast(kept, one, null, 180), []);
    expect(all).toHaveLength(24);
  });

  test('comes from longer steps only where that is asked for', () => {
    const all = known(hourly(0, 7), fine(0, 5));
    expect(expectedAt(madeBefore(all, minute(60), LAG, 5 * MINUTE), minute(60))?.mean).toBe(7);
  });

  test('a late forecast finds its place, and one repeated changes nothing', () => {
    const all = known(fine(10, 10), fine(0, 0), fine(5, 5), fine(5, 5));
    expect([30, 35, 40].map((time) => at(all, time))).toEqual([0, 5, 10]);
    expect(all).toHaveLength(3);
  });

  test('after an onset only forecasts from long enough before it come in', () => {
    const before = known(fine(0, 1));
    expect(withForecast(before, fine(35, 2), minute(60), LAG)).toBe(before);
    expect(at(withForecast(before, fine(30, 3), minute(60), LAG), 65, 60)).toBe(3);
  });
});
