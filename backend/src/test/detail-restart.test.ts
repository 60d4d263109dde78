import { expect, test } from 'vitest';
import { createAggregator } from '../aggregate/aggregator.ts';
import { systemClock } from '../model/clock.ts';
import type { LogReader } from '../model/contracts/log-reader.ts';
import type { LogState } from '../model/contracts/log-state.ts';
import type { Batch } from '../model/series.ts';
import { HOUR } from '../model/targets.ts';
import { zone } from '../model/zone.ts';
import { freeradiusDetail } from '../parse/freeradius-detail/freeradius-detail.ts';
import { followLog } from '../pipeline.ts';
import { openMemoryState } from '../state/database.ts';
import { createLogState } from '../state/log-state.ts';

const TIME = Date.parse('2026-11-23T15:24:22Z') / 1000;
const entry = (type: string, index: number) =>
  [
    'Mon Nov 23 18:24:22 2026',
    `\tUser-Name = "user${index}"`,
    `\tAcct-Session-Id = "${index}"`,
    `\tAcct-Status-Type = ${type}`,
    '\tNAS-IP-Address = 192.0.2.1',
    `\tTimestamp = ${TIME + index * 600}`,
    '\n',
  ].join('\n');
const text = ['Start', 'Interim-Update', 'Stop', 'Start', 'Failed'].map(entry).join('');

/** Reads from where the state was left up to an offset, as a service that then ends; answers what it has stored. */
async function readUpTo(end: number, state: LogState): Promise<Batch> {
  const start = state.get('f')?.offset ?? 0;
  const piece = {
    bytes: Buffer.from(text.slice(start, end)),
    position: { fingerprint: 'f', path: 'detail', offset: end },
    head: Buffer.from(text),
    modified: TIME * 1000,
    end: end === text.length,
  };
  const reader: LogReader = {
    async read(take, idle) {
      await take(piece);
      if (piece.end) await idle();
    },
  };
  const aggregator = createAggregator({ source: 'x', zone: zone('UTC'), interimPeriod: HOUR, state });
  const stored: Batch[] = [];
  const store = { write: async (batch: Batch) => void stored.push(batch) };
  const clock = { ...systemClock, now: () => TIME * 1000 + 12 * HOUR };
  const source = { name: 'x', zone: 'UTC', format: freeradiusDetail, reader, aggregator, state };
  const parts = { store, clock, latest: () => Number.MAX_SAFE_INTEGER, stored: () => {} };
  await followLog(source, parts, new AbortController().signal);
  return stored.flat();
}

/** All samples by series and time, and how many entries were counted. */
async function outcomeOf(...ends: readonly number[]) {
  const memory = openMemoryState();
  const state = createLogState(memory.database, 'x');
  const samples: Record<string, number> = {};
  for (const end of ends) {
    for (const { series, times, values } of await readUpTo(end, state)) {
      for (const [index, time] of times.entries()) samples[`${series.field} ${time}`] = values[index]!;
    }
  }
  const counts = createAggregator({ source: 'x', zone: zone('UTC'), interimPeriod: HOUR, state }).counts();
  memory.close();
  return { samples, counts };
}

test('an entry that was not whole when Presage ended is counted once, wherever that was', async () => {
  const whole = await outcomeOf(text.length);
  expect(whole.counts).toMatchObject({ lines: 5, unreadable: {} });
  expect(Object.values(whole.samples)).not.toEqual([]);
  const lineEnds = [...text.matchAll(/\n/g)].map(({ index }) => index + 1).slice(0, -1);
  for (const cut of lineEnds) expect(await outcomeOf(cut, text.length)).toEqual(whole);
});
