import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createWorkerForecaster } from './forecast/worker-forecaster.ts';
import type { Collector, DeviceReport } from './model/contracts/collector.ts';
import type { Observed } from './model/contracts/forecaster.ts';
import { answeredSeries } from './model/device-series.ts';
import { accuracySeries } from './model/forecast-quality.ts';
import { type Batch, seriesKey } from './model/series.ts';
import { HOUR, targetSeries } from './model/targets.ts';
import { forecastSamples, pollDevices } from './pipeline.ts';
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
