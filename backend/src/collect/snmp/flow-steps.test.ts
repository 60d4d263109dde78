import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFlowSteps, FIELDS, type FlowSteps, SpareFlows } from './flow-steps.ts';

const M = 60_000;
const IN = FIELDS.indexOf('in_bits_per_second');
const OUT = FIELDS.indexOf('out_bits_per_second');
/** What is complete by a time. */
function finished(steps: FlowSteps, counted: number) {
  const flows: { component: string; place: number; field: string; times: number[]; values: number[] }[] = [];
  steps.complete(counted, (component, place, field, times, values) =>
    flows.push({ component, place, field, times: [...times], values: [...values] }),
  );
  return flows;
}
const samples = (steps: FlowSteps, counted: number) =>
  finished(steps, counted).flatMap(({ times, values }) => times.map((time, at) => [time, values[at]]));

/** Steps of one interface. */
function stepsOfOne(step = M) {
  const steps = createFlowSteps(step);
  steps.align(['ge-1']);
  const flow = (from: number, to: number, amount: number) => steps.between(from, to)(0, IN, amount);
  return { steps, flow };
}

describe('a flow', () => {
  test('is divided between the minutes it ran in, and a minute waits until it is known to its end', () => {
    const { steps, flow } = stepsOfOne();
    flow(20_000, 80_000, 6000);
    expect(samples(steps, 80_000)).toEqual([[0, 100]]);
    flow(80_000, 140_000, 12_000);
    // 20 s at 100 a second, 40 s at 200.
    expect(samples(steps, 140_000)).toEqual([[M, (20 * 100 + 40 * 200) / 60]]);
  });

  test('of which less than half a minute is known is a gap', () => {
    const { steps, flow } = stepsOfOne();
    flow(31_000, 149_000, 118_000);
    expect(samples(steps, 300_000).map(([time]) => time)).toEqual([M]);
  });

  test('adds up to what was counted, however the polls lie', () => {
    const intervals = fc.array(fc.record({ length: fc.integer({ min: 1, max: 90_000 }), amount: fc.nat() }), {
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(intervals, fc.constantFrom(M, 5 * M), (parts, step) => {
        const { steps, flow } = stepsOfOne(step);
        const published: (number | undefined)[][] = [];
        let time = 0;
        let total = 0;
        for (const { length, amount } of parts) {
          flow(time, time + length, amount);
          time += length;
          total += amount;
          published.push(...samples(steps, time));
        }
        const end = Math.ceil(time / step) * step;
        if (end > time) flow(time, end, 0);
        published.push(...samples(steps, end));
        expect(published.map(([start]) => start)).toEqual(published.map((_, at) => at * step));
        const sum = published.reduce((all, [, value]) => all + (value! * step) / 1000, 0);
        expect(Math.abs(sum - total)).toBeLessThanOrEqual(1e-9 * total + 1e-6);
      }),
    );
  });
});

test('flows of several interfaces are kept apart, and go on when their places change or they go', () => {
  const steps = createFlowSteps(M);
  steps.align(['a', 'b']);
  steps.between(0, 40_000)(0, IN, 400);
  steps.between(0, 40_000)(1, IN, 8000);
  steps.align(['c', 'b']);
  steps.between(40_000, M)(1, IN, 4000);
  steps.between(40_000, M)(0, OUT, 20);
  expect(finished(steps, M)).toEqual([
    { component: 'b', place: 1, field: 'in_bits_per_second', times: [0], values: [200] },
    { component: 'a', place: 2, field: 'in_bits_per_second', times: [0], values: [10] },
  ]);
});

test('what is open goes on in other steps', () => {
  const { steps, flow } = stepsOfOne();
  flow(0, 40_000, 400);
  const restored = createFlowSteps(M, structuredClone(steps.open()));
  restored.align(['new', 'ge-1']);
  restored.between(40_000, M)(1, IN, 200);
  expect(finished(restored, M)).toEqual([
    { component: 'ge-1', place: 1, field: 'in_bits_per_second', times: [0], values: [10] },
  ]);
});

test('devices that share the room of steps that are over measure the same as alone', () => {
  const flow = fc.record({ device: fc.nat(2), length: fc.integer({ min: 1, max: 3 * M }), amount: fc.nat(1e6) });
  fc.assert(
    fc.property(fc.array(flow, { maxLength: 40 }), (flows) => {
      const measured = (spares: readonly SpareFlows[]) => {
        const devices = spares.map((spare) => ({ steps: createFlowSteps(M, undefined, spare), time: 0 }));
        for (const { steps } of devices) steps.align(['ge-1']);
        return flows.map(({ device, length, amount }) => {
          const { steps, time } = devices[device]!;
          steps.between(time, time + length)(0, IN, amount);
          devices[device]!.time += length;
          return samples(steps, time + length);
        });
      };
      const shared = new SpareFlows();
      expect(measured([shared, shared, shared])).toEqual(measured([0, 1, 2].map(() => new SpareFlows())));
    }),
  );
});
