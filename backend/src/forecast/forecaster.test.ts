import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SpecialDays } from '../model/calendar.ts';
import type { Forecaster } from '../model/contracts/forecaster.ts';
import { seriesKey } from '../model/series.ts';
import { HOUR, MINUTE } from '../model/targets.ts';
import { createForecaster } from './forecaster.ts';
import { createMethod } from './method.ts';
import { forecasterSuite, hourly, hourlySeries, rhythm, START, wholeSnapshot } from './suite.ts';

forecasterSuite('hours, in this thread', HOUR, () => createForecaster({ horizon: 24 }));
forecasterSuite('five minutes, in this thread', 5 * MINUTE, () => createForecaster({ horizon: 24 }));

const last = async (value: (hour: number) => number, hours = 400, more = {}) =>
  (await createForecaster({ horizon: 24 }).observe(hourly(hourlySeries('x', more), 0, hours, value))).at(-1)!;

test('a missing sample makes the learning longer by its time', async () => {
  const hours = async (from: number) => {
    const forecaster = createForecaster({ horizon: 24 });
    await forecaster.observe([...hourly(hourlySeries('x'), 0, 90), ...hourly(hourlySeries('x'), from, 100)]);
    return (await forecaster.learning()).get(seriesKey(hourlySeries('x')));
  };
  expect([await hours(90), await hours(99)]).toEqual([19, 28]);
});

describe('what is forecast', () => {
  test('a rhythm is continued', async () => {
    const forecast = await last((hour) => 1000 + 500 * Math.sin((hour * Math.PI) / 12));
    for (const [index, mean] of forecast.mean.entries()) {
      expect(mean / (1000 + 500 * Math.sin(((400 + index) * Math.PI) / 12))).toBeCloseTo(1, 1);
    }
  });

  test('a constant stays to six digits, with next to no width; only zeros stay zero', async () => {
    const constant = await last(() => 5);
    expect(constant.mean.every((value) => Math.abs(value - 5) < 5e-6)).toBe(true);
    expect(constant.upper95[23]! - constant.lower95[23]!).toBeLessThan(1e-4);
    expect(new Set((await last(() => 0)).mean)).toEqual(new Set([0]));
  });

  test('a value that alternates every hour is seen to alternate', async () => {
    const forecast = await last((hour) => (hour % 2 ? 100 : 200) + ((hour * 31) % 7));
    for (const [index, mean] of forecast.mean.entries())
      expect(Math.abs(mean - ((400 + index) % 2 ? 100 : 200) - 3)).toBeLessThan(30);
  });

  test('intervals cover about as often as they say', async () => {
    let random = 12345;
    const noise = () => {
      random = (random * 48271) % 2147483647;
      return random / 2147483647 - 0.5;
    };
    const values = Array.from({ length: 1500 }, (_, hour) => 200 + 60 * Math.sin((hour * Math.PI) / 12) + 40 * noise());
    const forecasts = await createForecaster({ horizon: 24 }).observe(
      hourly(hourlySeries('x'), 0, 1500, (hour) => values[hour]!),
    );
    const scored = forecasts.slice(300, -24);
    for (const [lower, upper, wanted] of [
      ['lower80', 'upper80', 0.8],
      ['lower95', 'upper95', 0.95],
    ] as const) {
      const inside = scored.filter((forecast, index) => {
        const truth = values[47 + 300 + index + 1]!;
        return truth >= forecast[lower][0]! && truth <= forecast[upper][0]!;
      });
      expect(Math.abs(inside.length / scored.length - wanted)).toBeLessThan(0.05);
    }
  });

  test('nothing a series may hold gives anything but finite, ordered numbers', async () => {
    const value = fc.oneof(
      fc.constant(0),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 60, maxLength: 120 }), fc.boolean(), async (values, positive) => {
        const forecast = await last(
          (hour) => (positive ? Math.abs(values[hour]!) : values[hour]!),
          values.length,
          positive ? {} : { lowerBound: -Number.MAX_VALUE },
        );
        for (let index = 0; index < 24; index++) {
          const row = [forecast.lower95, forecast.lower80, forecast.mean, forecast.upper80, forecast.upper95].map(
            (column) => column[index]!,
          );
          expect(row.every(Number.isFinite)).toBe(true);
          expect(row).toEqual(row.toSorted((a, b) => a - b));
        }
      }),
      { numRuns: 60 },
    );
  });
});

test('a series that fails stops no other, and starts anew', async () => {
  const failures: [string, string][] = [];
  const method = createMethod({ horizon: 24 });
  const bad = hourlySeries('bad');
  const isBad = (time: number) => time === START + 50 * HOUR;
  const observe: typeof method.observe = (state, time, value) => {
    if (state.series.field === 'bad' && isBad(time)) throw new Error('broken');
    return method.observe(state, time, value);
  };
  const failed = (key: string, error: unknown) => failures.push([key, (error as Error).message]);
  const forecaster = createForecaster({ horizon: 24 }, { failed, method: { ...method, observe } });
  const good = hourlySeries('good');
  const both = (from: number, to: number) => [...hourly(bad, from, to), ...hourly(good, from, to)];
  const made = [...(await forecaster.observe(both(0, 52))), ...(await forecaster.observe(both(52, 110)))];
  expect(failures).toEqual([[seriesKey(bad), 'broken']]);
  const origins = (field: string) =>
    made.filter(({ series }) => series.field === field).map(({ origin }) => (origin - START) / HOUR);
  expect(origins('good')).toEqual(Array.from({ length: 110 - 47 }, (_, index) => 47 + index));
  // Of the bad one the rest of the batch is left out, then two days are learnt again.
  expect(origins('bad')).toEqual([47, 48, 49, ...Array.from({ length: 110 - 99 }, (_, index) => 99 + index)]);
});

test('a series whose step changes starts anew, after a restart too', async () => {
  const first = createForecaster({ horizon: 24 });
  const second = createForecaster({ horizon: 24 });
  const longer = hourlySeries('x', { step: 2 * HOUR });
  await first.observe(hourly(hourlySeries('x'), 0, 60));
  await second.restore(await wholeSnapshot(first));
  for (const forecaster of [first, second]) {
    expect(await forecaster.observe([{ series: longer, times: [START + 60 * HOUR], values: [1] }])).toEqual([]);
    expect(await forecaster.learning()).toEqual(new Map([[seriesKey(longer), 188]]));
  }
});

test('with another calendar a snapshot is gone on from: its days are in force from then on, and no hour is shifted', async () => {
  const HOLIDAY = 24 * 29;
  const weekly = (hour: number) => (((Math.floor(hour / 24) % 7) + 7) % 7 >= 5 ? 40 + rhythm(hour) / 10 : rhythm(hour));
  const series = hourlySeries('x');
  const named = new Date(START + HOLIDAY * HOUR).toISOString().slice(0, 10);
  const special: SpecialDays = { weekend: [6, 7], dates: new Map([[named, { kind: 'holiday', name: 'Fair' }]]) };
  const [ordinary, festive] = [undefined, special].map((special) =>
    createForecaster({ horizon: 24, ...(special && { special }) }),
  );
  await ordinary!.observe(hourly(series, 0, HOLIDAY - 1, weekly));
  await festive!.restore(await wholeSnapshot(ordinary!));
  const next = (forecaster: Forecaster) => forecaster.observe(hourly(series, HOLIDAY - 1, HOLIDAY, weekly));
  const [[without], [withHoliday]] = [await next(ordinary!), await next(festive!)];
  // On a Tuesday at noon, and on one on which people rest.
  expect(without!.mean[12]! / weekly(HOLIDAY + 12)).toBeCloseTo(1, 0);
  expect(withHoliday!.mean[12]!).toBeLessThan(0.9 * without!.mean[12]!);
  const always = createForecaster({ horizon: 24, special });
  await always.observe(hourly(series, 0, HOLIDAY - 1, weekly));
  expect(await next(always)).toEqual([withHoliday]);
});

test('a day is 24 hours whatever the step: a rhythm of two-hour steps is continued, learnt after 24 of them', async () => {
  const series = hourlySeries('x', { step: 2 * HOUR });
  const value = (index: number) => 1000 + 500 * Math.sin((index * Math.PI) / 6);
  const times = Array.from({ length: 200 }, (_, index) => index * series.step);
  const forecasts = await createForecaster({ horizon: 24 }).observe([
    { series, times, values: times.map((_, index) => value(index)) },
  ]);
  expect(forecasts[0]!.origin).toBe(times[23]);
  for (const [index, mean] of forecasts.at(-1)!.mean.entries()) expect(mean / value(200 + index)).toBeCloseTo(1, 1);
});
