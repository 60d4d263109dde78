import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../model/clock.ts';
import { manualClock } from '../../test/manual-clock.ts';
import { createAlarm } from './alarm.ts';

/** A clock that tells how many sleep, and can be set. */
function clockOf(start: number) {
  const steady = manualClock(start);
  let offset = 0;
  const clock: Clock = { ...steady, now: () => steady.now() + offset };
  const set = (by: number) => {
    offset += by;
  };
  return { clock, advance: steady.advance, set };
}

describe('an alarm', () => {
  test('wakes everybody at the time, in order, whatever order they came in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 60 }), async (times) => {
        const { clock, advance } = clockOf(0);
        const { until } = createAlarm(clock, new AbortController().signal);
        const woken: [number, number][] = [];
        const waiting = times.map(async (time) => {
          expect(await until(time)).toBe(true);
          woken.push([time, clock.now()]);
        });
        await advance(1000);
        await Promise.all(waiting);
        expect(woken.map(([time]) => time)).toEqual(times.toSorted((a, b) => a - b));
        expect(woken.every(([time, now]) => time === now)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('wakes at once who comes later and is due sooner, and who is due already', async () => {
    const { clock, advance } = clockOf(100);
    const { until } = createAlarm(clock, new AbortController().signal);
    const log: string[] = [];
    until(10_000).then(() => log.push('last'));
    await advance(10);
    until(500).then(() => log.push('sooner'));
    until(50).then(() => log.push('due'));
    await advance(400);
    expect(log).toEqual(['due', 'sooner']);
    await advance(20_000);
    expect(log).toEqual(['due', 'sooner', 'last']);
  });

  test('wakes all when the clock was set back, so that they think again', async () => {
    const { clock, advance, set } = clockOf(1_000_000);
    const { until } = createAlarm(clock, new AbortController().signal);
    const log: string[] = [];
    until(1_001_000).then(() => log.push('a'));
    until(1_002_000).then(() => log.push('b'));
    set(-900_000);
    await advance(1001);
    expect(log).toEqual(['a', 'b']);
  });

  test('answers false to all on the signal, and after it', async () => {
    const stop = new AbortController();
    const { clock } = clockOf(0);
    const { until } = createAlarm(clock, stop.signal);
    const waiting = [until(10), until(20)];
    stop.abort();
    expect(await Promise.all(waiting)).toEqual([false, false]);
    expect(await until(0)).toBe(false);
  });
});
