import { expect, test } from 'vitest';
import type { SnmpValue } from '../protocol/values.ts';
import { limitsOf } from './limits.ts';
import { profileSchema, type SensorTable } from './schema.ts';

const tableOf = (fields: object): SensorTable =>
  profileSchema.parse({
    name: 'x',
    sensor: [{ kind: 'optical', columns: {}, description: 'x', ...fields }],
  }).sensor[0]!;

const limits = (fields: object, values: Readonly<Record<string, SnmpValue>>, thresholds: [number, number][] = []) => {
  const table = tableOf(fields);
  const all = thresholds.map(([relation, value]) => ({ relation, value }));
  return limitsOf(table, table.value, (name) => values[name] ?? null, all);
};

const power = { column: 'power', divide: 100, missing: [0, -1] };

test('a limit that is a name is measured as the value is, and may be zero', () => {
  const fields = { value: power, limits: { lowCritical: 'low', lowWarning: 'other', highCritical: 'high' } };
  expect(limits(fields, { low: -2000, high: 0 })).toEqual({ lowCritical: -20, highCritical: 0 });
});

test('a limit may have a measure of its own', () => {
  const fields = { value: power, limits: { highCritical: { column: 'high', divide: 10 } } };
  expect(limits(fields, { high: 30 })).toEqual({ highCritical: 3 });
});

test('limits that are all alike, or zero, are none', () => {
  const fields = { value: power, limits: { lowCritical: 'low', highCritical: 'high' } };
  expect(limits(fields, { low: -4000, high: -4000 })).toBeUndefined();
  expect(limits(fields, { high: 0 })).toBeUndefined();
  expect(limits(fields, {})).toBeUndefined();
});

test('of thresholds on one side the nearest is the warning and the farthest critical', () => {
  const four: [number, number][] = [
    [4, 9000],
    [4, 8500],
    [2, -500],
    [1, -1000],
  ];
  expect(limits({ value: power }, {}, four)).toEqual({
    lowCritical: -10,
    lowWarning: -5,
    highWarning: 85,
    highCritical: 90,
  });
  expect(limits({ value: power }, {}, [[3, 7000]])).toEqual({ highCritical: 70 });
  expect(limits({ value: power }, {}, [[5, 7000]])).toBeUndefined();
});

test('thresholds have the scale of their sensor', () => {
  const value = { column: 'power', sensor: { scale: 'scale', precision: 'precision' } };
  expect(limits({ value }, { scale: 8, precision: 1 }, [[4, 33_000]])).toEqual({ highCritical: 3.3 });
});
