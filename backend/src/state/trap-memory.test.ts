import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { alarmSeries } from '../model/device-series.ts';
import { seriesKey } from '../model/series.ts';
import { openMemoryState, openState } from './database.ts';
import { createAlarmMemory, createEngineMemory } from './trap-memory.ts';

test('the engine ID stays over restarts, boots count them, and senders are remembered', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-engines-'));
  const first = openState(folder);
  const memory = createEngineMemory(first.database);
  const { id, boots } = memory.start();
  // RFC 3411: the first bit set, then an enterprise number, a format, and at most 32 octets in all.
  expect([id[0]! >> 7, id[4], id.length <= 32, boots]).toEqual([1, 5, true, 1]);
  memory.save({ engine: '8000aa', boots: 1, time: 5, at: 100 });
  memory.save({ engine: '8000aa', boots: 2, time: 1, at: 200 });
  first.close();
  const second = openState(folder);
  const after = createEngineMemory(second.database);
  expect(after.start()).toEqual({ id: Buffer.from(id), boots: 2 });
  expect(after.senders()).toEqual([{ engine: '8000aa', boots: 2, time: 1, at: 200 }]);
  second.close();
  rmSync(folder, { recursive: true });
});

test('reported alarms are kept by their series', () => {
  const memory = createAlarmMemory(openMemoryState().database);
  const alarm = (part: string, grade: number) => ({
    ...{ series: alarmSeries('a', 'power-failure', { part }), grade, time: 1, until: null, interface: null },
  });
  memory.change([alarm('x', 2), alarm('y', 3)], []);
  memory.change([alarm('x', 4)], [seriesKey(alarm('y', 3).series)]);
  expect(memory.load()).toEqual([alarm('x', 4)]);
});
