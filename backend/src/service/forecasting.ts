import type { Logger } from 'pino';
import { reason } from '../errors.ts';
import { type Clock, systemClock } from '../model/clock.ts';
import type { Forecaster } from '../model/contracts/forecaster.ts';
import type { Snapshot } from '../model/contracts/snapshot.ts';
import type { Store } from '../model/contracts/store.ts';
import { type Batch, batchSize } from '../model/series.ts';
import { HOUR } from '../model/targets.ts';
import { forecastFlow } from '../pipeline.ts';

const SNAPSHOT_PERIOD = 600_000;
/** What is learnt from the store after a start: the forecaster's whole memory. */
const RELEARNT = 56 * 24 * HOUR;
const RETRY = 5000;

/** What is counted of the forecasting. */
export interface ForecastingMeter {
  samples(count: number): void;
  /** So many forecasts were made of a batch in so many seconds. */
  forecasts(count: number, seconds: number): void;
}

export interface ForecastingParts {
  readonly forecaster: Forecaster;
  readonly snapshot: Snapshot;
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly meter: ForecastingMeter;
  readonly signal: AbortSignal;
}

/** The forecasting of all hourly series: it goes on from its snapshot and from what the store has beyond it. */
export async function startForecasting(parts: ForecastingParts) {
  const { forecaster, snapshot, store, clock, logger, meter, signal } = parts;
  const saved = await snapshot.read();
  if (saved) await forecaster.restore(saved).catch((error) => logger.warn(reason(error)));
  let closed = false;
  let snapshotDue = Date.now() + SNAPSHOT_PERIOD;
  const flow = forecastFlow({
    forecaster,
    store,
    async made(forecasts, seconds) {
      meter.forecasts(forecasts.length, seconds);
      if (Date.now() < snapshotDue) return;
      snapshotDue = Date.now() + SNAPSHOT_PERIOD;
      await snapshot.write(await forecaster.snapshot());
    },
    failed(error) {
      if (!signal.aborted && !closed) logger.error(`forecasting: ${reason(error)}`);
    },
  });
  const caughtUp = catchUp();
  return {
    /** Takes samples that were stored just now. */
    stored(batch: Batch): void {
      meter.samples(batchSize(batch));
      const hourly = batch.filter(({ series }) => series.step === HOUR);
      if (hourly.length > 0) void caughtUp.then(() => flow.push(hourly));
    },
    learning: () => forecaster.learning(),
    /** Resolves when everything taken is learnt, stored and kept. */
    async finish(): Promise<void> {
      await caughtUp;
      await flow.settled();
      await snapshot.write(await forecaster.snapshot());
    },
    async close(): Promise<void> {
      closed = true;
      await forecaster.close();
    },
  };

  /** Learns what the store has, before anything newer; waits for a store that is away. */
  async function catchUp(): Promise<void> {
    while (!signal.aborted && !closed) {
      try {
        const range = { from: clock.now() - RELEARNT, to: Number.MAX_SAFE_INTEGER };
        flow.push(await Array.fromAsync(store.query({ measurement: 'radius' }, range)));
        return;
      } catch (error) {
        logger.warn(`forecasting waits for the store: ${reason(error)}`);
        await systemClock.sleep(RETRY, signal).catch(() => {});
      }
    }
  }
}
