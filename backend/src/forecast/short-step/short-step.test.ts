import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Forecast } from '../../model/forecast.ts';
import type { Series } from '../../model/series.ts';
import { breachProbability, CALM, DAY_STEPS, type Fault, START, STEP, withFault } from './scenarios.ts';
import { newShortStep, observeShortStep, shortStepForecast, shortStepsMissing } from './short-step.ts';

const HORIZON = 24;

/** The forecasts from each step of `from` on; NaN is a missing sample. */
function forecasts(series: Series, values: readonly number[], from = 0): Map<number, Forecast> {
  const state = newShortStep(series, HORIZON);
  const made = new Map<number, Forecast>();
  for (const [step, value] of values.entries()) {
    if (Number.isNaN(value) || !observeShortStep(state, START + step * STEP, value) || step < from) continue;
    made.set(step, shortStepForecast(state));
  }
  return made;
}

const finiteAndOrdered = (forecast: Forecast) => {
  for (let index = 0; index < HORIZON; index++) {
    const row = [forecast.lower95, forecast.lower80, forecast.mean, forecast.upper80, forecast.upper95];
    const numbers = row.map((column) => column[index]!);
    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  }
};

const WEEKS_2 = 14 * DAY_STEPS;

/** Minutes between the second forecast in a row that is sure of a breach and the breach; 0 when it is not foreseen. */
function warning(name: keyof typeof CALM, fault: Omit<Fault, 'from'>, hour: number, seed: number): number {
  const { series, threshold, values } = CALM[name];
  const from = WEEKS_2 + (hour * DAY_STEPS) / 24;
  const course = withFault(values(WEEKS_2 + 2 * DAY_STEPS, seed), { from, ...fault }, series.upperBound);
  const breach = course.findIndex((value, step) => step >= from && value >= threshold);
  const made = forecasts(series, course, from);
  const sure = (step: number) => made.has(step) && breachProbability(made.get(step)!, threshold) >= 0.7;
  for (let step = from; step < breach; step++) {
    // A bucket is known at its end.
    if (sure(step) && sure(step - 1)) return ((breach - step - 1) * STEP) / 60_000;
  }
  return 0;
}

describe('a fault that grows over hours is foreseen at least 40 minutes before it is one', () => {
  const HOURS = [1, 7, 13, 19];
  for (const [name, fault] of [
    ['temperature', { duration: 36, to: 90 }],
    ['memory', { duration: 48, to: 98 }],
    ['link', { duration: 48, to: 0.99e9 }],
  ] as const) {
    test(`${name}, whatever the time of day`, () => {
      for (const seed of [1, 2]) {
        for (const hour of HOURS) expect(warning(name, fault, hour, seed)).toBeGreaterThanOrEqual(40);
      }
    });
  }
});

describe('weeks without a fault', () => {
  for (const [name, { series, threshold, values }] of Object.entries(CALM)) {
    test(`give no alarm, and intervals that cover what they say: ${name}`, () => {
      const inside = { 80: 0, 95: 0, all: 0 };
      for (const seed of [1, 2, 3]) {
        const course = values(21 * DAY_STEPS, seed);
        for (const [step, forecast] of forecasts(series, course)) {
          expect(breachProbability(forecast, threshold)).toBeLessThan(0.5);
          if (step < WEEKS_2) continue;
          for (const lead of [1, 6, 18, 24]) {
            const truth = course[step + lead];
            if (truth === undefined) continue;
            inside.all++;
            if (truth >= forecast.lower80[lead - 1]! && truth <= forecast.upper80[lead - 1]!) inside[80]++;
            if (truth >= forecast.lower95[lead - 1]! && truth <= forecast.upper95[lead - 1]!) inside[95]++;
          }
        }
      }
      expect(Math.abs(inside[80] / inside.all - 0.8)).toBeLessThan(0.03);
      expect(Math.abs(inside[95] / inside.all - 0.95)).toBeLessThan(0.02);
    });
  }
});

describe('what is not a ramp', () => {
  const { series, threshold, values } = CALM.link;
  const calm = values(WEEKS_2 + 2 * DAY_STEPS, 5);
  const from = WEEKS_2 + 100;
  const probabilities = (course: readonly number[]) =>
    [...forecasts(series, course, from).values()].map((forecast) => breachProbability(forecast, threshold));

  test('a new level is taken as a level', () => {
    const course = calm.map((value, step) => (step < from ? value : value + 0.15e9));
    const made = forecasts(series, course, from);
    expect(Math.max(...probabilities(course))).toBeLessThan(0.5);
    const after = made.get(from + 24)!;
    const calmAfter = forecasts(series, calm, from).get(from + 24)!;
    for (const lead of [1, 12]) {
      expect(after.mean[lead - 1]! - calmAfter.mean[lead - 1]!).toBeGreaterThan(0.1e9);
    }
  });

  test('a single outlier changes little', () => {
    const course = calm.map((value, step) => (step === from ? 0.95e9 : value));
    expect(Math.max(...probabilities(course).slice(1))).toBeLessThan(0.5);
  });

  test('the end of a fault is seen: the ramp is not drawn on from its top nor from the way back', () => {
    const end = from + 30;
    const course = withFault(calm, { from, duration: 30, to: 0.8e9 }).map((value, step) =>
      step < end + 30 ? value : calm[step]!,
    );
    const made = forecasts(series, course, from);
    const meanError = (first: number, last: number, lead: number) => {
      let sum = 0;
      for (let step = first; step < last; step++) {
        sum += Math.abs(made.get(step)!.mean[lead - 1]! - course[step + lead]!) / (last - first);
      }
      return sum;
    };
    // In the first hour on the plateau the ramp would lead 0.08e9 on within half an hour, at its pace before.
    expect(meanError(end + 3, end + 15, 6)).toBeLessThan(0.07e9);
    expect(meanError(end + 36, end + 48, 12)).toBeLessThan(0.07e9);
  });

  test('a fault does not become the rhythm of the next day', () => {
    const course = withFault(calm, { from, duration: 36, to: 0.95e9 }).map((value, step) =>
      step < from + 48 ? value : calm[step]!,
    );
    const day = (from: number) => from + DAY_STEPS;
    const after = forecasts(series, course, day(from - 12));
    const without = forecasts(series, calm, day(from - 12));
    const steps = Array.from({ length: 36 }, (_, index) => day(from - 12) + index);
    const differences = steps.map((step) => Math.abs(after.get(step)!.mean[23]! - without.get(step)!.mean[23]!));
    expect(differences.reduce((sum, difference) => sum + difference / steps.length, 0)).toBeLessThan(0.009e9);
  });
});

test('intervals widen within minutes when errors have just grown', () => {
  const { series, values } = CALM.temperature;
  const calm = values(WEEKS_2 + 60, 7);
  const course = calm.map((value, step) => (step < WEEKS_2 ? value : value + (step % 2 ? 4 : -4)));
  const made = forecasts(series, course, WEEKS_2 - 12);
  const width = (step: number, lead: number) => made.get(step)!.upper95[lead - 1]! - made.get(step)!.lower95[lead - 1]!;
  for (const lead of [1, 6, 24]) expect(width(WEEKS_2 + 6, lead)).toBeGreaterThan(2 * width(WEEKS_2 - 1, lead));
});

describe('whatever comes', () => {
  const series: Series = { ...CALM.cpu.series, lowerBound: -Number.MAX_VALUE, upperBound: Number.MAX_VALUE };

  test('a constant is forecast as it is, without a width', () => {
    const last = [...forecasts(series, Array(4 * DAY_STEPS).fill(7.1)).values()].at(-1)!;
    expect(Math.max(...last.mean.map((mean) => Math.abs(mean - 7.1)))).toBeLessThan(1e-9);
    expect(last.upper95[23]! - last.lower95[23]!).toBeLessThan(1e-9);
    expect(last.upper95[23]!).toBeGreaterThan(last.lower95[23]!);
  });

  test('a sensor that was stuck for weeks and moves again is followed', () => {
    const course = CALM.temperature
      .values(WEEKS_2 + 2 * DAY_STEPS, 3)
      .map((value, step) => (step < WEEKS_2 ? 20 : value));
    const made = forecasts(series, course, WEEKS_2);
    for (const forecast of made.values()) finiteAndOrdered(forecast);
    const last = made.get(course.length - 25)!;
    expect(Math.abs(last.mean[23]! - course.at(-1)!)).toBeLessThan(3);
    expect(last.upper95[23]! - last.lower95[23]!).toBeGreaterThan(0.5);
  });

  test('a device that was silent for days goes on where its time of day says', () => {
    const { values } = CALM.link;
    const course = values(20 * DAY_STEPS, 4).map((value, step) =>
      step > WEEKS_2 && step < WEEKS_2 + 4.5 * DAY_STEPS ? Number.NaN : value,
    );
    const [step, first] = [...forecasts(CALM.link.series, course, WEEKS_2 + 1)][0]!;
    expect(step).toBe(WEEKS_2 + 4.5 * DAY_STEPS);
    for (const lead of [1, 12, 24]) {
      expect(Math.abs(first.mean[lead - 1]! / course[step + lead]! - 1)).toBeLessThan(0.25);
    }
  });

  test('after a silence of more than four weeks it learns anew', () => {
    const state = newShortStep(series, HORIZON);
    for (let step = 0; step < 2 * DAY_STEPS; step++) observeShortStep(state, START + step * STEP, step % 7);
    expect(state.started).toBe(true);
    expect(observeShortStep(state, START + 31 * DAY_STEPS * STEP, 5)).toBe(false);
  });

  test('a silence of more than a day before the first forecast begins the learning anew', () => {
    const state = newShortStep(series, HORIZON);
    for (let step = 0; step < DAY_STEPS; step++) observeShortStep(state, START + step * STEP, step % 7);
    observeShortStep(state, START + 3 * DAY_STEPS * STEP, 5);
    expect(shortStepsMissing(state)).toBe(2 * DAY_STEPS - 1);
  });

  test('every number is finite and every interval in order', () => {
    const value = fc.oneof(
      { weight: 3, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) },
      { weight: 1, arbitrary: fc.constantFrom(0, Number.NaN, -0, 5, Number.MIN_VALUE) },
      { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
    );
    const start = fc.constantFrom<(step: number) => number>(
      () => 0,
      (step) => step % 5,
      (step) => (step % 40 === 0 ? Number.MAX_VALUE : -1e-3 * step),
      (step) => (step % 3 ? Number.NaN : 100),
    );
    fc.assert(
      fc.property(start, fc.array(value, { minLength: 30, maxLength: 120 }), (before, after) => {
        const calm = Array.from({ length: 2 * DAY_STEPS }, (_, step) => before(step));
        for (const forecast of forecasts(series, [...calm, ...after], 2 * DAY_STEPS).values())
          finiteAndOrdered(forecast);
      }),
      { numRuns: 80 },
    );
  });
});
