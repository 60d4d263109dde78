import { assert, constantFrom, integer, oneof, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { CORRECTED, FEATURES, fillCorrected, fillFeatures } from './regression-features.ts';
import { seasonalNaive } from './seasonal-naive.ts';
import { follow, noisyRhythm, workshop } from './suite.ts';

const DAY = 24;
const WEEK = 168;

test('the features of any lead of a series of any age are what their names say', () => {
  const length = oneof(integer({ min: 48, max: 900 }), constantFrom(167, 168, 169, 191, 192, 193, 335, 336, 337));
  const place = tuple(length, integer({ min: 1, max: DAY }));
  assert(
    property(place, integer(), constantFrom(5, 500), ([count, lead], seed, height) => {
      const process = noisyRhythm(DAY, { seed, height, noise: 3 });
      const shop = workshop(seasonalNaive, { day: DAY, horizon: DAY, priors: undefined });
      follow(shop, process, count);
      const { view } = shop;
      const values = Array.from({ length: count }, (_, index) => Math.fround(process(index)));
      const last = count - 1;
      const target = last + lead;
      const at = (index: number) => values[index]!;
      const base = at(target - DAY);
      const there = (index: number) => index >= 0 && index <= last;
      const changeInADay = (back: number) => at(last - back) - at(last - back - DAY);
      const [meanDay, meanWeek] = [view.meanDay, view.meanWeek];
      /** The mean of what lies around a place, or the place itself beside what is known. */
      const around = (before: number, after: number, itself: number) => (before + (lead < DAY ? after : itself)) / 2;
      const named = {
        changeNow: changeInADay(0),
        changeBefore: changeInADay(1),
        changeTwoBefore: changeInADay(2),
        changeThreeBefore: changeInADay(3),
        changeFourAndFiveBefore: (changeInADay(4) + changeInADay(5)) / 2,
        twoDaysBefore: at(target - 2 * DAY) - base,
        sevenDays: view.days7[lead]! - base,
        threeDays: view.days3[lead]! - base,
        weekBefore: there(target - WEEK) ? at(target - WEEK) - base : 0,
        fourWeeks: there(target - WEEK) ? view.weeks4[lead]! - base : 0,
        nowOverAWeek: there(last - WEEK) ? at(last) - at(last - WEEK) : 0,
        beforeOverAWeek: there(last - 1 - WEEK) ? at(last - 1) - at(last - 1 - WEEK) : 0,
        dayOverDayBefore: meanDay - view.meanDayBefore,
        dayOverWeek: meanDay - meanWeek,
        dayOverAWeekAgo: count >= WEEK + DAY ? meanDay - view.meanDayWeekAgo : 0,
        nowOverSevenDays: at(last) - view.days7Back[0]!,
        beforeOverSevenDays: at(last - 1) - view.days7Back[1]!,
        twoBeforeOverSevenDays: at(last - 2) - view.days7Back[2]!,
        aroundDayBefore: around(at(target - DAY - 1), at(target - DAY + 1), base) - base,
        aroundSevenDays: around(view.days7[lead - 1]!, view.days7[lead + 1]!, view.days7[lead]!) - base,
        now: at(last) - base,
        before: at(last - 1) - base,
        twoBefore: at(last - 2) - base,
        week: meanWeek - base,
        constant: 0,
        nowOverFourWeeks: there(last - WEEK) ? at(last) - view.weeks4[0]! : 0,
        aroundWeekBefore: there(target - WEEK - 1) ? (at(target - WEEK - 1) + at(target - WEEK + 1)) / 2 - base : 0,
        weekOverWeekBefore: count >= 2 * WEEK ? meanWeek - view.meanWeekBefore : 0,
      };
      const row = new Float64Array(FEATURES + 2).fill(-77);
      fillFeatures(view, lead, row, 1, DAY);
      const wrong = Object.entries(named).flatMap(([name, value], index) => {
        const wanted = name === 'constant' ? 1 : Math.max(-30, Math.min(30, value / view.scale));
        const found = row[index + 1]!;
        return Math.abs(found - wanted) <= 1e-4 ? [] : [`${name}: ${found} instead of ${wanted}`];
      });
      expect(Object.keys(named)).toHaveLength(FEATURES);
      expect(wrong).toEqual([]);
      expect([row[0], row.at(-1)]).toEqual([-77, -77]);
    }),
    { numRuns: 100 },
  );
});

test('what is made anew of an origin when its lead comes is what was seen there', () => {
  const place = tuple(integer({ min: 52, max: 900 }), integer({ min: 1, max: DAY }));
  assert(
    property(place, integer(), ([count, lead], seed) => {
      const shop = workshop(seasonalNaive, { day: DAY, horizon: DAY, priors: undefined });
      const process = noisyRhythm(DAY, { seed, height: 5, noise: 3 });
      const { memory } = follow(shop, process, count);
      const seen = new Float64Array(FEATURES);
      fillFeatures(shop.view, lead, seen, 0, DAY);
      const { scale } = shop.view;
      const profile = shop.view.days7Back.slice();
      for (let later = count; later < count + lead; later++) shop.step(memory, later, process(later));
      const row = new Float64Array(CORRECTED.length);
      fillCorrected(shop.view, lead, scale, profile, row, DAY);
      const wanted = CORRECTED.map((feature) => seen[feature]!);
      expect(Array.from(row, (value, index) => Math.abs(value - wanted[index]!) < 1e-4)).not.toContain(false);
    }),
    { numRuns: 100 },
  );
});
