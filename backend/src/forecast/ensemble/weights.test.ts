import { array, assert, double, integer, property, record, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import type { Expert } from '../experts/contract.ts';
import { createLayout } from './layout.ts';
import { createWeights } from './weights.ts';

const expertOf = (name: string, reach: number): Expert => ({ name, reach, forecast() {} });

/** The weights of some experts, and what they have learnt. */
function weightsOf(experts: readonly Expert[], horizon: number, scale: number, losses?: Record<string, number[]>) {
  const layout = createLayout();
  layout.take(3);
  const weights = createWeights(layout, experts, horizon, losses);
  const memory = new Float32Array(layout.size);
  weights.start(memory, scale);
  const out = new Float64Array(experts.length);
  return {
    learn: (expert: number, lead: number, error: number) => weights.learn(memory, expert, lead, error),
    at: (lead: number) => {
      weights.at(
        memory,
        lead,
        experts.map(({ reach }) => reach),
        out,
      );
      return Array.from(out);
    },
  };
}

test('weights are at least 0 and add up to 1, and an expert that says nothing of a lead has none', () => {
  const error = double({ min: 0, max: 1e12, noNaN: true });
  const learnt = array(record({ expert: integer({ min: 0, max: 2 }), lead: integer({ min: 1, max: 6 }), error }), {
    maxLength: 200,
  });
  const reaches = tuple(integer({ min: 0, max: 6 }), integer({ min: 0, max: 6 }));
  assert(
    property(reaches, double({ min: 1e-30, max: 1e12, noNaN: true }), learnt, ([one, other], scale, errors) => {
      const reach = [6, one, other];
      const { learn, at } = weightsOf(
        reach.map((last, index) => expertOf(`${index}`, last)),
        6,
        scale,
      );
      for (const { expert, lead, error } of errors) learn(expert, lead, error);
      for (let lead = 1; lead <= 6; lead++) {
        const found = at(lead);
        expect(found.every((weight) => weight >= 0)).toBe(true);
        expect(found.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
        reach.forEach((last, expert) => {
          if (last < lead) expect(found[expert]).toBe(0);
        });
      }
    }),
  );
});

test('the expert with smaller errors has the larger weight, at the leads at which it has them', () => {
  const { learn, at } = weightsOf([expertOf('a', 2), expertOf('b', 2)], 2, 1);
  for (let count = 0; count < 50; count++) {
    learn(0, 1, 1);
    learn(1, 1, 1.2);
    learn(0, 2, 3);
    learn(1, 2, 2);
  }
  expect(at(1)[0]).toBeGreaterThan(0.55);
  expect(at(2)[1]).toBeGreaterThan(0.7);
});

test('experts with the same errors count the same', () => {
  const { learn, at } = weightsOf([expertOf('a', 1), expertOf('b', 1), expertOf('c', 1)], 1, 7);
  for (const error of [1, 4, 0, 2]) [0, 1, 2].forEach((expert) => void learn(expert, 1, error));
  for (const weight of at(1)) expect(weight).toBeCloseTo(1 / 3, 9);
});

test('what is known beforehand decides at first, and experience after some days', () => {
  const losses = { a: [0.5], b: [1] };
  const { learn, at } = weightsOf([expertOf('a', 1), expertOf('b', 1)], 1, 10, losses);
  expect(at(1)[0]).toBeGreaterThan(0.95);
  for (let hour = 0; hour < 10 * 24; hour++) {
    learn(0, 1, 10);
    learn(1, 1, 5);
  }
  expect(at(1)[1]).toBeGreaterThan(0.9);
});

test('an expert of which nothing is known beforehand counts as one with the error of the day before', () => {
  const { at } = weightsOf([expertOf('a', 1), expertOf('b', 1)], 1, 10, { a: [1] });
  expect(at(1)).toEqual([0.5, 0.5]);
});

test('old errors are forgotten: the one who has become better wins', () => {
  const { learn, at } = weightsOf([expertOf('a', 1), expertOf('b', 1)], 1, 1);
  for (let hour = 0; hour < 2000; hour++) learn(hour % 2, 1, hour % 2 === 0 ? 1 : 9);
  expect(at(1)[0]).toBeGreaterThan(0.99);
  for (let hour = 0; hour < 1000; hour++) learn(hour % 2, 1, hour % 2 === 0 ? 9 : 1);
  expect(at(1)[1]).toBeGreaterThan(0.99);
});

test('of a series that stood still until now all experts count the same', () => {
  const { learn, at } = weightsOf([expertOf('a', 1), expertOf('b', 1)], 1, 0);
  for (let hour = 0; hour < 48; hour++) for (const expert of [0, 1]) learn(expert, 1, 0);
  expect(at(1)).toEqual([0.5, 0.5]);
});

test('an expert without any error does not divide by nothing', () => {
  const { learn, at } = weightsOf([expertOf('a', 1), expertOf('b', 1)], 1, 1e-30);
  for (let hour = 0; hour < 20_000; hour++) {
    learn(0, 1, 0);
    learn(1, 1, 1);
  }
  const [perfect, other] = at(1);
  expect(perfect).toBe(1);
  expect(other).toBeLessThan(1e-100);
});
