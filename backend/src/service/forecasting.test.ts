import pino from 'pino';
import { expect, test, vi } from 'vitest';
import { createForecaster } from '../forecast/forecaster.ts';
import { createWorkerForecaster } from '../forecast/worker-forecaster.ts';
import type { Snapshot } from '../model/contracts/snapshot.ts';
import type { Store } from '../model/contracts/store.ts';
import { type Forecast, forecastSeries, NEWEST_LEAD } from '../model/forecast.ts';
import { stepSeries } from '../model/resample.ts';
import type { Batch, Series, SeriesBlock } from '../model/series.ts';
import { HOUR, MINUTE, sessionSeries, targetSeries } from '../model/targets.ts';
import { memoryStore } from '../test/memory-store.ts';
import { startForecasting } from './forecasting.ts';

// Every start of the service starts threads.
vi.setConfig({ testTimeout: 30_000 });

const HORIZON = 24;
const START = Date.UTC(2026, 0, 5);
const HOURS = 20 * 24;
const series = targetSeries('billing', 'count_failed');

/** Hours whose rhythm is one of days and of weeks. */
const hours = (from: number, to: number): Batch => {
  const all = Array.from({ length: to - from }, (_, index) => from + index);
  const value = (hour: number) => 100 + 50 * Math.sin((hour * Math.PI) / 12) + (hour % 168 < 120 ? 0 : -30);
  return [{ series, times: all.map((hour) => START + hour * HOUR), values: all.map(value) }];
};

/** Runs the forecasting until it has learnt what the store has, and then one hour more; answers what it warned of. */
async function run(zone: string, store: Store, snapshot: Snapshot, hour: number): Promise<string[]> {
  const warnings: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(JSON.parse(line).msg) });
  const clock = { now: () => START + (hour + 1) * HOUR, sleep: () => Promise.resolve() };
  const forecasting = await startForecasting({
    ...{ snapshot, store, clock, logger, ready: Promise.resolve(), signal: new AbortController().signal },
    ...{ made: () => {}, judged: () => {}, meter: { samples: () => {}, forecasts: () => {} } },
    forecaster: createWorkerForecaster({ horizon: HORIZON, zone }, { threads: 2 }),
  });
  const batch = hours(hour, hour + 1);
  await store.write(batch);
  forecasting.stored(batch);
  await forecasting.finish();
  await forecasting.close();
  return warnings;
}

function memorySnapshot(): Snapshot {
  let bytes: Uint8Array | undefined;
  return {
    read: async () => bytes,
    async write(parts) {
      bytes = Buffer.concat(await Array.fromAsync(parts));
    },
    async remove() {
      bytes = undefined;
    },
  };
}

async function newestMean(store: Store): Promise<number[]> {
  const { measurement, tags, field } = forecastSeries(series, NEWEST_LEAD, 'mean');
  const [block] = await Array.fromAsync(store.query({ measurement, tags, field }, { from: 0, to: Infinity }));
  return block!.values.slice(-HORIZON);
}

const learntIn = async (zone: string, to: number): Promise<Forecast> =>
  (await createForecaster({ horizon: HORIZON, zone }).observe(hours(0, to))).at(-1)!;

test('a service goes on from its snapshot; in another zone it learns anew from the store, and says so', async () => {
  const store = memoryStore();
  const snapshot = memorySnapshot();
  await store.write(hours(0, HOURS));
  expect(await run('UTC', store, snapshot, HOURS)).toEqual([]);
  expect(await run('UTC', store, snapshot, HOURS + 1)).toEqual([]);
  expect(await newestMean(store)).toEqual((await learntIn('UTC', HOURS + 2)).mean);
  expect(await run('Asia/Tokyo', store, snapshot, HOURS + 2)).toEqual([
    expect.stringMatching(/zone UTC, the zone now is Asia.Tokyo: series are learnt anew from the store/),
  ]);
  expect(await newestMean(store)).toEqual((await learntIn('Asia/Tokyo', HOURS + 3)).mean);
});

/** Starts the forecasting at a time, with one thread and nothing learnt. */
const startAt = (now: number, store: Store, ready: Promise<void>) =>
  startForecasting({
    ...{ snapshot: memorySnapshot(), store, clock: { now: () => now, sleep: () => Promise.resolve() }, ready },
    ...{ logger: pino({ level: 'silent' }), signal: new AbortController().signal },
    ...{ made: () => {}, judged: () => {}, meter: { samples: () => {}, forecasts: () => {} } },
    forecaster: createWorkerForecaster({ horizon: HORIZON, zone: 'UTC' }, { threads: 1 }),
  });

async function hourlyMeans(store: Store, of: Series): Promise<SeriesBlock | undefined> {
  const { measurement, tags, field } = stepSeries(of, HOUR);
  const [means] = await Array.fromAsync(store.query({ measurement, tags, field }, { from: 0, to: Infinity }));
  return means;
}

test('a log that is read before the history of the devices is there is learnt whole', async () => {
  const store = memoryStore();
  const now = START + 3 * 24 * HOUR;
  const ready = Promise.withResolvers<void>();
  const forecasting = await startAt(now, store, ready.promise);
  const sessions = sessionSeries('billing', '192.0.2.1');
  for (let from = START; from < now; from += 12 * HOUR) {
    const times = Array.from({ length: 12 * 60 }, (_, minute) => from + minute * MINUTE);
    const batch = [{ series: sessions, times, values: times.map((time) => (time - START) / HOUR) }];
    await store.write(batch);
    forecasting.stored(batch);
  }
  ready.resolve();
  await forecasting.finish();
  await forecasting.close();
  const means = await hourlyMeans(store, sessions);
  // The last hour is not over.
  expect(means?.times).toEqual(Array.from({ length: 71 }, (_, hour) => START + hour * HOUR));
});

test('minutes that were stored and never averaged are averaged at the next start, and no mean loses a part', async () => {
  const store = memoryStore();
  const [known, broken, unknown] = ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map((nas) => sessionSeries('billing', nas));
  const now = START + 3 * 24 * HOUR + 20 * MINUTE;
  const times = Array.from({ length: (now - START) / MINUTE }, (_, minute) => START + minute * MINUTE);
  const values = times.map((time) => (time - START) / HOUR);
  const meansOf = (count: number) => Array.from({ length: count }, (_, hour) => hour + 59 / 120);
  const stored = (series: Series, count: number): SeriesBlock => ({
    series: stepSeries(series, HOUR),
    times: Array.from({ length: count }, (_, hour) => START + hour * HOUR),
    values: meansOf(count),
  });
  await store.write([known!, broken!, unknown!].map((series) => ({ series, times, values })));
  await store.write([stored(known!, 72), stored(broken!, 20)]);
  const forecasting = await startAt(now, store, Promise.resolve());
  await forecasting.finish();
  await forecasting.close();
  for (const series of [known!, broken!, unknown!]) {
    const means = await hourlyMeans(store, series);
    expect(means?.times).toEqual(stored(series, 72).times);
    for (const [hour, mean] of meansOf(72).entries()) expect(means?.values[hour]).toBeCloseTo(mean, 9);
  }
});
