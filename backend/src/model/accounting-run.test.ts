import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runOf } from '../test/accounting-run.ts';
import { eachSpan } from './accounting-run.ts';
import { HOUR } from './targets.ts';

const hourOf = (time: number) => Math.floor(time / HOUR) * HOUR;

/** The times that each use of a run got, with the start of the hour that was told last. */
function spansOf(times: readonly number[]) {
  const run = runOf(times);
  const spans: { start: number; times: number[] }[] = [];
  let told = Number.NaN;
  const spanAt = (time: number) => {
    told = hourOf(time);
    return { start: told, end: told + HOUR };
  };
  eachSpan(run, spanAt, (from, to) => {
    spans.push({ start: told, times: times.slice(from - run.from, to - run.from) });
  });
  return spans;
}

test('a run within an hour is not cut', () => {
  expect(spansOf([HOUR, 2 * HOUR - 1, HOUR + 5])).toEqual([{ start: HOUR, times: [HOUR, 2 * HOUR - 1, HOUR + 5] }]);
});

test('an entry at the end of an hour belongs to the next one', () => {
  expect(spansOf([HOUR, 2 * HOUR])).toEqual([
    { start: HOUR, times: [HOUR] },
    { start: 2 * HOUR, times: [2 * HOUR] },
  ]);
  expect(spansOf([2 * HOUR, 2 * HOUR - 1])).toEqual([
    { start: 2 * HOUR, times: [2 * HOUR] },
    { start: HOUR, times: [2 * HOUR - 1] },
  ]);
});

test('every entry is used once, in order, with its own hour', () => {
  const time = fc.oneof(
    fc.integer({ min: HOUR, max: 5 * HOUR }),
    fc.integer({ min: 1, max: 5 }).map((hour) => hour * HOUR),
  );
  fc.assert(
    fc.property(fc.array(time, { maxLength: 30 }), (times) => {
      const spans = spansOf(times);
      expect(spans.flatMap((span) => span.times)).toEqual(times);
      for (const { start, times } of spans) for (const time of times) expect(hourOf(time)).toBe(start);
    }),
  );
});
