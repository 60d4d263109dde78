import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '../model/targets.ts';
import { zone } from '../model/zone.ts';
import { hourDelays, minuteDelays } from './delays.ts';
import { type CreatePart, event, type Line, memoryState, runPart, SECOND, T0 } from './suite.ts';

const ofHours: CreatePart = (state) => hourDelays({ source: 'x', zone: zone('UTC') }, state);
const ofMinutes: CreatePart = (state) => minuteDelays({ source: 'x' }, state);
/** A line for each of these delays, all of one time. */
const lines = (time: number, delays: readonly number[]): Line[] =>
  delays.map((delaySeconds) => event(time, { delaySeconds }));
const upTo = (last: number) => Array.from({ length: last }, (_, index) => (index + 1) / 100);

test.each([
  ['hour', 'radius_hour', ofHours, HOUR],
  ['minute', 'radius_minute', ofMinutes, MINUTE],
] as const)('quantiles of the delays of each %s are told within one percent', (_, measurement, create, step) => {
  const stored = runPart(create, [
    ...lines(T0, upTo(200)),
    event(T0, { delaySeconds: undefined }),
    ...lines(T0 + step, upTo(100)),
    ...lines(T0 + 2 * step, upTo(19)),
  ]);
  for (const [field, ...truth] of [
    ['delay_p50', 1, 0.5],
    ['delay_p95', 1.9, 0.95],
    ['delay_p99', 1.98, 0.99],
  ] as const) {
    const samples = [...stored.get(`${measurement},source=x ${field}`)!];
    expect(samples.map(([time]) => time)).toEqual([T0, T0 + step]);
    samples.forEach(([, value], index) => {
      expect(Math.abs(value / truth[index]! - 1)).toBeLessThanOrEqual(0.011);
    });
  }
});

test('a late line counts in its hour, and in its minute if it comes within ten minutes', () => {
  const late = (time: number) => [...lines(T0, upTo(20)), T0 + time, ...lines(T0 + SECOND, Array(30).fill(9))];
  const p50 = (create: CreatePart, measurement: string, time: number) =>
    runPart(create, late(time)).get(`${measurement},source=x delay_p50`)!.get(T0)!;
  expect(p50(ofHours, 'radius_hour', 9 * HOUR)).toBeGreaterThan(8);
  expect(p50(ofMinutes, 'radius_minute', 10 * MINUTE)).toBeGreaterThan(8);
  expect(p50(ofMinutes, 'radius_minute', 12 * MINUTE)).toBeLessThan(1);
});

test('rows of minutes are removed when nothing can change them any more', () => {
  const state = memoryState();
  const part = ofMinutes({ row: (key) => state.row('part', key), rows: () => state.rows('part'), blobs: () => [] });
  for (let minute = 0; minute < 100; minute++) {
    part.record(event(T0 + minute * MINUTE));
    const { rows } = part.drain(T0 + minute * MINUTE);
    state.commit([...rows].map(([key, data]) => ({ part: 'part', key, data })));
  }
  expect([...state.rows('part')].filter(([key]) => /\d/.test(key))).toHaveLength(11);
});
