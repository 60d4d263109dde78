import { assert, boolean, constantFrom, double, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { normalScore, randomOf } from '../../model/random.ts';
import { createLayout } from './layout.ts';
import { createHistory, createView, type View } from './view.ts';

const LONGEST = 1500;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A view as its description says, from the plain list of all values; `scales` are those after each value. */
function expected(values: readonly number[], day: number, horizon: number) {
  const week = 7 * day;
  const last = values.length - 1;
  /** The values some seasons before an index, the newest first, that are not newer than the newest. */
  const seasonsBefore = (index: number, season: number, most: number, oldest = 0) => {
    const found: number[] = [];
    for (let at = index - season; at >= oldest && found.length < most; at -= season) {
      if (at <= last) found.push(values[at]!);
    }
    return found;
  };
  const leads = Array.from({ length: horizon + 1 }, (_, lead) => last + lead);
  const days7 = leads.map((target) => mean(seasonsBefore(target, day, 7)));
  const weeks = leads.map((target) => seasonsBefore(target, week, 4, Math.max(0, last - 4 * week + 1)));
  const ending = (end: number, count: number) => mean(values.slice(end + 1 - count, end + 1));
  const meanDay = ending(last, day);
  const meanWeek = ending(last, Math.min(week, values.length));
  return {
    base: leads.map((target) => seasonsBefore(target, day, 1)[0]!),
    days3: leads.map((target) => mean(seasonsBefore(target, day, 3))),
    days7,
    days7Back: [0, 1, 2].map((back) => {
      const found = seasonsBefore(last - back, day, 7);
      return found.length > 0 ? mean(found) : values[last - day]!;
    }),
    week: weeks.map(([newest], lead) => newest ?? days7[lead]!),
    weeks4: weeks.map((found, lead) => (found.length > 0 ? mean(found) : days7[lead]!)),
    meanDay,
    meanDayBefore: last + 1 >= 2 * day ? ending(last - day, day) : meanDay,
    meanDayWeekAgo: last + 1 >= week + day ? ending(last - week, day) : meanDay,
    meanWeek,
    meanWeekBefore: last + 1 >= 2 * week ? ending(last - week, week) : meanWeek,
  };
}

/** A mean of absolute changes: of all in the first seven days, later of about the newest seven days. */
function runningMean(day: number) {
  let now = 0;
  return (change: number, count: number) => {
    now += (Math.abs(change) - now) / Math.min(7 * day, count);
    return now;
  };
}

/** The names of those parts of a view that are not as expected. */
function differences(view: View, wanted: Readonly<Record<string, number | readonly number[]>>): string[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    const found = view[name as keyof View] as number | Float64Array;
    const [actual, due] = typeof value === 'number' ? [[found as number], [value]] : [found as Float64Array, value];
    const same = actual.length === due.length && due.every((number, index) => close(actual[index]!, number));
    return same ? [] : [`${name} at ${view.length}: ${actual} instead of ${due}`];
  });
}

const close = (actual: number, wanted: number) => Math.abs(actual - wanted) <= 2e-5 * Math.max(1, Math.abs(wanted));

test('a view says of any series at any length what a slow look at all its values says', () => {
  const sizes = constantFrom(
    { day: 24, horizon: 24 },
    { day: 24, horizon: 5 },
    { day: 12, horizon: 12 },
    { day: 12, horizon: 24 },
    { day: 1, horizon: 1 },
    { day: 1, horizon: 24 },
  );
  const missingRate = constantFrom(0, 0.02, 0.3);
  assert(
    property(sizes, integer(), missingRate, boolean(), ({ day, horizon }, seed, missing, ramp) => {
      const random = randomOf(seed);
      const week = 7 * day;
      const layout = createLayout();
      layout.take(5);
      const first = Math.max(2 * day, 2);
      const history = createHistory(layout, day, horizon, first);
      const memory = new Float32Array(layout.size);
      const view = createView(horizon);
      const values: number[] = [];
      const scales: number[] = [];
      const wrong: string[] = [];
      const [daily, step, dailyStep, dailyTwoSteps, weekly] = Array.from({ length: 5 }, () => runningMean(day));
      let scale = 0;
      const roughness = [0, 0, 0, 0];
      for (let index = 0; index < LONGEST && wrong.length === 0; index++) {
        const known = random() >= missing;
        values.push(Math.fround(normalScore(random) + (ramp ? index / 10 : 0)));
        history.push(memory, index, values[index]!, known);
        const back = (lag: number) => values[index - lag]!;
        const dailyAt = (lag: number) => back(lag) - back(lag + day);
        if (known && index >= day) scale = daily!(dailyAt(0), index - day + 1);
        if (known && index >= 1) roughness[0] = step!(back(0) - back(1), index);
        if (known && index >= day + 1) roughness[1] = dailyStep!(dailyAt(0) - dailyAt(1), index - day);
        if (known && index >= day + 2) roughness[2] = dailyTwoSteps!(dailyAt(0) - dailyAt(2), index - day - 1);
        if (known && index >= week) roughness[3] = weekly!(back(0) - back(week), index - week + 1);
        scales.push(known && index + 1 >= first ? scale : 0);
        if (index + 1 < first) continue;
        history.look(memory, index + 1, index + 7, view);
        const inverse = scale > 0 ? 1 / scale : 0;
        const wanted = { ...expected(values, day, horizon), scale, inverse, roughness };
        wrong.push(...differences(view, wanted));
        const shown = Array.from({ length: Math.min(index + 1, 4 * week) }, (_, lag) => view.ring[view.newest - lag]!);
        if (!shown.every((value, lag) => value === back(lag))) wrong.push(`ring at ${index + 1}`);
        for (let lag = 0; lag <= Math.min(horizon, index); lag++) {
          if (!close(view.scaleAt(lag), scales[index - lag]!)) wrong.push(`scaleAt(${lag}) at ${index + 1}`);
        }
        if (view.length !== index + 1 || view.slot !== index + 7) wrong.push(`place at ${index + 1}`);
      }
      expect(wrong).toEqual([]);
      expect(history.scale(memory)).toBe(view.scale);
    }),
    { numRuns: 24 },
  );
});

test('a view of a series that stands still has no unit, and nothing in it is not a number', () => {
  assert(
    property(double({ min: -100, max: 100, noNaN: true }), (level) => {
      const layout = createLayout();
      const history = createHistory(layout, 24, 24, 48);
      const memory = new Float32Array(layout.size);
      const view = createView(24);
      for (let index = 0; index < 48; index++) history.push(memory, index, level, true);
      history.look(memory, 48, 47, view);
      expect([view.scale, view.inverse, view.scaleAt(0), view.scaleAt(20)]).toEqual([0, 0, 0, 0]);
      const flat = Array(25).fill(Math.fround(level));
      for (const column of [view.base, view.days3, view.days7, view.week, view.weeks4]) {
        expect(column.every((value, lead) => close(value, flat[lead]))).toBe(true);
      }
      expect(Array.from(view.roughness)).toEqual([0, 0, 0, 0]);
    }),
  );
});
