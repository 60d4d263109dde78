import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Forecast } from '../../model/forecast.ts';
import {
  ACCURACY_FIELDS,
  type AccuracyField,
  accuracySeries,
  QUALITY_MEASUREMENT,
} from '../../model/forecast-quality.ts';
import { type Random, randomOf } from '../../model/random.ts';
import { type Batch, batchSize, type Series, seriesKey } from '../../model/series.ts';
import { HOUR, MINUTE } from '../../model/targets.ts';
import { crps, symmetricError } from './scores.ts';
import { forecastAt, hourOf, hours, openQuality, START, traffic } from './suite.ts';

const DAY = 24 * HOUR;
const series = traffic('a');
const accuracies = (told: Batch) => told.filter(({ series }) => series.measurement !== QUALITY_MEASUREMENT);
const blockOf = (told: Batch, wanted: Series) =>
  told
    .filter(({ series }) => seriesKey(series) === seriesKey(wanted))
    .flatMap(({ times, values }) => times.map((time, index) => ({ time, value: values[index]! })));

/** A value, or none, and a forecast. Whole numbers, which single precision holds as they are. */
interface HourMade {
  readonly value: number | null;
  readonly mean: readonly number[];
  readonly width: number;
}

function hourMade(random: Random): HourMade {
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from));
  const value = random() < 0.1 ? null : whole(-500, 500);
  return { value, mean: Array.from({ length: 24 }, () => whole(-500, 500)), width: whole(0, 400) };
}

const forecastOf = ({ mean, width }: HourMade, at: number): Forecast => ({
  ...{
    series,
    origin: START + at * HOUR,
    mean,
    lower80: mean.map((one) => one - width),
    upper80: mean.map((one) => one + width),
  },
  ...{ lower95: mean.map((one) => one - 2 * width), upper95: mean.map((one) => one + 2 * width) },
});

/** The measures at the end of the day that ends before `to`, computed as they are defined: a day weighs ¾ of the next. */
function expected(made: readonly HourMade[], lead: number, to: number): Record<string, number> {
  const value = (at: number) => made[at]?.value ?? undefined;
  const weighted = (of: (at: number) => number | undefined) => {
    let [weight, sum] = [0, 0];
    for (let at = 0; at < to; at++) {
      const own = 0.75 ** Math.floor((to - 1 - at) / 24);
      const one = of(at);
      if (one !== undefined) [weight, sum] = [weight + own, sum + own * one];
    }
    return { weight, mean: sum / weight };
  };
  const measure = (of: (mean: number, width: number, real: number) => number) =>
    weighted((at) => {
      const [real, origin] = [value(at), made[at - lead]];
      if (real === undefined || !origin || origin.value === null) return undefined;
      return of(origin.mean[lead - 1]!, origin.width, real);
    });
  const naive = weighted((at) => {
    const [real, before] = [value(at), value(at - 168) ?? value(at - 24)];
    return real === undefined || before === undefined ? undefined : Math.abs(real - before);
  });
  const quantiles = (mean: number, width: number) => {
    const [lower80, upper80, lower95, upper95] = [mean - width, mean + width, mean - 2 * width, mean + 2 * width];
    return { mean, lower80, upper80, lower95, upper95 };
  };
  const error = measure((mean, _, real) => Math.abs(mean - real));
  if (error.weight < 20) return {};
  return {
    smape: measure((mean, _, real) => symmetricError(mean, real)).mean,
    coverage80: measure((mean, width, real) => Number(Math.abs(mean - real) <= width)).mean,
    coverage95: measure((mean, width, real) => Number(Math.abs(mean - real) <= 2 * width)).mean,
    ...(naive.weight < 20
      ? {}
      : {
          mase: error.mean / naive.mean,
          crps: measure((mean, width, real) => crps(quantiles(mean, width), real)).mean / naive.mean,
        }),
  };
}

describe('the accuracy of the forecasts of a series', () => {
  test('is what its measures are defined to be, over gaps too', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = randomOf(seed);
        const made = Array.from({ length: 220 }, () => hourMade(random));
        const quality = openQuality();
        const told = made.flatMap((one, at) =>
          one.value === null
            ? []
            : quality.observe([{ series, times: [START + at * HOUR], values: [one.value] }], [forecastOf(one, at)]),
        );
        for (const lead of [1, 24] as const) {
          const of = (field: AccuracyField) => blockOf(told, accuracySeries(series, lead, field));
          const ends = of('smape').map(({ time }) => Math.round((time + DAY - START) / HOUR));
          expect(ends.length).toBeGreaterThan(4);
          for (const to of ends) {
            const wanted = expected(made, lead, to);
            for (const field of Object.keys(ACCURACY_FIELDS) as AccuracyField[]) {
              const found = of(field).find(({ time }) => time === START + to * HOUR - DAY)?.value;
              if (wanted[field] === undefined) expect(found, field).toBeUndefined();
              else expect(found, `${field} ${lead} ${to}`).toBeCloseTo(wanted[field], 4);
            }
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  test('is told once a day of each lead, under the start of the day, once there is enough', () => {
    const told = accuracies(hours(openQuality(), [series], { from: 0, to: 240, random: randomOf(1) }));
    const mase = blockOf(told, accuracySeries(series, 1, 'mase'));
    expect(mase.length).toBeGreaterThanOrEqual(8);
    for (const [index, { time }] of mase.entries()) expect(time).toBe(mase[0]!.time + index * DAY);
    expect(mase.at(-1)!.time).toBeLessThanOrEqual(START + 240 * HOUR - DAY);
    expect(told.length).toBe(new Set(told.map(({ series, times }) => `${seriesKey(series)} ${times[0]}`)).size);
    // Noise without a memory: the season before strays by √2 more than the rhythm.
    expect(mase.at(-1)!.value).toBeGreaterThan(0.55);
    expect(mase.at(-1)!.value).toBeLessThan(0.9);
    expect(blockOf(told, accuracySeries(series, 24, 'coverage80')).at(-1)!.value).toBeGreaterThan(0.7);
    expect(blockOf(told, accuracySeries(series, 24, 'coverage95')).at(-1)!.value).toBeGreaterThan(0.88);
  });

  test('is the same whether samples come one by one or all at once, and a repetition changes nothing', () => {
    const random = randomOf(3);
    const made = Array.from({ length: 200 }, (_, at) => hourOf([series], at, random, {}));
    const quality = openQuality();
    const apart = accuracies(made.flatMap(([batch, forecasts]) => quality.observe(batch, forecasts)));
    const values = made.flatMap(([batch]) => batch[0]!.values);
    const whole: Batch = [{ series, times: values.map((_, at) => START + at * HOUR), values }];
    const forecasts = made.flatMap(([, some]) => some);
    const other = openQuality();
    const together = accuracies(other.observe(whole, forecasts));
    const wanted = accuracySeries(series, 24, 'crps');
    expect(blockOf(apart, wanted).length).toBeGreaterThan(5);
    expect(blockOf(together, wanted)).toEqual(blockOf(apart, wanted));
    expect(batchSize(accuracies(other.observe(whole, forecasts)))).toBe(0);
    expect(new Set(together.map(({ series }) => seriesKey(series))).size).toBe(together.length);
  });

  test('is finite whatever comes', () => {
    const any = fc.double({ noNaN: true, noDefaultInfinity: true });
    const wild = fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), any, any), { minLength: 80, maxLength: 80 });
    fc.assert(
      fc.property(wild, fc.constantFrom(HOUR, 5 * MINUTE), (made, step) => {
        const quality = openQuality();
        const one = { ...series, step };
        let at = 0;
        for (const [skip, value, mean] of made) {
          at += skip > 30 ? 1 : skip;
          const time = START + at * step;
          const whole = Array.from({ length: 24 }, () => mean);
          const forecast = {
            series: one,
            origin: time,
            mean: whole,
            lower80: whole,
            upper80: whole,
            lower95: whole,
            upper95: whole,
          };
          for (const { values } of quality.observe([{ series: one, times: [time], values: [value] }], [forecast])) {
            for (const told of values) expect(Number.isFinite(told)).toBe(true);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  test('of a wild value is forgotten within weeks', () => {
    const told = hours(openQuality(), [series], { from: 0, to: 24 * 60, random: randomOf(1) }, (at) =>
      at === 300 ? { value: 1e29 } : {},
    );
    expect(blockOf(told, accuracySeries(series, 1, 'smape')).at(-1)!.value).toBeLessThan(20);
  });

  test('of steps of minutes is measured against the day before', () => {
    const minutes = { ...series, step: 5 * MINUTE, tags: { device: 'a', component: '1', step: '5m' } };
    const random = randomOf(2);
    const quality = openQuality();
    const told = Array.from({ length: 288 * 4 }, (_, at) => {
      const value = 100 + 50 * Math.sin((at * Math.PI) / 144) + random();
      const whole = Array.from({ length: 24 }, (_, index) => 100.5 + 50 * Math.sin(((at + index + 1) * Math.PI) / 144));
      const forecast = { ...forecastAt(minutes, at), mean: whole };
      return quality.observe([{ series: minutes, times: [START + at * minutes.step], values: [value] }], [forecast]);
    }).flat();
    // Mean absolute deviations of one uniform number from its mean, and of two from each other: 1/4 and 1/3.
    expect(blockOf(told, accuracySeries(minutes, 24, 'mase')).at(-1)!.value).toBeCloseTo(0.75, 1);
  });
});

describe('a restart', () => {
  test('goes on from a snapshot as if there had been none', () => {
    const random = [randomOf(4), randomOf(4)] as const;
    const all = [series, traffic('b')];
    const like = (at: number) => (at > 500 ? { noise: 20, off: 30 } : {});
    const without = openQuality();
    const before = openQuality();
    hours(without, all, { from: 0, to: 600, random: random[0] }, like);
    hours(before, all, { from: 0, to: 600, random: random[1] }, like);
    const after = openQuality();
    after.restore(before.snapshot());
    const told = hours(after, all, { from: 600, to: 700, random: random[1] }, like);
    expect(told).toEqual(hours(without, all, { from: 600, to: 700, random: random[0] }, like));
    expect(told.some(({ series, values }) => series.measurement === QUALITY_MEASUREMENT && values[0]! > 0)).toBe(true);
  });

  test('refuses a snapshot that is damaged, and stays as it was', () => {
    const quality = openQuality();
    hours(quality, [series], { from: 0, to: 60, random: randomOf(1) });
    const bytes = quality.snapshot();
    for (const damaged of [
      bytes.subarray(0, 3),
      bytes.subarray(0, -1),
      bytes.with(20, bytes[20]! ^ 1),
      new Uint8Array(),
    ]) {
      expect(() => quality.restore(damaged)).toThrow(expect.objectContaining({ code: 'FORECAST_SNAPSHOT_UNREADABLE' }));
    }
    expect(Buffer.compare(quality.snapshot(), bytes)).toBe(0);
  });

  test('without a snapshot says nothing until enough is known', () => {
    const told = accuracies(hours(openQuality(), [series], { from: 700, to: 718, random: randomOf(1) }));
    expect(told).toEqual([]);
  });
});

test('a series takes at most 1.5 KB of a snapshot', () => {
  const many = Array.from({ length: 200 }, (_, index) => traffic('a', String(index)));
  const quality = openQuality();
  hours(quality, many, { from: 0, to: 30, random: randomOf(1) });
  expect(quality.snapshot().length / many.length).toBeLessThan(1536);
});
