import { describe, expect, test } from 'vitest';
import { HOUR } from '../../model/targets.ts';
import { emptyProfile, learnProfile, profileAt } from './profile.ts';

const DAY = 24 * HOUR;
/** A Monday. */
const MONDAY = Date.UTC(2026, 0, 5);
const SLOTS = 48;

/** A profile of half hours that has seen `days` days from a Monday on. */
function learnt(days: number, deviation: (time: number) => number, limit = 100) {
  const profile = emptyProfile(SLOTS);
  for (let slot = 0; slot < days * SLOTS; slot++) {
    const time = MONDAY + (slot * DAY) / SLOTS;
    learnProfile(profile, time, deviation(time), limit, 1);
  }
  return profile;
}

const isWeekend = (time: number) => [0, 6].includes(new Date(time).getUTCDay());
const noonOf = (day: number) => MONDAY + day * DAY + 12 * HOUR;

describe('the profile', () => {
  test('is the course of a day after one day, and 0 before', () => {
    expect(profileAt(emptyProfile(SLOTS), noonOf(0))).toBe(0);
    const profile = learnt(1, (time) => (time % DAY) / HOUR);
    expect(profileAt(profile, noonOf(8))).toBeCloseTo(12, 6);
    expect(profileAt(profile, noonOf(8) - 100 * DAY)).toBeCloseTo(12, 6);
  });

  test('keeps weekends apart where they differ', () => {
    const profile = learnt(21, (time) => (isWeekend(time) ? -10 : 10));
    expect(profileAt(profile, noonOf(21 + 2))).toBeCloseTo(10, 1);
    expect(profileAt(profile, noonOf(21 + 5))).toBeCloseTo(-10, 1);
    expect(profileAt(profile, noonOf(21 + 6))).toBeCloseTo(-10, 1);
  });

  test('is the common course on a kind of day that was seen only once', () => {
    const profile = learnt(6, (time) => (isWeekend(time) ? -10 : 10));
    expect(profileAt(profile, noonOf(12))).toBeCloseTo((5 * 10 - 10) / 6, 6);
  });

  test('takes little of what is out of the ordinary', () => {
    const profile = learnt(14, (time) => (time >= noonOf(13) ? 500 : 0), 5);
    expect(profileAt(profile, noonOf(14) + HOUR)).toBeLessThan(1);
  });
});
