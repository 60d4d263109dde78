import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Configuration } from './configuration.ts';
import { PresageError, reason } from './errors.ts';
import { acceleratedClock, type Clock } from './model/clock.ts';
import type { Simulation } from './model/contracts/simulation.ts';
import type { Store } from './model/contracts/store.ts';
import { v2c } from './model/credentials.ts';
import { isForecastInSteps } from './model/device-series.ts';
import { createResampler, stepName, stepSeries } from './model/resample.ts';
import type { Batch } from './model/series.ts';
import { HOUR, MINUTE } from './model/targets.ts';
import { zone } from './model/zone.ts';
import type { PolledDevice } from './polled-devices.ts';
import { createDemoLog, newestDemoLine } from './simulate/demo-log.ts';
import { createFaults } from './simulate/network/faults.ts';
import { createDemoNetwork } from './simulate/network/network.ts';
import { createSubscribers } from './simulate/subscribers.ts';
import { demoFaults } from './state/demo-faults.ts';

const DAY = 24 * HOUR;
const SUBSCRIBERS = 300;
const LOG_HISTORY_DAYS = 21;
const DEVICE_HISTORY = 14 * DAY;
/** The newest part of the devices' history is in minutes, the older one in means of five. */
const MINUTES_HISTORY = 2 * DAY;
const COARSE = 5 * MINUTE;
/** A hole in the devices' history is filled when it is longer: a first start that was cut short, or a demo not run for long. */
const LONGEST_HOLE = 3 * HOUR;
/** Milliseconds between two writings of the log, and between two looks at it. */
const LOG_PERIOD = 1000;
/** An agent on loopback answers at once; waiting longer would let an accelerated clock run away. Real milliseconds. */
const TIMEOUT = 250;
const COMMUNITY = 'public';

/** The demo network: simulated subscribers, devices and their faults. */
export interface Demo {
  readonly clock: Clock;
  readonly devices: readonly PolledDevice[];
  readonly simulation: Simulation;
  /** Real milliseconds between two looks at the log. */
  readonly logPeriod: number;
  /** Brings the log up to the time of the clock: a whole history at the first start. */
  prepareLog(signal: AbortSignal): Promise<void>;
  /** The same for the series of the devices. */
  prepareDevices(store: Store, signal: AbortSignal): Promise<void>;
  /** Goes on with them until the signal. */
  run(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface DemoOptions {
  readonly configuration: Configuration;
  readonly database: DatabaseSync;
  readonly speed: number;
  readonly seed: number;
  /** True: something breaks by itself now and then. */
  readonly faults: boolean;
  readonly say: (text: string) => void;
}

/** Opens the demo network of a data folder; its devices answer on loopback from now on. */
export async function openDemo({ configuration, database, speed, seed, say, ...options }: DemoOptions): Promise<Demo> {
  const folder = join(configuration.data, 'log');
  mkdirSync(folder, { recursive: true });
  const place = zone(configuration.zone);
  const begun = await newestDemoLine(folder, place);
  const clock = acceleratedClock(Math.max(Date.now(), begun ?? 0), speed);
  const faults = createFaults({ seed, clock, spontaneous: options.faults, ...demoFaults(database) });
  const network = createDemoNetwork({ seed, subscribers: SUBSCRIBERS, zone: place, clock, faults: faults.courses });
  await network.listen();
  const subscribers = createSubscribers({ seed, subscribers: SUBSCRIBERS, zone: place, outages: faults.outages });
  const writePeriod = Math.max(100, LOG_PERIOD / Math.sqrt(speed));
  const log = createDemoLog({ folder, subscribers, zone: place, clock, historyDays: LOG_HISTORY_DAYS, writePeriod });
  return {
    clock,
    devices: network.devices.map(({ address, ...device }) => ({
      device: { ...device, address: `${address.host}:${address.port}` },
      access: { ...address, credentials: [v2c(COMMUNITY)], timeout: TIMEOUT, retries: 1, profile: undefined },
    })),
    simulation: faults,
    logPeriod: writePeriod,
    async prepareLog(signal) {
      if (begun === undefined) {
        say(`Writing ${LOG_HISTORY_DAYS} days of history of ${SUBSCRIBERS} simulated subscribers …`);
      }
      await log.prepare(signal);
    },
    async prepareDevices(store, signal) {
      const newest = await store.latest({ measurement: 'cpu', tags: { step: stepName(HOUR) } });
      const now = clock.now();
      const first = Math.floor((now - DEVICE_HISTORY) / HOUR) * HOUR;
      const from = Math.max(first, ...newest.map(({ times }) => times[0]! + HOUR));
      if (now - from > LONGEST_HOLE) await writeHistory(network.history, store, from, now, signal);
    },
    run: (signal) =>
      log.run(signal).catch((error) => {
        const message = `${folder}: the log of the demo network cannot be written (${reason(error)}); make room or set --data`;
        throw new PresageError('DATA_FOLDER_UNUSABLE', message, { cause: error });
      }),
    close: network.close,
  };
}

/** Writes what the devices would have shown from `from`, a full hour, until `now`. */
async function writeHistory(
  history: (from: number, to: number, step: number) => AsyncIterable<Batch>,
  store: Store,
  from: number,
  now: number,
  signal: AbortSignal,
): Promise<void> {
  const minutes = Math.max(from, Math.floor((now - MINUTES_HISTORY) / HOUR) * HOUR);
  const hours = createResampler([HOUR]);
  // One sample more than is needed completes the last hour.
  for await (const batch of history(from, minutes + COARSE, COARSE)) {
    if (signal.aborted) return;
    const coarse = batch
      .map((block) => ({ ...block, series: { ...block.series, step: COARSE } }))
      .filter(({ series }) => isForecastInSteps(series));
    const means = coarse.map((block) => ({ ...block, series: stepSeries(block.series, COARSE) }));
    await store.write([...means, ...hours.push(coarse)]);
  }
  const both = createResampler([COARSE, HOUR]);
  for await (const batch of history(minutes, Math.floor(now / MINUTE) * MINUTE, MINUTE)) {
    if (signal.aborted) return;
    await store.write([...batch, ...both.push(batch.filter(({ series }) => isForecastInSteps(series)))]);
  }
}
