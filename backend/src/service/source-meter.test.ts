import { expect, test } from 'vitest';
import { sourceMeter } from './source-meter.ts';

const SECOND = 1000;
const counts = (lines: number, bad = 0, newest?: number) => ({ lines, unreadable: { empty: bad }, newest });

test('the rate is that of the last minute', () => {
  const meter = sourceMeter();
  expect(meter.linesPerSecond()).toBeNull();
  meter.note(0, counts(1000));
  expect(meter.linesPerSecond()).toBeNull();
  meter.note(5 * SECOND, counts(1050));
  expect(meter.linesPerSecond()).toBe(10);
  for (let second = 10; second <= 120; second += 5) meter.note(second * SECOND, counts(1050 + second * 100));
  expect(meter.linesPerSecond()).toBe(100);
  for (let second = 125; second <= 180; second += 5) meter.note(second * SECOND, counts(13_050));
  expect(meter.linesPerSecond()).toBe(0);
});

test('unreadable is a part of the lines of the last minute', () => {
  const meter = sourceMeter();
  meter.note(0, counts(1000, 900));
  expect(meter.unreadablePercent()).toBeNull();
  meter.note(30 * SECOND, counts(1100, 925));
  expect(meter.unreadablePercent()).toBe(25);
  meter.note(95 * SECOND, counts(1100, 925));
  expect(meter.unreadablePercent()).toBeNull();
});

test('it was heard when its lines grew, or when its newest line says so after a start', () => {
  const meter = sourceMeter();
  meter.note(100 * SECOND, counts(5, 0, 40 * SECOND));
  expect(meter.heard()).toBe(40 * SECOND);
  meter.note(105 * SECOND, counts(5, 0, 40 * SECOND));
  expect(meter.heard()).toBe(40 * SECOND);
  meter.note(110 * SECOND, counts(6, 1, 40 * SECOND));
  expect(meter.heard()).toBe(110 * SECOND);
  const fresh = sourceMeter();
  fresh.note(0, counts(0));
  expect(fresh.heard()).toBeUndefined();
});

test('counts that go back after a fault begin anew', () => {
  const meter = sourceMeter();
  meter.note(0, counts(100));
  meter.note(5 * SECOND, counts(40));
  expect(meter.linesPerSecond()).toBeNull();
  meter.note(10 * SECOND, counts(90));
  expect(meter.linesPerSecond()).toBe(10);
});
