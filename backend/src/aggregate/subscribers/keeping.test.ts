import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ANOMALY_NAMES, type AnomalyLimits } from '../../model/subscribers.ts';
import { SubscriberHour } from './hour.ts';
import { hourKeeping, rowKey } from './keeping.ts';
import { keyText } from './keys.ts';
import { userRowWriter } from './user-rows.ts';
import { IS_FAILED, IS_STOP } from './waiting-events.ts';

const START = 7_200_000;
const SIZE = 4;
/** So that everyone with anything is listed. */
const LIMITS = Object.fromEntries(ANOMALY_NAMES.map((name) => [name, 0])) as unknown as AnomalyLimits;

const event = fc.record({
  user: fc.nat({ max: 30 }),
  marks: fc.constantFrom(0, IS_FAILED, IS_STOP, IS_FAILED | IS_STOP),
  input: fc.constantFrom(Number.NaN, 0, 1, 2 ** 32, 2 ** 32 + 5, 3 * 2 ** 40),
  output: fc.constantFrom(Number.NaN, 0, 7),
});
const step = fc.record({
  events: fc.array(event, { maxLength: 12 }),
  removed: fc.nat({ max: 3 }),
  restart: fc.boolean(),
});

test('what is counted of an hour outlives restarts after any drain, however late stale rows are removed', () => {
  const writer = userRowWriter();
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const rows = new Map<string, Uint8Array>();
      const once = new SubscriberHour(LIMITS);
      let hour = new SubscriberHour(LIMITS);
      let keeping = hourKeeping(START, SIZE);
      let stale: string[] = [];
      for (const { events, removed, restart } of steps) {
        for (const { user, ...more } of events) {
          const key = Buffer.from(`user-${'x'.repeat(user % 7)}${user}`);
          for (const each of [once, hour]) each.count(more, { bytes: key, start: 0, end: key.length });
        }
        const drained = keeping.drain(hour, writer);
        for (const [key, row] of drained.rows) rows.set(key, row);
        stale.push(...drained.stale);
        for (const key of stale.splice(0, removed)) rows.delete(key);
        if (!restart) continue;
        hour = new SubscriberHour(LIMITS);
        keeping = hourKeeping(START, SIZE);
        stale = [];
        for (const [key, row] of [...rows].sort(([a], [b]) => (a < b ? -1 : 1))) {
          const { kind, number } = rowKey(key)!;
          keeping.restore(hour, kind, number, row);
        }
        expect(new Set(keeping.keys())).toEqual(new Set(rows.keys()));
        expect(hour.lists(keyText)).toEqual(once.lists(keyText));
      }
      expect(hour.lists(keyText)).toEqual(once.lists(keyText));
      for (const key of [...stale, ...keeping.keys()]) rows.delete(key);
      expect([...rows.keys()]).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('the rows of an hour that goes on for long are a few times its users', () => {
  const writer = userRowWriter();
  const rows = new Map<string, Uint8Array>();
  const hour = new SubscriberHour(LIMITS);
  const keeping = hourKeeping(START);
  const users = 5000;
  for (let turn = 0; turn < 400; turn++) {
    for (let index = 0; index < 500; index++) {
      const key = Buffer.from(`subscriber-${(turn * 7919 + index * 31) % users}`);
      hour.count({ marks: 0, input: 5, output: 6 }, { bytes: key, start: 0, end: key.length });
    }
    const drained = keeping.drain(hour, writer);
    for (const [key, row] of drained.rows) rows.set(key, row);
    for (const key of drained.stale) rows.delete(key);
  }
  const octets = [...rows.values()].reduce((sum, row) => sum + row.length, 0);
  expect(octets / users).toBeLessThan(200);
});
