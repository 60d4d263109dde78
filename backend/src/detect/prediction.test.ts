import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answeredSeries } from '../model/device-series.ts';
import { probabilityBeyond } from '../model/distribution.ts';
import { HOUR } from '../model/targets.ts';
import { createDetector } from './detector.ts';
import type { LevelsAt } from './hysteresis.ts';
import { loadKinds } from './kinds.ts';
import { crossing } from './prediction.ts';
import { coolFrom, forecast, link, minute, ofSpeed, rising, samples, short, thermometer } from './suite.ts';

const kinds = loadKinds();
const create = () => createDetector({ kinds });
const answered = answeredSeries('switch');

describe('what is predicted', () => {
  test('a threshold that will be crossed, with probability and time', () => {
    const detector = create();
    detector.observe(samples(thermometer, [60]));
    expect(detector.foresee([forecast(thermometer, 0, rising)])).toEqual([]);
    const [alarm, ...others] = detector.foresee([forecast(thermometer, 5, rising)]);
    expect(others).toEqual([]);
    expect(alarm).toMatchObject({
      kind: 'temperature',
      condition: 'predicted',
      severity: 'warning',
      value: 60,
      threshold: 70,
    });
    expect(alarm!.since).toBe(minute(0));
    expect(alarm!.expectedAt).toBe(minute(60));
    expect(alarm!.probability).toBeGreaterThan(0.99);
  });

  test('nothing by forecasts that are learning', () => {
    const detector = create();
    const learning = (at: number) => ({ ...forecast(thermometer, at, rising), learning: true as const });
    expect([0, 5, 10].flatMap((at) => detector.foresee([learning(at)]))).toEqual([]);
    const trusted = [15, 20].flatMap((at) => detector.foresee([forecast(thermometer, at, rising)]));
    expect(short(trusted)).toEqual(['predicted 20']);
  });

  test('the hourly forecast predicts as well', () => {
    const detector = create();
    const hourly = [0, 60].flatMap((at) =>
      detector.foresee([forecast(thermometer, at, (to) => 60.1 + to / 60, { step: HOUR })]),
    );
    expect(short(hourly)).toEqual(['predicted 60']);
    expect(hourly[0]!.expectedAt).toBe(minute(600));
  });

  test('percent of a bound count from the bound of the forecast', () => {
    const detector = create();
    const filling = (at: number) => ofSpeed(70.1 + at / 3);
    const alarms = [0, 5].flatMap((at) => detector.foresee([forecast(link, at, filling, { width: ofSpeed(2) })]));
    expect(alarms).toMatchObject([
      { kind: 'link-load', qualifier: 'in', threshold: ofSpeed(90), expectedAt: minute(60) },
    ]);
  });

  test('a prediction that comes true is the same alarm, and is not predicted again while it lasts', () => {
    const detector = create();
    const alarms = Array.from({ length: 70 }, (_, at) => [
      ...(at % 5 === 0 ? detector.foresee([forecast(thermometer, at, rising)]) : []),
      ...detector.observe(samples(thermometer, [rising(at)], at)),
    ]).flat();
    expect(short(alarms)).toEqual(['predicted 5', 'active 61']);
    expect(alarms[1]).toMatchObject({ severity: 'major', probability: null, expectedAt: null, since: minute(60) });
  });

  test('small changes are kept quiet, larger ones told', () => {
    const detector = create();
    const at = (made: number, crossing: number) =>
      detector.foresee([forecast(thermometer, made, (to) => 70.1 + (to - crossing) / 6)]);
    expect([at(0, 100), at(5, 100), at(10, 103), at(15, 60)].map((alarms) => short(alarms))).toEqual([
      [],
      ['predicted 5'],
      [],
      ['predicted 15'],
    ]);
  });

  test('it ends when several forecasts do not hold it any more', () => {
    const detector = create();
    const cool = coolFrom(10);
    const made = [forecast(thermometer, 0, rising), forecast(thermometer, 5, rising), ...cool];
    const alarms = made.flatMap((one) => detector.foresee([one]));
    expect(short(alarms)).toEqual(['predicted 5', 'predicted 10', 'clear 65']);
    expect(alarms[1]!.probability).toBeLessThan(0.01);
    expect(alarms[1]!.expectedAt).toBe(alarms[0]!.expectedAt);
  });

  test('it does not end while the forecast of the other step holds it', () => {
    const detector = create();
    const hourly = (made: number, celsius: number) =>
      detector.foresee([forecast(thermometer, made, () => celsius, { step: HOUR })]);
    expect(short([hourly(0, 75), hourly(60, 75), hourly(120, 70)].flat())).toEqual(['predicted 60', 'predicted 120']);
    expect(coolFrom(120).flatMap((made) => detector.foresee([made]))).toEqual([]);
    expect(short(hourly(180, 50))).toEqual(['clear 180']);
  });

  test('a probability between raise and keep neither begins nor ends it', () => {
    const even = (made: number) => forecast(thermometer, made, () => 69.4);
    const unsure = create();
    expect([0, 5, 10, 15].flatMap((made) => unsure.foresee([even(made)]))).toEqual([]);
    const sure = create();
    sure.foresee([forecast(thermometer, 0, rising)]);
    expect(short(sure.foresee([forecast(thermometer, 5, rising)]))).toEqual(['predicted 5']);
    const told = [10, 15, 20, 25, 30].flatMap((made) => sure.foresee([even(made)]));
    expect(told.filter(({ condition }) => condition === 'clear')).toEqual([]);
  });

  test('what no single step is likely to cross counts where it is likely in any of them', () => {
    const detector = create();
    // About 0.3 in each step, and 0.8 in any of them.
    const near = (made: number, horizon: number) => forecast(thermometer, made, () => 69.75, { horizon });
    const [alarm] = [0, 5].flatMap((made) => detector.foresee([near(made, 24)]));
    expect(alarm!.condition).toBe('predicted');
    expect(alarm!.probability).toBeGreaterThan(0.7);
    expect(alarm!.probability).toBeLessThan(0.9);
    expect(alarm!.expectedAt).toBeGreaterThan(minute(5));
    expect(alarm!.expectedAt).toBeLessThan(minute(65));
    expect([0, 5].flatMap((made) => create().foresee([near(made, 3)]))).toEqual([]);
  });

  test('the probability is between that of the likeliest step and that of all together', () => {
    const levels: LevelsAt = () => ({ sign: 1, raise: 70, clear: 65, expected: null });
    const scenario = fc.record({
      means: fc.array(fc.double({ min: 60, max: 72, noNaN: true }), { minLength: 1, maxLength: 24 }),
      width: fc.double({ min: 0, max: 10, noNaN: true }),
    });
    fc.assert(
      fc.property(scenario, ({ means, width }) => {
        const made = forecast(thermometer, 5, (at) => means[(at - 5) / 5]!, { horizon: means.length, width });
        const single = means.map((_, index) => probabilityBeyond(made, index + 1, 1, 70));
        const { probability, expectedAt } = crossing(made, levels, made.origin)!;
        const sum = single.reduce((total, each) => total + each, 0);
        expect(probability).toBeGreaterThanOrEqual(Math.max(...single) - 1e-12);
        expect(probability).toBeLessThanOrEqual(Math.min(1, sum + 1e-12));
        expect(expectedAt).toBeGreaterThanOrEqual(minute(5));
        expect(expectedAt).toBeLessThanOrEqual(minute(5 * means.length));
      }),
    );
  });

  test('forecasts whose time has passed say nothing', () => {
    const detector = create();
    detector.observe(samples(thermometer, [60], 300));
    expect(detector.foresee([0, 5, 10, 15].map((made) => forecast(thermometer, made, rising)))).toEqual([]);
  });

  test('nor do those that newer ones should have followed long ago', () => {
    const detector = create();
    detector.observe(samples(thermometer, [60], 50));
    const late = (made: number) => forecast(thermometer, made, (to) => (to < 110 ? 50 : 75));
    expect([5, 10].flatMap((made) => detector.foresee([late(made)]))).toEqual([]);
    expect(short([25, 30].flatMap((made) => detector.foresee([late(made)])))).toEqual(['predicted 50']);
  });

  test('of a late forecast only what is still to come counts', () => {
    const detector = create();
    detector.observe(samples(thermometer, [60], 20));
    const early = (made: number) => forecast(thermometer, made, (to) => (to < 20 ? 75 : 50));
    expect([0, 5, 10].flatMap((made) => detector.foresee([early(made)]))).toEqual([]);
  });

  test('of a burst of forecasts only the outcome is told', () => {
    const detector = create();
    const burst = [0, 5, 10, 15, 20].map((made) => forecast(thermometer, made, made < 10 ? rising : () => 50));
    expect(detector.foresee(burst)).toEqual([]);
  });

  test('one sample beyond is not a prediction', () => {
    const detector = create();
    detector.observe(samples(thermometer, [60, 75], 9));
    expect([10, 15].flatMap((made) => detector.foresee([forecast(thermometer, made, () => 75)]))).toEqual([]);
  });

  test('what was learnt during an alarm does not predict the next one', () => {
    const detector = create();
    detector.observe(samples(thermometer, [75, 75, 60, 60, 60], 10));
    const before = [10, 14].map((made) => forecast(thermometer, made, () => 75));
    expect(detector.foresee(before)).toEqual([]);
    expect(short([20, 25].flatMap((made) => detector.foresee([forecast(thermometer, made, () => 75)])))).toEqual([
      'predicted 25',
    ]);
  });

  test('an hourly forecast that repeats one fault of the week says nothing, one that repeats a rhythm does', () => {
    const hourly = (made: number, alarmHour: number) =>
      forecast(thermometer, made, (to) => (Math.floor(to / 60) === alarmHour ? 75 : 50), { step: HOUR });
    const detector = create();
    const fault = (hour: number) => detector.observe(samples(thermometer, [75, 75, 50, 50, 50], hour * 60));
    const predict = (from: number, alarmHour: number) =>
      [from, from + 1].flatMap((hour) => detector.foresee([hourly(hour * 60, alarmHour)]));
    fault(10);
    expect(predict(12, 24 + 10)).toEqual([]);
    // The forecast of the next two hours does not lean on yesterday.
    const soon = create();
    soon.observe(samples(thermometer, [75, 75, 50, 50, 50], 600));
    const sure = [0, 5].flatMap((at) => soon.foresee([forecast(thermometer, 1440 + 570 + at, () => 75)]));
    expect(sure).toMatchObject([{ condition: 'predicted', expectedAt: minute(1440 + 575) }]);
    expect(short(predict(16, 24 + 14))).toEqual([`predicted ${17 * 60}`]);
    fault(24 + 10);
    const [rhythm] = predict(24 + 12, 48 + 10);
    expect(rhythm).toMatchObject({ condition: 'predicted', expectedAt: minute((48 + 10) * 60) });
  });

  test('devices are not predicted to die', () => {
    const detector = create();
    expect([0, 5, 10].flatMap((at) => detector.foresee([forecast(answered, at, () => 0)]))).toEqual([]);
  });

  test('without news it ends long after the expected time, or when the series is silent too', () => {
    const waiting = create();
    const predict = (detector: typeof waiting) =>
      [0, 5].flatMap((made) => detector.foresee([forecast(thermometer, made, rising)]));
    expect(predict(waiting)).toHaveLength(1);
    const alarms = Array.from({ length: 120 }, (_, at) => [
      ...waiting.observe(samples(thermometer, [60], 6 + at)),
      ...waiting.tick(minute(6 + at)),
    ]).flat();
    expect(short(alarms)).toEqual(['clear 91']);

    const silent = create();
    silent.observe(samples(thermometer, [60], 5));
    predict(silent);
    expect(short([20, 30, 36, 40].flatMap((at) => silent.tick(minute(at))))).toEqual(['clear 36']);
  });
});
