import { expect, test } from 'vitest';
import { normalScore, randomOf } from '../../model/random.ts';
import { profile } from './profile.ts';
import { follow, type Process, workshop } from './suite.ts';

const DAY = 24;
const WEEK = 168;
const HOURLY = { day: DAY, horizon: DAY, priors: undefined };

const random = randomOf(4);
const pattern = Array.from({ length: WEEK }, () => 10 * normalScore(random));
const weekly = (index: number) => pattern[index % WEEK]!;

/** How far what is said from each origin is above a process, by lead. */
function excesses(process: Process, length: number, over: Process): number[][] {
  const { said } = follow(workshop(profile, HOURLY), process, length);
  return said.map((opinions, origin) => (opinions[0] ?? []).map((value, index) => value - over(origin + index + 1)));
}

test('a process that is the same every week is foreseen exactly, once two weeks are known', () => {
  const wrong = excesses(weekly, 5 * WEEK, weekly);
  const largest = Math.max(
    ...wrong
      .slice(2 * WEEK)
      .flat()
      .map(Math.abs),
  );
  // The level has followed what the first week, of days that were not alike, left over.
  expect(
    Math.max(
      ...wrong
        .slice(4 * WEEK)
        .flat()
        .map(Math.abs),
    ),
  ).toBeLessThan(1e-3);
  expect(largest).toBeLessThan(10);
});

test('a process that is the same every day is foreseen exactly from the start', () => {
  const daily = (index: number) => pattern[index % DAY]!;
  const wrong = excesses(daily, 3 * WEEK, daily);
  expect(Math.max(...wrong.flat().map(Math.abs))).toBeLessThan(1e-4);
});

test('a new level is followed within some days', () => {
  const leap = 4 * WEEK;
  const leapt = (index: number) => weekly(index) + (index >= leap ? 10 : 0);
  const wrong = excesses(leapt, leap + 6 * WEEK, leapt);
  const lastLeadAfter = (hours: number) => Math.abs(wrong[leap + hours - 1]!.at(-1)!);
  expect(lastLeadAfter(1)).toBeGreaterThan(8);
  expect(lastLeadAfter(DAY)).toBeLessThan(5);
  expect(lastLeadAfter(3 * DAY)).toBeLessThan(1);
  expect(lastLeadAfter(6 * WEEK - DAY)).toBeLessThan(0.1);
});

test('what the newest value strays from the profile fades lead by lead', () => {
  const strayed = 4 * WEEK + 30;
  const straying = (index: number) => weekly(index) + (index === strayed ? 8 : 0);
  const above = excesses(straying, strayed + 1, weekly).at(-1)!;
  expect(above[0]).toBeGreaterThan(5);
  expect(above[0]).toBeLessThanOrEqual(8.001);
  for (let index = 1; index < DAY; index++) expect(above[index]).toBeLessThan(above[index - 1]!);
  expect(above.at(-1)).toBeLessThan(1.2);
});
