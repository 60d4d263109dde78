import { describe, expect, test } from 'vitest';
import { HOUR } from '../model/targets.ts';
import { createDetector } from './detector.ts';
import { loadKinds } from './kinds.ts';
import { forecast, minute, samples, sessions, short } from './suite.ts';

const create = () => createDetector({ kinds: loadKinds() });

describe('a fall of sessions that is predicted', () => {
  const NOON = 12 * 60;
  const steady = (_at: number) => 1000;
  /** Leaves by 20 % an hour from noon on. */
  const eroding = (at: number) => 1000 - Math.max(0, at - NOON) / 0.3;
  const expected = (level: (at: number) => number, hours = 13) =>
    Array.from({ length: hours }, (_, hour) => forecast(sessions, hour * 60, level, { step: HOUR, width: 50 }));
  const from = (first: number, level: (at: number) => number, count: number) =>
    Array.from({ length: count }, (_, index) => forecast(sessions, first + 5 * index, level, { width: 50 }));
  /** From `first` on what is measured, with forecasts that know it. */
  function run(detector: ReturnType<typeof create>, first: number, level: (at: number) => number, minutes: number) {
    return Array.from({ length: minutes }, (_, index) => {
      const at = first + index;
      return [
        ...(at % 60 === 0 ? detector.foresee([forecast(sessions, at, level, { step: HOUR, width: 50 })]) : []),
        ...(at % 5 === 0 ? detector.foresee(from(at, level, 1)) : []),
        ...detector.observe(samples(sessions, [level(at)], at)),
      ];
    }).flat();
  }

  test('is one that has begun and goes on, and tells what was expected at its time', () => {
    const detector = create();
    // The value of an hour is that of its middle.
    detector.foresee(expected((at) => 1000 - (at + 30 - NOON) / 6));
    const [alarm] = run(detector, NOON, (at) => 1000 - 3.5 * (at - NOON), 80);
    expect(alarm).toMatchObject({ kind: 'session-drop', condition: 'predicted', severity: 'warning' });
    expect(alarm!.probability).toBeGreaterThan(0.7);
    const minutes = (alarm!.expectedAt! - minute(NOON)) / 60_000;
    expect(alarm!.expected).toBeCloseTo(1000 - minutes / 6, 3);
    expect(alarm!.threshold).toBeCloseTo(0.7 * alarm!.expected!, 3);
    expect(minutes).toBeGreaterThanOrEqual(90);
    expect(minutes).toBeLessThanOrEqual(95);
  });

  test('comes true as the same alarm, although the newest forecasts all know the way, and ends when they are back', () => {
    const detector = create();
    detector.foresee(expected(steady));
    const alarms = run(detector, NOON, (at) => Math.max(400, eroding(at)), 5 * 60);
    expect(alarms[0]!.condition).toBe('predicted');
    const crossed = alarms.findIndex(({ condition }) => condition === 'active');
    expect(alarms[crossed]).toMatchObject({ time: minute(NOON + 91), expected: 1000, threshold: 700 });
    expect(minute(NOON + 91) - alarms[0]!.time).toBeGreaterThan(20 * 60_000);
    expect(alarms.slice(crossed).every(({ condition }) => condition === 'active')).toBe(true);
    expect(short(detector.observe(samples(sessions, [900, 900], NOON + 300)))).toEqual([
      `clearing ${NOON + 300}`,
      `clear ${NOON + 301}`,
    ]);
  });

  test('goes on after a restart', () => {
    const before = create();
    before.foresee(expected(steady));
    const [predicted] = run(before, NOON, eroding, 75);
    const detector = create();
    detector.restore([predicted!]);
    const alarms = run(detector, NOON + 75, eroding, 30).filter(({ condition }) => condition !== 'predicted');
    expect(alarms[0]).toMatchObject({ condition: 'active', time: minute(NOON + 91), expected: 1000 });
    expect(alarms.every(({ condition }) => condition === 'active')).toBe(true);
  });

  test('is over when the forecasts lead back, and what is expected is learnt anew', () => {
    const detector = create();
    detector.foresee(expected(steady));
    expect(run(detector, NOON, eroding, 75)[0]!.condition).toBe('predicted');
    const alarms = run(detector, NOON + 75, () => 800, 300);
    expect(alarms.at(-1)!.condition).toBe('clear');
    expect(alarms.filter(({ condition }) => condition === 'active')).toEqual([]);
    // 600 would be a fall from 1,000, not from 800.
    expect(run(detector, NOON + 375, () => 600, 10)).toEqual([]);
  });

  test.each([
    ['a decline that the rhythm knows', (at: number) => 1000 - at / 2, (at: number) => 1000 - at / 2],
    ['one that has not begun', steady, (at: number) => (at < NOON + 90 ? 1000 : 500)],
    ['one that stops early', steady, (at: number) => Math.max(780, eroding(at))],
    ['fewer than ten sessions', () => 25, (at: number) => Math.max(16, 25 - Math.max(0, at - NOON) / 10)],
  ])('is not %s', (_name, level, course) => {
    const detector = create();
    detector.foresee(expected(level));
    const made = Array.from({ length: 12 }, (_, index) => NOON + 5 * index);
    expect(made.flatMap((at) => detector.foresee([forecast(sessions, at, course, { width: 2 })]))).toEqual([]);
  });

  test('is none without hourly forecasts from three hours before', () => {
    const detector = create();
    detector.foresee(expected(steady, 2).map((made) => ({ ...made, origin: made.origin + (NOON - 120) * 60_000 })));
    expect(run(detector, NOON, eroding, 60)).toEqual([]);
  });

  test('is none that only an hourly forecast repeats', () => {
    const detector = create();
    detector.foresee(expected(steady));
    const echo = (made: number) => forecast(sessions, made, () => 300, { step: HOUR });
    expect([13, 14, 15].flatMap((hour) => detector.foresee([echo(hour * 60)]))).toEqual([]);
  });
});
