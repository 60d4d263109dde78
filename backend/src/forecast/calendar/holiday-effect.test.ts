import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLayout } from '../ensemble/layout.ts';
import { createHolidayEffect, type ValueAt } from './holiday-effect.ts';

const SUNDAY = 7;
/** The Monday 2024-01-01. */
const MONDAY = Date.UTC(2024, 0, 1) / 86_400_000;
const weekdayOf = (slot: number, day: number) => (((Math.floor(slot / day) - MONDAY) % 7) + 7) % 7;

function effectOf(day: number, restDay = SUNDAY) {
  const layout = createLayout();
  const effect = createHolidayEffect(layout, day, restDay);
  return { effect, memory: new Float32Array(layout.size) };
}

/** Ten on working days, seven on Saturdays, six on Sundays, until the end of the sixth week. */
function week(day: number): ValueAt {
  return (slot) => (slot < (MONDAY + 42) * day ? ([10, 10, 10, 10, 10, 7, 6][weekdayOf(slot, day)] ?? 0) : Number.NaN);
}

/** Noon of a day after the six weeks, Monday 0. */
const noon = (dayOfWeek: number, day: number) => (MONDAY + 42 + dayOfWeek) * day + Math.floor(day / 2);

describe('what a holiday does', () => {
  test.each([1, 24, 96])('is half of the way to Sunday before one was seen, with %d steps a day', (day) => {
    const { effect, memory } = effectOf(day);
    for (let dayOfWeek = 0; dayOfWeek < 5; dayOfWeek++) {
      expect(effect.at(memory, week(day), noon(dayOfWeek, day))).toBeCloseTo(-2, 5);
    }
  });

  test('is the way to another day of rest where that is another', () => {
    const { effect, memory } = effectOf(24, 6);
    expect(effect.at(memory, week(24), noon(2, 24))).toBeCloseTo(-1.5, 5);
  });

  test('is less the more it may be chance', () => {
    const { effect, memory } = effectOf(24);
    // Up in one week and down in the next: the means stay where they were.
    const straying = (by: number) => (slot: number) => week(24)(slot) + (Math.floor(slot / 168) % 2 ? by : -by);
    const found = [0, 2, 4, 6].map((by) => effect.at(memory, straying(by), noon(2, 24)));
    for (const [index, expected] of [-2, -5 / 3, -2 / 3, 0].entries()) expect(found[index]).toBeCloseTo(expected, 5);
  });

  test('is nothing where the days that are compared were not measured twice', () => {
    const { effect, memory } = effectOf(24);
    const lastWeek: ValueAt = (slot) => (slot < (MONDAY + 35) * 24 ? Number.NaN : week(24)(slot));
    expect(effect.at(memory, lastWeek, noon(2, 24))).toBe(0);
    expect(effect.at(memory, () => Number.NaN, noon(2, 24))).toBe(0);
    const withoutSundays: ValueAt = (slot) => (weekdayOf(slot, 24) === 6 ? Number.NaN : 1);
    expect(effect.at(memory, withoutSundays, noon(2, 24))).toBe(0);
  });

  /** Learns whole days of holidays that reached `value`. */
  const learnt = (days: number, value: number) => {
    const { effect, memory } = effectOf(24);
    for (let step = 0; step < days * 24; step++) effect.learn(memory, week(24), noon(2, 24), value, 10);
    return effect.at(memory, week(24), noon(2, 24));
  };

  test('is learnt from holidays, slowly at first', () => {
    expect(learnt(1, 6)).toBeCloseTo(-2.5, 1);
    expect(learnt(40, 6)).toBeLessThan(-3.6);
    expect(learnt(40, 10)).toBeGreaterThan(-0.5);
  });

  test('is never more than a little beyond a day of rest, and never the opposite, whatever was measured', () => {
    const values = fc.array(fc.double({ min: -100, max: 100 }), { maxLength: 200 });
    fc.assert(
      fc.property(values, (measured) => {
        const { effect, memory } = effectOf(24);
        for (const value of measured) effect.learn(memory, week(24), noon(2, 24), value, 10);
        const found = effect.at(memory, week(24), noon(2, 24));
        expect(found).toBeGreaterThanOrEqual(-4.8001);
        expect(found).toBeLessThanOrEqual(0);
      }),
    );
  });

  test('counts an outage as no more than twice the difference, and a missing value as nothing', () => {
    expect(learnt(1, -1000)).toBeCloseTo(learnt(1, 2), 5);
    expect(learnt(1, Number.NaN)).toBeCloseTo(-2, 5);
  });

  test('follows customs that change', () => {
    const { effect, memory } = effectOf(24);
    const learn = (days: number, value: number) => {
      for (let step = 0; step < days * 24; step++) effect.learn(memory, week(24), noon(0, 24), value, 10);
      return effect.at(memory, week(24), noon(0, 24));
    };
    expect(learn(100, 10)).toBeGreaterThan(-0.3);
    expect(learn(100, 6)).toBeLessThan(-3);
  });
});
