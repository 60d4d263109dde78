import { assert, boolean, constantFrom, integer, oneof, property } from 'fast-check';
import { expect, test } from 'vitest';
import { fillNetInputs, LAST_LAYER_INPUTS, NET_INPUTS } from './net-inputs.ts';
import { seasonalNaive } from './seasonal-naive.ts';
import { follow, noisyRhythm, workshop } from './suite.ts';

const WEEK = 168;
const limited = (value: number) => Math.max(-12, Math.min(12, value));

test('the net sees of a series of any age what its description says, in that order', () => {
  const length = oneof(integer({ min: 48, max: 1000 }), constantFrom(168, 169, 170, 191, 192, 193, 335, 336, 337, 672));
  assert(
    property(length, integer(), boolean(), (count, seed, wild) => {
      const process = noisyRhythm(24, { seed, height: wild ? 1000 : 5, noise: 3 });
      const shop = workshop(seasonalNaive, { day: 24, horizon: 24, priors: undefined });
      follow(shop, process, count);
      const { view } = shop;
      const values = Array.from({ length: count }, (_, index) => Math.fround(process(index)));
      const back = (lag: number) => values[count - 1 - lag]!;
      const inUnits = (value: number) => (value - view.meanDay) / view.scale;
      const next24 = (column: Float64Array) => Array.from(column.subarray(1, 25), inUnits);
      const weekAgo = (lag: number) =>
        inUnits(count > WEEK + lag ? back(WEEK + lag) : lag < 3 ? view.days7Back[lag]! : back(24 + lag));
      const logarithm = (value: number) => Math.log(value / view.scale + 0.01);
      const wanted = [
        ...Array.from({ length: 48 }, (_, lag) => inUnits(back(lag))),
        ...next24(view.days7),
        ...next24(view.week),
        ...next24(view.weeks4),
        ...[0, 1, 2, 3, 4, 5].map(weekAgo),
        -inUnits(view.meanDayBefore),
        -inUnits(view.meanWeek),
        count >= WEEK + 24 ? -inUnits(view.meanDayWeekAgo) : 0,
        count >= 2 * WEEK ? (view.meanWeek - view.meanWeekBefore) / view.scale : 0,
        ...Array.from(view.roughness.subarray(0, 3), logarithm),
        count > WEEK + 1 ? logarithm(view.roughness[3]!) : 0,
        count > WEEK ? 1 : 0,
        count > 2 * WEEK ? 1 : 0,
        Math.max(-5, Math.min(1, Math.log(view.scale))),
        1,
      ].map(limited);
      const inputs = new Float32Array(NET_INPUTS + 2).fill(-77);
      fillNetInputs(view, inputs, 1);
      expect(wanted).toHaveLength(NET_INPUTS);
      const wrong = wanted.flatMap((value, place) => {
        const found = inputs[place + 1]!;
        return Math.abs(found - value) <= 1e-4 ? [] : [`input ${place}: ${found} instead of ${value}`];
      });
      expect(wrong).toEqual([]);
      expect([inputs[0], inputs.at(-1)]).toEqual([-77, -77]);
    }),
    { numRuns: 60 },
  );
});

test('the last layer sees different inputs of the net, the constant one among them', () => {
  const chosen = Array.from(LAST_LAYER_INPUTS);
  expect(new Set(chosen).size).toBe(chosen.length);
  expect(chosen.every((place) => place >= 0 && place < NET_INPUTS)).toBe(true);
  expect(chosen).toContain(NET_INPUTS - 1);
});
