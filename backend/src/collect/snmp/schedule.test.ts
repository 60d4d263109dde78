import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limitTo, slotsOf, startSpreadOf } from './schedule.ts';

const PERIOD = 60_000;

describe('the slots of a device', () => {
  test('come once a period, without drift, wherever one begins to count', () => {
    const period = fc.integer({ min: 1000, max: 600_000 });
    fc.assert(
      fc.property(fc.string(), period, fc.nat({ max: 2 ** 41 }), (id, length, now) => {
        const slots = slotsOf(id, length);
        const slot = slots.after(now);
        expect(slot > now && slot <= now + length).toBe(true);
        expect(slots.after(slot)).toBe(slot + length);
        expect(slots.after(slot - 1)).toBe(slot);
      }),
    );
  });

  test('are spread evenly over devices, and leave time before the minute ends', () => {
    const phases = Array.from({ length: 1000 }, (_, number) => slotsOf(`edge-${number}`, PERIOD).after(-1));
    expect(Math.max(...phases)).toBeLessThan(0.9 * PERIOD);
    const tenths = Map.groupBy(phases, (phase) => Math.floor(phase / (0.09 * PERIOD)));
    expect(tenths.size).toBe(10);
    for (const devices of tenths.values()) expect(devices.length).toBeGreaterThan(60);
  });

  test('begin within seconds of the start, and go on after a quarter of a period at the soonest', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat({ max: 2 ** 41 }), (id, now) => {
        const slots = slotsOf(id, PERIOD);
        const first = slots.first(now, startSpreadOf(100));
        expect(first - now >= 0 && first - now < 5000).toBe(true);
        const wait = slots.second(first) - first;
        expect(wait > PERIOD / 4 && wait <= 1.25 * PERIOD).toBe(true);
        expect(slots.after(slots.second(first) - 1)).toBe(slots.second(first));
      }),
    );
  });
});

test('thousands of devices begin over a longer time, but each within its period', () => {
  expect(startSpreadOf(10_000)).toBe(50_000);
  const firsts = Array.from({ length: 1000 }, (_, number) => slotsOf(`edge-${number}`, 10_000).first(0, 40_000));
  expect(Math.max(...firsts)).toBeLessThan(10_000);
});

describe('a limit', () => {
  test('runs so many works at a time, the others in order, and goes on after one that failed', async () => {
    const limit = limitTo(2);
    const log: string[] = [];
    const ends = new Map<string, (ok: boolean) => void>();
    const work = (name: string) =>
      limit(() => {
        log.push(name);
        return new Promise<void>((resolve, reject) =>
          ends.set(name, (ok) => (ok ? resolve() : reject(new Error(name)))),
        );
      });
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(work);
    await Promise.resolve();
    expect(log).toEqual(['a', 'b']);
    ends.get('b')!(false);
    await expect(b).rejects.toThrow('b');
    expect(log).toEqual(['a', 'b', 'c']);
    ends.get('a')!(true);
    await a;
    expect(log).toEqual(['a', 'b', 'c', 'd']);
    ends.get('c')!(true);
    ends.get('d')!(true);
    await Promise.all([c, d]);
  });
});
