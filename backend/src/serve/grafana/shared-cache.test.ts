import { describe, expect, test } from 'vitest';
import { sharedCache } from './shared-cache.ts';

const forever = () => new AbortController().signal;

describe('a shared cache', () => {
  test('makes a value once for all who ask while it is under way or young', async () => {
    let time = 0;
    let made = 0;
    const cache = sharedCache<number>(1000, 10, () => time);
    const make = async () => ++made;
    expect(await Promise.all([1, 2, 3].map(() => cache.get('a', make, forever())))).toEqual([1, 1, 1]);
    time = 999;
    expect(await cache.get('a', make, forever())).toBe(1);
    time = 1000;
    expect(await cache.get('a', make, forever())).toBe(2);
    expect(await cache.get('b', make, forever())).toBe(3);
  });

  test('never keeps an error', async () => {
    const cache = sharedCache<number>(1000, 10, () => 0);
    const fail = () => Promise.reject(new Error('away'));
    await expect(cache.get('a', fail, forever())).rejects.toThrow('away');
    expect(await cache.get('a', async () => 5, forever())).toBe(5);
  });

  test('gives a value up when the last of those who wait has gone, not before', async () => {
    const cache = sharedCache<number>(1000, 10, () => 0);
    let given: AbortSignal | undefined;
    const make = (signal: AbortSignal) => {
      given = signal;
      return new Promise<number>(() => {});
    };
    const [one, other] = [new AbortController(), new AbortController()];
    const waiting = [one, other].map(({ signal }) => cache.get('a', make, signal).catch(() => 'gone'));
    one.abort();
    expect(await waiting[0]).toBe('gone');
    expect(given!.aborted).toBe(false);
    other.abort();
    expect(await waiting[1]).toBe('gone');
    expect(given!.aborted).toBe(true);
    expect(await cache.get('a', async () => 7, forever())).toBe(7);
  });

  test('holds no more than its size', async () => {
    const cache = sharedCache<number>(1000, 1, () => 0);
    await cache.get('a', async () => 1, forever());
    await cache.get('b', async () => 2, forever());
    expect(await cache.get('a', async () => 3, forever())).toBe(3);
  });
});
