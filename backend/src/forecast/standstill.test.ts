import { expect, test } from 'vitest';
import type { Series } from '../model/series.ts';
import { HOUR } from '../model/targets.ts';
import { createMethod } from './method.ts';

const START = Date.UTC(2026, 0, 5);
const HOURS = 34 * 24;
const series: Series = {
  ...{ measurement: 'm', tags: {}, field: 'f', unit: '', kind: 'gauge', step: HOUR, lowerBound: 0 },
};

test.each([
  ['its first value', [0]],
  ['the value of its second day', [24]],
  ['one of its third day', [48]],
  ['some of its first week', [5, 60, 130]],
])('of a series that is always the same but for %s every forecast is a number near it', (_, odd) => {
  const method = createMethod({ horizon: 24 });
  const state = method.newSeries(series);
  let made = 0;
  for (let hour = 0; hour < HOURS; hour++) {
    if (!method.observe(state, START + hour * HOUR, odd.includes(hour) ? 100 : 50)) continue;
    const { mean, lower95, upper95 } = method.forecastOf(state);
    made++;
    for (const column of [mean, lower95, upper95]) {
      for (const value of column) expect(value).toSatisfy(Number.isFinite);
    }
    if (hour > HOURS - 24) expect(mean.every((value) => Math.abs(value - 50) < 5)).toBe(true);
  }
  expect(made).toBeGreaterThan(700);
});
