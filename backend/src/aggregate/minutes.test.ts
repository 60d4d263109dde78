import { expect, test } from 'vitest';
import { MINUTE } from '../model/targets.ts';
import { minuteCounter } from './minutes.ts';
import { authentication, event, type Line, ofNas, runPart, SECOND, type Stored, T0 } from './suite.ts';

const create = minuteCounter.bind(undefined, { source: 'x' });
const minutes = (stored: Stored, field: string) =>
  [...(stored.get(`radius_minute,source=x ${field}`) ?? [])]
    .map(([time, value]) => [(time - T0) / MINUTE, value])
    .sort(([a], [b]) => a! - b!);
const values = (lines: readonly Line[], ...fields: string[]) => {
  const stored = runPart(create, lines);
  return Object.fromEntries(fields.map((field) => [field, stored.get(`radius_minute,source=x ${field}`)?.get(T0)]));
};

test('events are counted by what they are, in the minute of their own date', () => {
  const lines = [
    ...[authentication(T0), authentication(T0 + 1), authentication(T0 + 2, { failed: true })],
    ...(['Start', 'Alive', 'Alive', 'Stop'] as const).map((statusType) => event(T0 + 3, { statusType })),
    event(T0 + 4, { statusType: 'Stop', failed: true, direction: 1 }),
    ...[ofNas(T0 + 5, 'On'), ofNas(T0 + 6, 'Off'), event(T0 + 7, { kind: 'skipped', statusType: undefined })],
    ...[event(T0 + 2 * MINUTE), authentication(T0 + 59 * SECOND)],
  ];
  const counts = {
    ...{ authentication_ok: 3, authentication_failed: 1, accounting_start: 1, accounting_alive: 2, accounting_stop: 2 },
    ...{ accounting_on: 1, accounting_off: 1, skipped: 1, failed: 2 },
  };
  expect(values(lines, ...Object.keys(counts))).toEqual(counts);
});

test('a minute is told three seconds after its end, by a later line or by the clock', () => {
  const part = create({ row: () => undefined, rows: () => [], blobs: () => [] });
  const told = (reached: number) =>
    part.drain(reached).blocks.find(({ series }) => series.field === 'accounting_alive');
  part.record(event(T0 + 30 * SECOND));
  expect(told(T0 + 62 * SECOND)).toBeUndefined();
  expect(told(T0 + 63 * SECOND)).toMatchObject({ times: [T0], values: [1] });
  expect(told(T0 + 64 * SECOND)).toBeUndefined();
  part.record(event(T0 + 64 * SECOND));
  expect(told(T0 + 9 * MINUTE)).toMatchObject({ times: [T0 + MINUTE], values: [1] });
});

test('between two lines no more than ten minutes apart nothing has happened; a longer silence is a gap', () => {
  const lines = [event(T0), event(T0 + 3 * MINUTE), event(T0 + 14 * MINUTE)];
  expect(minutes(runPart(create, lines), 'accounting_alive')).toEqual([
    [0, 1],
    [1, 0],
    [2, 0],
    [3, 1],
    [14, 1],
  ]);
});

test('the percentage of failed authentications is told of twenty or more', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, index) => authentication(T0 + index, { failed: index % 4 === 0 }));
  expect(values(lines(20), 'authentication_failed_percent')).toEqual({ authentication_failed_percent: 25 });
  expect(values(lines(19), 'authentication_failed_percent')).toEqual({ authentication_failed_percent: undefined });
});
