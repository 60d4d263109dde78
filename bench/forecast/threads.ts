import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { createWorkerForecaster } from '../../backend/src/forecast/worker-forecaster.ts';
import type { Batch } from '../../backend/src/model/series.ts';
import { HOUR } from '../../backend/src/model/targets.ts';
import { forecastSamples } from '../../backend/src/pipeline.ts';
import { print } from './figure.ts';
import { hourlySeries } from './ours.ts';

const SERIES = 20_000;
const LEARNT_HOURS = 48;
const TIMED_HOURS = 3;
const START = Date.UTC(2026, 0, 5);
const MILLISECOND = 1_000_000;
const BAR = 20;

/** How long the main thread is held up while 20,000 series are forecast and kept, in the service's way but for the store. */
export async function benchThreads(): Promise<void> {
  const forecaster = createWorkerForecaster({ horizon: 24 });
  const series = Array.from({ length: SERIES }, (_, index) => ({
    ...hourlySeries('bits'),
    tags: { device: `d${index >> 5}`, component: String(index & 31) },
  }));
  const hour = (at: number): Batch => {
    const load = 1000 - 600 * Math.cos((at * Math.PI) / 12);
    return series.map((one, index) => ({
      series: one,
      times: [START + at * HOUR],
      values: [load + ((index * 7919 + at * 104_729) % 101)],
    }));
  };
  const parts = {
    forecaster,
    store: { write: () => wait(0) },
    means: () => [],
    isForecast: () => true,
    stored: () => {},
  };
  for (let at = 0; at < LEARNT_HOURS; at++) await forecastSamples(hour(at), Number.POSITIVE_INFINITY, parts);
  const hours = Array.from({ length: TIMED_HOURS }, (_, index) => hour(LEARNT_HOURS + index));
  const seconds = await delayed('hour', async () => {
    for (const batch of hours) await forecastSamples(batch, undefined, parts);
  });
  print({ name: 'threads.hour.s', value: seconds / TIMED_HOURS, unit: 's' });
  const taken = await delayed('snapshot', async () => {
    for await (const _ of forecaster.snapshot());
  });
  print({ name: 'threads.snapshot.s', value: taken, unit: 's' });
  await forecaster.close();
}

/** Seconds that some work takes; prints how late the event loop was meanwhile. */
async function delayed(name: string, work: () => Promise<void>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begun = performance.now();
  await work();
  const seconds = (performance.now() - begun) / 1000;
  // The last delay is seen only once the loop has gone on.
  await wait(50);
  delay.disable();
  print({ name: `threads.${name}.delay_p99.ms`, value: delay.percentile(99) / MILLISECOND, unit: 'ms', bar: BAR });
  print({ name: `threads.${name}.delay_most.ms`, value: delay.max / MILLISECOND, unit: 'ms' });
  return seconds;
}
