import { expect, test } from 'vitest';
import { normalScore, randomOf } from '../../model/random.ts';
import { createFarWidths } from './far-widths.ts';
import { createLayout } from './layout.ts';

const DAY = 24;

/** The factor of a lead after `days`, where half a width of 1 is foreseen around 0 and values are drawn. */
function factorAfter(days: number, value: () => number, lead = 48) {
  const layout = createLayout();
  const widths = createFarWidths(layout, DAY, DAY);
  const memory = new Float32Array(layout.size);
  for (let index = 0; index < days * DAY; index++) {
    widths.learn(memory, index, value());
    if (widths.reach(index) > 0) widths.keep(memory, index, () => ({ mean: 0, half: 1 }));
  }
  return widths.factor(memory, lead);
}

test('a series is taken for like the others at first, and until the first forecast has come true', () => {
  expect(factorAfter(0, () => 0)).toBe(1);
  expect(factorAfter(2, () => 1e9)).toBe(1);
});

test.each([1.5, 3, 0.7])('widths become %f times as wide where it takes that to hold 80 %', (wanted) => {
  const random = randomOf(3);
  // 80 % of a normal distribution lie within 1.28 standard deviations.
  const factors = Array.from({ length: 5 }, () => factorAfter(400, () => (wanted / 1.2816) * normalScore(random)));
  const mean = factors.reduce((sum, factor) => sum + factor / factors.length, 0);
  expect(Math.abs(mean / wanted - 1)).toBeLessThan(0.25);
});

test('no series, however wild or calm, makes widths vanish or boundless', () => {
  expect(factorAfter(1000, () => 1e9)).toBeCloseTo(8, 3);
  expect(factorAfter(1000, () => 0)).toBeCloseTo(0.5, 3);
});

test('a forecast of no width teaches nothing', () => {
  const layout = createLayout();
  const widths = createFarWidths(layout, DAY, DAY);
  const memory = new Float32Array(layout.size);
  for (let index = 0; index < 30 * DAY; index++) {
    widths.learn(memory, index, 5);
    if (widths.reach(index) > 0) widths.keep(memory, index, () => ({ mean: 5, half: 0 }));
  }
  expect(widths.factor(memory, 48)).toBe(1);
});

test('what the horizon reaches is not looked at', () => {
  const layout = createLayout();
  const widths = createFarWidths(layout, 1, 24);
  expect(Array.from({ length: 60 }, (_, origin) => widths.reach(origin)).every((reach) => reach === 0)).toBe(true);
  expect(layout.size).toBe(0);
});

/** Factors of some leads after forecasts whose half widths at leads 48 and 72 are these, where 3 is always off. */
function factorsWith(half48: number, half72: number) {
  const layout = createLayout();
  const widths = createFarWidths(layout, DAY, DAY);
  const memory = new Float32Array(layout.size);
  for (let index = 0; index < 300 * DAY; index++) {
    widths.learn(memory, index, 3);
    if (widths.reach(index) > 0)
      widths.keep(memory, index, (lead) => ({ mean: 0, half: lead === 48 ? half48 : half72 }));
  }
  return [25, 48, 49, 72, 73, 168].map((lead) => widths.factor(memory, lead));
}

test('each day has its own factor, later ones that of the third', () => {
  const wider = factorsWith(4, 0.5);
  expect(wider[1]).toBeLessThan(1);
  expect(wider[3]).toBeGreaterThan(1);
  expect(wider).toEqual([1, 1, 3, 3, 3, 3].map((place) => wider[place]));
});

test('origins that are looked at are of all times of day, about one a day', () => {
  const widths = createFarWidths(createLayout(), DAY, DAY);
  const origins = Array.from({ length: 29 * DAY }, (_, origin) => origin).filter((origin) => widths.reach(origin) > 0);
  expect(origins).toHaveLength(DAY);
  expect(new Set(origins.map((origin) => origin % DAY)).size).toBe(DAY);
});
