import pino from 'pino';
import { expect, test } from 'vitest';
import { createAggregator } from '../aggregate/aggregator.ts';
import { createDetector } from '../detect/detector.ts';
import { loadKinds } from '../detect/kinds.ts';
import type { LogIntake, LogReader } from '../model/contracts/log-reader.ts';
import type { Batch } from '../model/series.ts';
import { MINUTE } from '../model/targets.ts';
import { zone } from '../model/zone.ts';
import { billingRadius } from '../parse/billing-radius/billing-radius.ts';
import { openMemoryState } from '../state/database.ts';
import { createLogState } from '../state/log-state.ts';
import { aliveLine } from '../test/billing-lines.ts';
import { manualClock } from '../test/manual-clock.ts';
import { memoryStore } from '../test/memory-store.ts';
import { logSource } from './log-source.ts';

const T0 = Date.UTC(2026, 10, 24, 10);
const INTAKE: LogIntake = { files: [{ path: '/log', offset: 1, size: 8 }], unread: 7 };

/** A source whose lines are handed over by the test. */
function startSource(store = memoryStore()) {
  const state = createLogState(openMemoryState().database, 'billing');
  const clock = manualClock(T0);
  const ready = Promise.withResolvers<(lines: string) => Promise<void>>();
  const measured: Batch[] = [];
  const ending = new AbortController();
  const reader: LogReader = {
    async read(take, idle, signal) {
      let offset = 0;
      ready.resolve(async (lines) => {
        const bytes = Buffer.from(lines, 'latin1');
        offset += bytes.length;
        const position = { fingerprint: 'a', path: '/log', offset };
        await take({ bytes, position, head: bytes, modified: clock.now(), end: false });
        await idle();
      });
      await new Promise((done) => signal.addEventListener('abort', done));
    },
    intake: () => INTAKE,
  };
  const source = logSource({
    ...{
      name: 'billing',
      zone: 'UTC',
      format: billingRadius,
      formats: [billingRadius],
      state,
      createReader: () => reader,
      clock,
    },
    createAggregator: () =>
      createAggregator({ source: 'billing', zone: zone('UTC'), interimPeriod: 60 * MINUTE, state }),
    ...{ store, logger: pino({ level: 'silent' }), stored() {} },
    measured: (batch) => measured.push(batch),
  });
  const running = source.run(ending.signal);
  return {
    ...{ source, clock, measured },
    write: async (lines: string) => (await ready.promise)(lines),
    async end() {
      ending.abort();
      await running;
    },
  };
}

test('a report tells rate, lag, what is unread and an example of what cannot be read', async () => {
  const { source, clock, write, end } = startSource();
  await clock.advance(0);
  expect(source.report()).toMatchObject({ lines: 0, newest: null, lagSeconds: null, silentSeconds: null });
  await write(`${aliveLine(T0 - 3000, 'UTC')}first\nsecond \x07\n`);
  await clock.advance(10_000);
  expect(source.report()).toEqual({
    ...{ name: 'billing', format: 'billing-radius', lines: 3, unreadable: { 'foreign text': 2 } },
    examples: { 'foreign text': 'second \\x07' },
    ...{ linesPerSecond: 0.3, newest: T0 - 3000, lagSeconds: 13, silentSeconds: 5, unreadOctets: 7 },
    ...{ filesRead: 1, files: INTAKE.files, receiver: null, problem: null },
  });
  await end();
});

test('a line from a clock that runs far ahead is an example too', async () => {
  const { source, write, end } = startSource();
  await write(aliveLine(T0 + 48 * 60 * MINUTE, 'UTC'));
  expect(source.report().examples).toEqual({ 'impossible date': 'dated 2026-11-26T10:00:00.000Z' });
  await end();
});

/** What is detected in what was measured, minute by minute. */
function detected(measured: readonly Batch[]) {
  const detector = createDetector({ kinds: loadKinds(), limits: () => undefined });
  return measured.flatMap((batch) => {
    const time = batch[0]!.times[0]! + MINUTE;
    return detector
      .observe(batch)
      .map(({ kind, condition, qualifier }) => [(time - T0) / MINUTE, kind, condition, qualifier]);
  });
}

test('a source that falls silent is an incident after a quarter of an hour, until it is heard again', async () => {
  const { clock, measured, write, end } = startSource();
  for (let minute = 0; minute < 25; minute++) {
    if (minute < 3 || minute > 20) await write(aliveLine(clock.now(), 'UTC'));
    await clock.advance(MINUTE);
  }
  expect(detected(measured)).toEqual([
    [18, 'log-silent', 'active', 'billing'],
    [22, 'log-silent', 'clear', 'billing'],
  ]);
  await end();
});

test('a source whose lines cannot be read is an incident after three minutes, one bad line is none', async () => {
  const { clock, measured, write, end } = startSource();
  for (let minute = 0; minute < 20; minute++) {
    const isBad = (minute >= 5 && minute < 10) || minute === 15;
    await write(isBad ? 'nonsense\n' : aliveLine(clock.now(), 'UTC'));
    await clock.advance(MINUTE);
  }
  expect(detected(measured)).toMatchObject([
    [8, 'log-unreadable', 'active', 'billing'],
    [11, 'log-unreadable', 'clearing', 'billing'],
    [13, 'log-unreadable', 'clear', 'billing'],
  ]);
  await end();
});

test('a source is not called silent while its lines wait for the store', async () => {
  const back = Promise.withResolvers<void>();
  const { clock, measured, write, end } = startSource({ ...memoryStore(), write: () => back.promise });
  await write(aliveLine(T0, 'UTC'));
  // A line two hours later makes an hour complete, which waits to be written.
  const waiting = write(aliveLine(T0 + 120 * MINUTE, 'UTC'));
  await clock.advance(25 * MINUTE);
  expect(detected(measured)).toEqual([]);
  back.resolve();
  await waiting;
  await clock.advance(20 * MINUTE);
  expect(detected(measured).map(([, kind]) => kind)).toEqual(['log-silent']);
  await end();
});
