import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { manualClock } from '../../../test/manual-clock.ts';
import { createPace } from './pace.ts';
import { scan } from './scan.ts';

describe('a scan', () => {
  test('asks every address from its begin on once, a few at a time, and tells how far all were asked', async () => {
    const asked: number[] = [];
    const told: number[] = [];
    let open = 0;
    let most = 0;
    await scan({
      ...{ count: 30, from: 10, atOnce: 4, signal: new AbortController().signal },
      async ask(place) {
        asked.push(place);
        most = Math.max(most, ++open);
        // The first takes longest, so that others overtake it.
        await wait(place === 10 ? 30 : 1);
        open--;
        return undefined;
      },
      asked: (_found, before) => told.push(before),
    });
    expect(asked.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, place) => place + 10));
    expect(most).toBe(4);
    expect(told.slice(0, 3)).toEqual([10, 10, 10]);
    expect(told.at(-1)).toBe(30);
  });

  test('ends on the signal, and counts what was not asked to the end as not asked', async () => {
    const stop = new AbortController();
    let before = 0;
    await scan({
      ...{ count: 100, from: 0, atOnce: 2, signal: stop.signal },
      async ask(place) {
        await wait(1);
        if (place === 7) {
          stop.abort();
          throw new Error('aborted');
        }
        return undefined;
      },
      asked: (_found, all) => {
        before = all;
      },
    });
    expect(before).toBe(7);
  });

  test('ends with an error that has another cause', async () => {
    const broken = scan({
      ...{ count: 9, from: 0, atOnce: 2, signal: new AbortController().signal },
      ask: () => Promise.reject(new Error('no socket')),
      asked() {},
    });
    await expect(broken).rejects.toThrow('no socket');
  });
});

test('a pace lets so many pass a second, and nobody after the signal', async () => {
  const clock = manualClock(0);
  const stop = new AbortController();
  const turn = createPace(10, clock, stop.signal);
  let passed = 0;
  const all = Array.from({ length: 25 }, () => turn().then(() => passed++));
  await clock.advance(1000);
  expect(passed).toBe(11);
  stop.abort();
  const settled = await Promise.allSettled(all);
  expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(14);
  await expect(turn()).rejects.toThrow();
});
