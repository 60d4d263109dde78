import { expect, test } from 'vitest';
import type { SnmpSession } from './protocol/session.ts';
import { createTableReader } from './read-rows.ts';

test('columns and objects that several tables name are read once, absent ones not at all', async () => {
  const asked: string[] = [];
  const session: Pick<SnmpSession, 'walk' | 'get'> = {
    async walk(columns) {
      asked.push(...columns);
      return { columns: columns.map((oid) => new Map([['1', `${oid} value`]])), errors: [] };
    },
    async get(oids) {
      asked.push(...oids);
      return { values: oids.map((oid) => (oid === 'none' ? null : oid)), errors: [], denied: false, milliseconds: 1 };
    },
  };
  const reader = createTableReader(session as SnmpSession, ['absent']);
  await reader.columns(['a', 'b'], []);
  const [b, c, absent] = await reader.columns(['b', 'c', 'absent'], []);
  expect([b!.get('1'), c!.get('1'), absent!.size]).toEqual(['b value', 'c value', 0]);
  await reader.objects(['x', 'none'], []);
  expect([...(await reader.objects(['none', 'y', 'x'], [])).keys()]).toEqual(['y', 'x']);
  expect(asked).toEqual(['a', 'b', 'c', 'x', 'none', 'y']);
});
