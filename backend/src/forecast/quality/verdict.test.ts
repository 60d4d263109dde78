import { describe, expect, test } from 'vitest';
import type { QualityField } from '../../model/forecast-quality.ts';
import { randomOf } from '../../model/random.ts';
import { HOUR } from '../../model/targets.ts';
import { type Hour, hours, openQuality, START, spans, traffic } from './suite.ts';

const DAY = 24;
const series = traffic('a');

/** When it was said of a series whose forecasts are good but in the hours of which `like` says more, over 60 days. */
function saidOf(like: (hour: number) => Hour, seed = 1): Record<QualityField, number[]> {
  const told = hours(openQuality(), [series], { from: 0, to: 60 * DAY, random: randomOf(seed) }, like);
  return { untrusted: spans(told, 'untrusted', 'a'), drifted: spans(told, 'drifted', 'a') };
}
const during = (from: number, to: number, hour: Hour) => (at: number) =>
  at >= from * DAY && at < to * DAY ? hour : {};
const NOTHING = { untrusted: [], drifted: [] };

describe('good forecasts', () => {
  test.each([1, 2, 3, 4, 5])('raise nothing (seed %i)', (seed) => {
    expect(saidOf(() => ({}), seed)).toEqual(NOTHING);
  });

  test('raise nothing over a wild value, half a bad day, a standstill of the measuring, or a little more noise', () => {
    expect(saidOf((at) => (at === 30 * DAY + 7 ? { value: 1e9 } : {}))).toEqual(NOTHING);
    expect(saidOf(during(30, 30.5, { off: 60 }))).toEqual(NOTHING);
    expect(saidOf(during(30, 33, { value: null }))).toEqual(NOTHING);
    expect(saidOf(during(30, 60, { noise: 6 }))).toEqual(NOTHING);
  });

  test('of a series that never changes raise nothing', () => {
    const quality = openQuality();
    const still = Array.from({ length: 24 }, () => 1_000_000_007);
    const quantiles = { mean: still, lower80: still, upper80: still, lower95: still, upper95: still };
    const told = Array.from({ length: 40 * DAY }, (_, at) => {
      const time = START + at * HOUR;
      return quality.observe(
        [{ series, times: [time], values: [still[0]!] }],
        [{ series, origin: time, ...quantiles }],
      );
    }).flat();
    expect([spans(told, 'untrusted', 'a'), spans(told, 'drifted', 'a')]).toEqual([[], []]);
  });
});

describe('forecasts that are not to be trusted', () => {
  test('are said to be so when they are worse than last week for some days, and no more soon after', () => {
    const { untrusted } = saidOf(during(30, 40, { off: 30 }));
    expect(untrusted).toHaveLength(2);
    expect(untrusted[0]).toBeGreaterThan(32);
    expect(untrusted[0]).toBeLessThan(35);
    expect(untrusted[1]).toBeGreaterThan(40);
    expect(untrusted[1]).toBeLessThan(43);
  });

  test('are said to be so when their intervals are far too narrow, though the line is good', () => {
    const { untrusted, drifted } = saidOf(during(30, 40, { width: 0.3 }));
    expect(untrusted).toHaveLength(2);
    expect(untrusted[0]).toBeGreaterThan(32);
    expect(untrusted[0]).toBeLessThan(37);
    expect(drifted).toEqual([]);
  });

  test('are not said to be so where the intervals are merely a little narrow', () => {
    expect(saidOf(during(30, 60, { width: 0.8 }))).toEqual(NOTHING);
  });

  test('are not known in the first week', () => {
    expect(saidOf(during(0, 6, { off: 30 })).untrusted).toEqual([]);
  });
});

describe('behaviour that has changed', () => {
  test('is said once errors have stayed three times as large for days, and is usual after some weeks', () => {
    const { drifted } = saidOf(during(30, 60, { noise: 20 }));
    expect(drifted).toHaveLength(2);
    expect(drifted[0]).toBeGreaterThan(31);
    expect(drifted[0]).toBeLessThan(34);
    expect(drifted[1]).toBeLessThan(55);
  });

  test('is over some days after the errors are as they were', () => {
    const { drifted } = saidOf(during(30, 35, { noise: 20 }));
    expect(drifted).toHaveLength(2);
    expect(drifted[1]).toBeLessThan(41);
  });

  test('is not known in the first two weeks', () => {
    expect(saidOf(during(9, 13, { noise: 20 })).drifted).toEqual([]);
  });
});
