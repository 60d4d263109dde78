import { expect, test } from 'vitest';
import type { Collector, DeviceReport } from './model/contracts/collector.ts';
import { answeredSeries } from './model/device-series.ts';
import { pollDevices } from './pipeline.ts';

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

test('a store that stays away stops the polling before memory runs out', async () => {
  let measured = 0;
  const reports = Array.from({ length: 3000 }, (_, time) => report('a', time));
  const never = { write: () => new Promise<void>(() => {}) };
  const parts = { store: never, reported: () => {}, stored: () => {}, failed: () => {} };
  void pollDevices(collector(...reports), { ...parts, measured: () => measured++ }, new AbortController().signal);
  for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
  expect(measured).toBeGreaterThanOrEqual(2000);
  expect(measured).toBeLessThan(3000);
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
