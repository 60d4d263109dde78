import { array, assert, double, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalScore, type Random, randomOf, studentSpread } from '../../model/random.ts';
import { createIntervals } from './intervals.ts';
import { createLayout } from './layout.ts';

const DAY = 24;
const COVERAGES = [0.2, 0.4, 0.5, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99];

function start(horizon: number) {
  const layout = createLayout();
  layout.take(2);
  const intervals = createIntervals(layout, DAY, horizon);
  const memory = new Float32Array(layout.size);
  intervals.start(memory);
  return { intervals, memory };
}

const laplace = (random: Random) => {
  const uniform = random() - 0.5;
  return -Math.sign(uniform) * Math.log(1 - 2 * Math.abs(uniform));
};
const heavyTailed = (random: Random) => normalScore(random) * studentSpread(3, random);

/** A scale that has a rhythm over the day, swells and shrinks over weeks, and has leapt for good after a while. */
const changingScale = (hour: number) =>
  (5 + 4 * Math.sin((hour * Math.PI) / 12)) * Math.exp(Math.sin(hour / 150)) * (hour > 5000 ? 8 : 1);

/** How often each lead's values were within the intervals made when they were forecast, once `learning` values had come. */
function coverageOf(draw: (random: Random) => number, horizon: number, learning: number, hours: number) {
  const { intervals, memory } = start(horizon);
  const random = randomOf(7);
  const said = (hour: number) => 1000 + 500 * Math.cos((hour * Math.PI) / 12);
  const promised = new Map<number, number[][]>();
  const within = Array.from({ length: horizon }, () => COVERAGES.map(() => 0));
  for (let hour = 0; hour < hours; hour++) {
    const value = said(hour) + changingScale(hour) * draw(random);
    for (let lead = 1; lead <= Math.min(horizon, hour); lead++) {
      const origin = hour - lead;
      promised.get(origin)![lead - 1]!.forEach((width, index) => {
        if (hour >= learning && Math.abs(value - said(hour)) <= width) within[lead - 1]![index]!++;
      });
      intervals.learn(memory, origin, lead, hour, said(hour), value);
    }
    intervals.follow(memory, value);
    const widths = Array.from({ length: horizon }, (_, index) => {
      const scale = intervals.keep(memory, hour, index + 1, hour, said(hour + index + 1));
      return COVERAGES.map((coverage) => scale * intervals.width(memory, index + 1, coverage));
    });
    promised.set(hour, widths);
    promised.delete(hour - horizon);
  }
  return within.map((counts) => counts.map((count) => count / (hours - learning)));
}

describe('the intervals hold what they say, whatever the errors are like and however their scale changes', () => {
  test.each([
    ['Laplace', laplace],
    ['normal', normalScore],
    ['heavy-tailed', heavyTailed],
  ])('%s errors', (_, draw) => {
    for (const found of coverageOf(draw, 3, 2000, 12_000)) {
      COVERAGES.forEach((coverage, index) => void expect(Math.abs(found[index]! - coverage)).toBeLessThan(0.02));
    }
  });
});

test('a higher coverage never has a narrower interval, whatever has been learnt', () => {
  // Errors in units of the scale, so that they fall between the quantiles that are tracked.
  const ratio = double({ min: 0, max: 8, noNaN: true });
  const coverage = double({ min: 0, max: 1, noNaN: true });
  const sizes = { minLength: 2, maxLength: 30 };
  assert(
    property(array(ratio, { maxLength: 10 }), array(coverage, sizes), double(), (ratios, coverages, wild) => {
      const { intervals, memory } = start(1);
      const repeated = ratios.flatMap((each) => Array<number>(10).fill(each));
      let scale = 0;
      for (const [hour, each] of [1, 1, ...repeated].entries()) {
        const value = 100 + each * (scale || 1);
        if (hour > 0) intervals.learn(memory, hour - 1, 1, hour, 100, value);
        scale = intervals.keep(memory, hour, 1, hour, 100);
        const widths = [...coverages, 0.2, 0.98, 0.99]
          .toSorted((a, b) => a - b)
          .map((c) => intervals.width(memory, 1, c));
        expect(widths.every((width, index) => width >= 0 && width >= (widths[index - 1] ?? 0))).toBe(true);
      }
      expect(intervals.scale(memory, 1, 7, Number.isFinite(wild) ? wild : 0)).toSatisfy(Number.isFinite);
    }),
  );
});

test('the hours of the day that are harder to foresee have wider intervals', () => {
  const { intervals, memory } = start(1);
  const random = randomOf(3);
  const spread = (hour: number) => (hour % DAY === 20 ? 10 : 1);
  for (let hour = 0; hour < 60 * DAY; hour++) {
    const value = 100 + spread(hour) * laplace(random);
    if (hour > 0) intervals.learn(memory, hour - 1, 1, hour, 100, value);
    intervals.follow(memory, value);
    intervals.keep(memory, hour, 1, hour, 100);
  }
  const scaleBefore = (hour: number) => intervals.scale(memory, 1, hour - 1, 100);
  expect(scaleBefore(20)).toBeGreaterThan(3 * scaleBefore(10));
  expect(scaleBefore(21)).toBeLessThan(2 * scaleBefore(10));
});

test('a larger forecast has a wider interval', () => {
  const { intervals, memory } = start(1);
  for (let hour = 0; hour < 10 * DAY; hour++) {
    if (hour > 0) intervals.learn(memory, hour - 1, 1, hour, 100, hour % 2 === 0 ? 90 : 110);
    intervals.follow(memory, 100);
    intervals.keep(memory, hour, 1, hour, 100);
  }
  expect(intervals.scale(memory, 1, 0, 400)).toBeGreaterThan(1.5 * intervals.scale(memory, 1, 0, 100));
});

test('one wild error widens the scale only so far', () => {
  const scaleAfter = (wild: number) => {
    const { intervals, memory } = start(1);
    for (let hour = 0; hour < 20 * DAY; hour++) {
      const value = hour === 20 * DAY - 1 ? 100 + wild : hour % 2 === 0 ? 90 : 110;
      if (hour > 0) intervals.learn(memory, hour - 1, 1, hour, 100, value);
      intervals.follow(memory, 100);
      intervals.keep(memory, hour, 1, hour, 100);
    }
    return intervals.scale(memory, 1, 20 * DAY - 2, 100);
  };
  expect(scaleAfter(1e6)).toBeLessThan(2 * scaleAfter(10));
});

test('an hour of the day is wider when the hours before it erred more than they used to', () => {
  const { intervals, memory } = start(1);
  const days = 60;
  const scaleAt18 = (hour: number) => intervals.scale(memory, 1, hour - (hour % DAY) + 17, 100);
  let before = 0;
  for (let hour = 1; hour <= days * DAY + 12; hour++) {
    if (hour === days * DAY) before = scaleAt18(hour);
    intervals.keep(memory, hour - 1, 1, hour - 1, 100);
    intervals.learn(memory, hour - 1, 1, hour, 100, hour > days * DAY ? 103 : 101);
    intervals.follow(memory, 100);
  }
  expect(scaleAt18(days * DAY + 12) / before).toBeGreaterThan(1.6);
});

test('the first error of a series says little of what its errors are like later', () => {
  const scaleAfter = (first: number) => {
    const { intervals, memory } = start(1);
    for (let hour = 1; hour <= 5 * DAY; hour++) {
      intervals.keep(memory, hour - 1, 1, hour - 1, 100);
      intervals.learn(memory, hour - 1, 1, hour, 100, hour === 1 ? 100 + first : 101);
      intervals.follow(memory, 100);
    }
    return intervals.scale(memory, 1, 5 * DAY + 11, 100);
  };
  expect(scaleAfter(30) / scaleAfter(1)).toBeGreaterThan(0.85);
  expect(scaleAfter(30) / scaleAfter(1)).toBeLessThan(1.15);
});

test('what is far ahead is wider as soon as the next step errs more', () => {
  const { intervals, memory } = start(3);
  const scaleOf3 = () => intervals.scale(memory, 3, 5, 100);
  const learn = (hour: number, lead: number, value: number) => {
    intervals.keep(memory, hour - lead, lead, hour - lead, 100);
    intervals.learn(memory, hour - lead, lead, hour, 100, value);
  };
  for (let hour = 3; hour <= 60 * DAY; hour++) {
    for (const lead of [1, 3]) learn(hour, lead, 101);
    intervals.follow(memory, 100);
  }
  const before = scaleOf3();
  for (let hour = 60 * DAY + 1; hour <= 61 * DAY; hour++) learn(hour, 1, 104);
  expect(scaleOf3() / before).toBeGreaterThan(1.1);
});

test('the quantiles of a long lead follow more slowly than those of the next step', () => {
  const { intervals, memory } = start(24);
  for (let hour = 24; hour < 24 + 51; hour++) {
    for (const lead of [1, 24]) {
      intervals.keep(memory, hour - lead, lead, hour - lead, 100);
      // Every value but the first is as it was foreseen.
      intervals.learn(memory, hour - lead, lead, hour, 100, hour === 24 ? 110 : 100);
    }
    intervals.follow(memory, 100);
  }
  const [next, long] = [1, 24].map((lead) => intervals.width(memory, lead, 0.8)) as [number, number];
  const atFirst = -Math.log(1 - 0.8);
  expect(next).toBeLessThan(0.75 * atFirst);
  expect(long).toBeGreaterThan(0.8 * atFirst);
  expect(long).toBeLessThan(0.95 * atFirst);
});

test.each([1, 2, 3])('what is learnt of lead %i says nothing of the others', (lead) => {
  const { intervals, memory } = start(3);
  for (let hour = 3; hour < 100; hour++) {
    for (const each of [1, 2, 3]) intervals.keep(memory, hour - each, each, hour - each, 10);
    intervals.learn(memory, hour - lead, lead, hour, 10, 12);
  }
  const learnt = [1, 2, 3].map((each) => intervals.scale(memory, each, 5, 10) > 0);
  expect(learnt).toEqual([1, 2, 3].map((each) => each === lead));
});

test('an hour that erred much on its first day is not remembered longer than an hour that did so later', () => {
  const scaleAfter = (badDay: number) => {
    const { intervals, memory } = start(1);
    const days = 5;
    for (let hour = 1; hour <= days * DAY; hour++) {
      intervals.keep(memory, hour - 1, 1, hour - 1, 100);
      const large = hour % DAY === 12 && Math.floor(hour / DAY) === badDay;
      intervals.learn(memory, hour - 1, 1, hour, 100, large ? 103 : 101);
      intervals.follow(memory, 100);
    }
    return intervals.scale(memory, 1, days * DAY + 11, 100);
  };
  expect(scaleAfter(0)).toBeLessThan(scaleAfter(2) * 1.01);
  expect(scaleAfter(0)).toBeGreaterThan(1);
});
