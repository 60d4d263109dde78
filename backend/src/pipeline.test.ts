import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createAggregator } from './aggregate/aggregator.ts';
import { createWorkerForecaster } from './forecast/worker-forecaster.ts';
import { systemClock } from './model/clock.ts';
import type { Aggregator } from './model/contracts/aggregator.ts';
import type { Collector, DeviceReport } from './model/contracts/collector.ts';
import type { Observed } from './model/contracts/forecaster.ts';
import type { LogPiece, LogReader } from './model/contracts/log-reader.ts';
import type { LogPosition, LogState } from './model/contracts/log-state.ts';
import type { LogFormat } from './model/contracts/parser.ts';
import { answeredSeries } from './model/device-series.ts';
import { accuracySeries } from './model/forecast-quality.ts';
import { type Batch, seriesKey } from './model/series.ts';
import { HOUR, targetSeries } from './model/targets.ts';
import { zone } from './model/zone.ts';
import { billingRadius } from './parse/billing-radius/billing-radius.ts';
import { followLog, forecastSamples, pollDevices } from './pipeline.ts';
import { openMemoryState } from './state/database.ts';
import { createLogState } from './state/log-state.ts';
import { aliveLine } from './test/billing-lines.ts';
import { memoryStore } from './test/memory-store.ts';

const report = (device: string, time: number): DeviceReport => ({
  ...{ device, time, state: 'up', reason: '', reading: undefined, components: [] },
  batch: [{ series: answeredSeries(device), times: [time], values: [1] }],
});
/** Reports one device after another, each when the last one was taken. */
const collector = (...reports: DeviceReport[]): Collector => ({
  async start(emit) {
    for (const one of reports) await emit(one);
  },
});
const timesOf = (batches: readonly DeviceReport['batch'][]) => batches.map(([block]) => block!.times[0]);

test('devices are watched while the store is away, and what they answered is kept when it is back', async () => {
  const back = Promise.withResolvers<void>();
  const measured: DeviceReport['batch'][] = [];
  const stored: DeviceReport['batch'][] = [];
  const reports = Array.from({ length: 500 }, (_, time) => report('a', time));
  const polling = pollDevices(
    collector(...reports),
    {
      store: { write: () => back.promise },
      reported: () => {},
      measured: (batch) => measured.push(batch),
      stored: (batch) => stored.push(batch),
      failed: () => {},
    },
    new AbortController().signal,
  );
  while (measured.length < reports.length) await new Promise(setImmediate);
  expect(stored).toEqual([]);
  back.resolve();
  await polling;
  expect(timesOf(stored)).toEqual(reports.map(({ time }) => time));
});

test('a store that stays away stops neither polling nor watching: what is too much is lost and told', async () => {
  const back = Promise.withResolvers<void>();
  const stored: DeviceReport['batch'][] = [];
  const failures: string[] = [];
  let measured = 0;
  const late = Promise.withResolvers<void>();
  const source: Collector = {
    async start(emit) {
      for (let time = 0; time < 3000; time++) await emit(report('a', time));
      back.resolve();
      await late.promise;
      await emit(report('a', 3000));
    },
  };
  const polling = pollDevices(
    source,
    {
      store: { write: () => back.promise },
      reported: () => {},
      measured: () => measured++,
      stored: (batch) => stored.push(batch),
      failed: (error) => failures.push((error as Error).message),
    },
    new AbortController().signal,
  );
  while (stored.length < 2000) await new Promise(setImmediate);
  expect(measured).toBe(3000);
  late.resolve();
  await polling;
  expect(timesOf(stored)).toEqual([...Array.from({ length: 2000 }, (_, time) => time), 3000]);
  expect(failures).toEqual([
    expect.stringContaining('2000 polls wait'),
    expect.stringContaining('1000 polls were not kept'),
  ]);
});

test('samples that the store refuses are told of, and polling goes on', async () => {
  const failures: unknown[] = [];
  const refused = new Error('full');
  const parts = { reported: () => {}, measured: () => {}, stored: () => {} };
  await pollDevices(
    collector(report('a', 1), report('a', 2)),
    { ...parts, store: { write: () => Promise.reject(refused) }, failed: (error) => failures.push(error) },
    new AbortController().signal,
  );
  expect(failures).toEqual([refused, refused]);
});

test('forecasts are made, and how good they were is stored and told', async () => {
  const store = memoryStore();
  const forecaster = createWorkerForecaster({ horizon: 24 }, { threads: 2 });
  const told: string[] = [];
  const stored = ({ quality }: Observed) => told.push(...quality.map((block) => seriesKey(block.series)));
  const parts = { forecaster, store, means: () => [], isForecast: () => true, stored };
  const series = targetSeries('billing', 'count_failed');
  for (let hour = 0; hour < 240; hour++) {
    const batch = [{ series, times: [hour * HOUR], values: [50 + 30 * Math.sin((hour * Math.PI) / 12) + (hour % 7)] }];
    await forecastSamples(batch, undefined, parts);
  }
  await forecaster.close();
  const mase = accuracySeries(series, 1, 'mase');
  expect(told).toContain(seriesKey(mase));
  const [newest] = await store.latest({ measurement: mase.measurement, tags: mase.tags, field: mase.field });
  expect(newest!.series).toEqual(mase);
  expect(newest!.values[0]).toBeGreaterThan(0);
  expect(newest!.values[0]).toBeLessThan(1);
});

test('many samples are learnt in parts, several at a time, and stored in their order while others are learnt', async () => {
  const series = (index: number) => ({ ...targetSeries('billing', 'count_failed'), tags: { source: String(index) } });
  const batch = Array.from({ length: 50_000 }, (_, index) => ({ series: series(index), times: [0], values: [index] }));
  let [underWay, most, largest] = [0, 0, 0];
  const forecaster = {
    async observe(part: Batch): Promise<Observed> {
      [most, largest] = [Math.max(most, ++underWay), Math.max(largest, part.length)];
      // The later ones are faster.
      await wait((100_000 - part[0]!.values[0]!) / 20_000);
      underWay--;
      return { forecasts: [], quality: part };
    },
  };
  const writes: Batch[] = [];
  const told: Batch[] = [];
  await forecastSamples(batch, undefined, {
    ...{ forecaster, means: () => [], isForecast: () => true },
    store: { write: async (part) => void writes.push(part) },
    stored: ({ quality }) => told.push(quality),
  });
  expect(writes.flat()).toEqual(batch);
  expect(told).toEqual(writes);
  expect(largest).toBeLessThanOrEqual(500);
  expect(most).toBeGreaterThan(1);
});

test('samples of a series are learnt in their order, however long its means take to be stored', async () => {
  const series = targetSeries('billing', 'count_failed');
  const mean = targetSeries('billing', 'mean_delay');
  const times = Array.from({ length: 50_000 }, (_, time) => time);
  const learnt: number[] = [];
  let part = 0;
  await forecastSamples([{ series, times, values: times }], undefined, {
    isForecast: () => true,
    means: () => (part++ % 2 === 0 ? [{ series: mean, times: [part], values: [part] }] : []),
    store: { write: () => wait(5) },
    forecaster: {
      async observe(batch) {
        learnt.push(...batch.filter((block) => block.series === series).flatMap((block) => block.times));
        return { forecasts: [], quality: [] };
      },
    },
    stored: () => {},
  });
  expect(part).toBe(3);
  expect(learnt).toEqual(times);
});

test('what the store refuses ends the forecasting of a batch', async () => {
  const refused = new Error('full');
  const batch = [{ series: targetSeries('billing', 'count_failed'), times: [0], values: [1] }];
  const told: unknown[] = [];
  const forecasting = forecastSamples(batch, undefined, {
    ...{ means: () => [], isForecast: () => true, stored: (observed: Observed) => told.push(observed) },
    forecaster: { observe: async (part) => ({ forecasts: [], quality: part }) },
    store: { write: () => Promise.reject(refused) },
  });
  await expect(forecasting).rejects.toBe(refused);
  expect(told).toEqual([]);
});

describe('a log', () => {
  const place = 'Europe/Ulyanovsk';
  const begin = Date.UTC(2026, 9, 1);
  /** A log source whose reader gives these pieces, and what it commits. */
  function sourceOf(pieces: readonly LogPiece[], idles = 1) {
    const { database } = openMemoryState();
    const state = createLogState(database, 'a');
    const commits: LogPosition[][] = [];
    const counting: LogState = {
      ...state,
      commit(positions, changes) {
        const moved = [...positions];
        commits.push(moved);
        state.commit(moved, changes);
      },
    };
    const reader: LogReader = {
      async read(take, idle) {
        for (const piece of pieces) await take(piece);
        for (let count = 0; count < idles; count++) await idle();
      },
    };
    const aggregator = createAggregator({ source: 'a', zone: zone(place), interimPeriod: 2 * HOUR, state: counting });
    const source = { name: 'a', zone: place, format: billingRadius, reader, aggregator, state: counting };
    return { source, commits, aggregator };
  }
  const pieceOf = (file: number, text: string, offset: number): LogPiece => ({
    bytes: Buffer.from(text),
    position: { fingerprint: `f${file}`, path: `/${file}`, offset },
    ...{ head: Buffer.from(text), modified: begin, end: false },
  });
  const parts = () => ({
    store: memoryStore(),
    clock: { ...systemClock, now: () => begin },
    latest: () => Number.MAX_SAFE_INTEGER,
    stored: () => {},
  });

  test('is committed when much of it was read, and when all of it was', async () => {
    const lines = aliveLine(begin, place).repeat(100);
    const pieces = Array.from({ length: 8 }, (_, index) => pieceOf(0, lines, lines.length * (index + 1)));
    const { source, commits, aggregator } = sourceOf(pieces, 5);
    await followLog(source, parts(), new AbortController().signal);
    expect(commits.length).toBeGreaterThan(1);
    expect(commits.length).toBeLessThan(8);
    expect(commits.at(-1)).toEqual([expect.objectContaining({ offset: lines.length * 8 })]);
    expect(aggregator.counts()).toMatchObject({ lines: 800, unreadable: {} });
  });

  test('has lines dated too late: each of them is refused, and all others are counted', async () => {
    const late = aliveLine(begin + HOUR, place);
    const lines = [aliveLine(begin, place), late, aliveLine(begin + 1000, place), late].join('');
    const { source, aggregator } = sourceOf([pieceOf(0, lines, lines.length)]);
    const refused: (string | undefined)[] = [];
    await followLog(
      source,
      {
        ...parts(),
        latest: () => begin + HOUR / 2,
        unreadable: (reason, text) => refused.push(`${reason}: ${text?.()}`),
      },
      new AbortController().signal,
    );
    const told = `impossible date: dated ${new Date(begin + HOUR).toJSON()}`;
    expect(refused).toEqual([told, told]);
    expect(aggregator.counts()).toMatchObject({ lines: 4, unreadable: { 'impossible date': 2 }, newest: begin + 1000 });
  });

  test('whose reading ends before it is idle is committed as far as it was taken', async () => {
    const line = aliveLine(begin, place);
    const { source, commits } = sourceOf([pieceOf(0, line, line.length)], 0);
    await followLog(source, parts(), new AbortController().signal);
    expect(commits).toEqual([[expect.objectContaining({ offset: line.length })]]);
  });

  test('that is written all the time is not asked at each look what time alone completes', async () => {
    const line = aliveLine(begin, place);
    const { source, commits, aggregator } = sourceOf([]);
    const asked: (number | undefined)[] = [];
    const asking: Aggregator = {
      ...aggregator,
      drain(options) {
        asked.push(options?.now);
        return aggregator.drain(options);
      },
    };
    let now = begin;
    const reader: LogReader = {
      async read(take, idle) {
        for (let look = 1; look <= 5; look++) {
          await take(pieceOf(0, line, look * line.length));
          await idle();
          now += 900;
        }
        await idle();
        now += 100;
        await idle();
        await take(pieceOf(0, line, 6 * line.length));
        now += 60_000;
        await idle();
      },
    };
    const clock = { ...systemClock, now: () => now };
    await followLog({ ...source, reader, aggregator: asking }, { ...parts(), clock }, new AbortController().signal);
    expect(asked).toEqual([begin, ...[2, 3, 4, 5].map(() => undefined), begin + 4600, begin + 64_600]);
    expect(commits.flat().map(({ offset }) => offset)).toEqual([1, 2, 3, 4, 5, 6].map((look) => look * line.length));
  });

  test('of thousands of files in turn is read right, also where a piece ends within a line', async () => {
    const line = aliveLine(begin, place);
    const [head, rest] = [line.slice(0, 100), line.slice(100)];
    const files = Array.from({ length: 2000 }, (_, file) => file);
    const first = files.map((file) => pieceOf(file, file % 2 ? line : line + head, file % 2 ? 300 : 400));
    const second = files.map((file) => pieceOf(file, file % 2 ? line : rest, 800));
    const { source, commits, aggregator } = sourceOf([...first, ...second]);
    let made = 0;
    const format: LogFormat = {
      ...billingRadius,
      create(options) {
        made++;
        return billingRadius.create(options);
      },
    };
    await followLog({ ...source, format }, parts(), new AbortController().signal);
    expect(aggregator.counts()).toMatchObject({ lines: 4000, unreadable: {} });
    // Those of files that wait are used again for others.
    expect(made).toBeLessThan(2000);
    const left = commits.flat().filter(({ fingerprint }) => fingerprint === 'f0');
    expect(left.map(({ offset }) => offset)).toEqual([300, 800]);
  });
});
