import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createForecaster } from '../../backend/src/forecast/forecaster.ts';
import { normalScore, randomOf } from '../../backend/src/model/random.ts';
import type { Batch, Series } from '../../backend/src/model/series.ts';
import { HOUR } from '../../backend/src/model/targets.ts';
import { print } from './figure.ts';
import { hourlySeries } from './ours.ts';

const DAY = 24;
const HORIZON = 24;
const START = Date.UTC(2026, 0, 5);
/** Enough that the states do not fit into a processor's cache; five weeks so that every lag is in use. */
const LEARNED = { series: 400, hours: 5 * 7 * DAY };
const TIMED_HOURS = 2 * DAY;
const SNAPSHOT = { series: 10_000, hours: 3 * DAY };
const HOURLY_SERIES = 100_000;
const BARS = { update: 0.06, bytes: 64 * 1024, hour: 10, snapshot: 2 };

/** What forecasts cost: an update, the memory of a series, an hour of 100,000 series, a snapshot of 10,000. */
export async function benchCost(): Promise<void> {
  await benchUpdate();
  await benchSnapshot();
}

async function benchUpdate(): Promise<void> {
  const { series, hours } = LEARNED;
  const all = seriesOf(series);
  const forecaster = createForecaster({ horizon: HORIZON });
  // What all series share (the net, the priors) is there once the first one is forecast.
  await learn(forecaster, [hourlySeries('first')], 0, hours);
  const before = memoryInUse();
  await learn(forecaster, all, 0, hours);
  const bytes = (memoryInUse() - before) / series;
  const begun = process.cpuUsage();
  await learn(forecaster, all, hours, hours + TIMED_HOURS);
  const milliseconds = cpuSince(begun) / (series * TIMED_HOURS);
  await forecaster.close();
  print({ name: 'update.ms', value: milliseconds, unit: 'ms', bar: BARS.update });
  print({ name: 'series.bytes', value: bytes, unit: 'bytes', bar: BARS.bytes });
  const seconds = (milliseconds * HOURLY_SERIES) / 1000;
  print({ name: 'hour_of_100000_series.cpu', value: seconds, unit: 's', bar: BARS.hour });
}

async function benchSnapshot(): Promise<void> {
  const { series, hours } = SNAPSHOT;
  const forecaster = createForecaster({ horizon: HORIZON });
  await learn(forecaster, seriesOf(series), 0, hours);
  const begun = performance.now();
  const parts = await Array.fromAsync(forecaster.snapshot());
  const writing = performance.now() - begun;
  await forecaster.close();
  const bytes = Buffer.concat(parts);
  const restored = createForecaster({ horizon: HORIZON });
  const written = performance.now();
  await restored.restore(bytes);
  const reading = performance.now() - written;
  await restored.close();
  print({ name: 'snapshot.s', value: writing / 1000, unit: 's' });
  print({ name: 'restore.s', value: reading / 1000, unit: 's' });
  print({ name: 'snapshot_and_restore.s', value: (writing + reading) / 1000, unit: 's', bar: BARS.snapshot });
  print({ name: 'snapshot.bytes', value: bytes.length / series, unit: 'bytes' });
}

const seriesOf = (count: number) => Array.from({ length: count }, (_, index) => hourlySeries(`series ${index}`));

/** Learns hour after hour of all series at once, as they come in operation. */
async function learn(
  forecaster: ReturnType<typeof createForecaster>,
  all: readonly Series[],
  from: number,
  to: number,
): Promise<void> {
  for (let hour = from; hour < to; hour++) {
    const random = randomOf(hour);
    const load = 1000 - 600 * Math.cos((hour * Math.PI) / 12);
    const batch: Batch = all.map((series) => ({
      series,
      times: [START + hour * HOUR],
      values: [Math.max(0, load + 50 * normalScore(random))],
    }));
    await forecaster.observe(batch);
  }
}

/** Milliseconds of processor time since a reading. */
function cpuSince(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

/** Bytes in use once nothing useless is kept. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
