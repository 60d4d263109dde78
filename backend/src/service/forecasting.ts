import type { Logger } from 'pino';
import { reason } from '../errors.ts';
import { type Clock, systemClock } from '../model/clock.ts';
import type { JudgedForecaster, Observed } from '../model/contracts/forecaster.ts';
import type { Snapshot } from '../model/contracts/snapshot.ts';
import type { Store } from '../model/contracts/store.ts';
import { FORECAST_MEASUREMENTS, isForecastInSteps } from '../model/device-series.ts';
import type { Forecast } from '../model/forecast.ts';
import { HOURLY_FORECAST_MEASUREMENTS, isForecastHourly } from '../model/log-series.ts';
import { createResampler, stepName, stepSeries } from '../model/resample.ts';
import { type Batch, batchSize, type Series, type SeriesBlock, seriesKey } from '../model/series.ts';
import { HOUR, MINUTE } from '../model/targets.ts';
import { forecastSamples } from '../pipeline.ts';
import { createRounds } from './rounds.ts';

const DAY = 24 * HOUR;
const SNAPSHOT_PERIOD = 1_800_000;
const RETRY = 5000;
/** The steps to which series of minutes are averaged, and in which they are forecast; how far back each is learnt and shown. */
const STEPS = [
  { step: 5 * MINUTE, learnt: 14 * DAY, shown: DAY },
  { step: HOUR, learnt: 56 * DAY, shown: 7 * DAY },
];
/** How far back forecasts are shown of what is averaged late. */
const SHOWN = 7 * DAY;
/** Series of weeks learnt at a time, so that what is measured meanwhile need not wait for all. */
const SERIES_AT_ONCE = 15;
/** What is learnt anew of the hours of the logs after a start: the forecaster's whole memory. */
const LOG_LEARNT = 56 * DAY;
/** What a snapshot may not know: it is younger than this, also in an accelerated demo. */
const BEYOND_SNAPSHOT = 3 * DAY;
/** Minutes whose means may not have been stored when the program ended; a series that lacks those of more is behind. */
const UNFINISHED = 3 * HOUR;

/** What is counted of the forecasting. */
export interface ForecastingMeter {
  samples(count: number): void;
  /** So many forecasts were made of a batch in so many seconds. */
  forecasts(count: number, seconds: number): void;
}

export interface ForecastingParts {
  readonly forecaster: JudgedForecaster;
  readonly snapshot: Snapshot;
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly meter: ForecastingMeter;
  /** Resolves when the store has the history that is to be learnt. */
  readonly ready: Promise<void>;
  /** Told of forecasts that are stored. */
  readonly made: (forecasts: readonly Forecast[]) => void;
  /** Told of what is stored about their quality. */
  readonly judged: (batch: Batch) => void;
  readonly signal: AbortSignal;
}

/**
 * The forecasting of hourly series, and of series of minutes averaged to five minutes and hours. The means are series of
 * their own in the store. It goes on from its snapshot and from what the store has beyond it.
 */
export async function startForecasting(parts: ForecastingParts) {
  const { forecaster, snapshot, store, clock, logger, meter, signal } = parts;
  const restored = await goOn();
  const resampler = createResampler(STEPS.map(({ step }) => step));
  let closed = false;
  /** What knows only a part of the past is not kept: the next start would take it for the whole. */
  let complete = false;
  /** The earliest sample of each series of minutes that waits until the past is learnt. */
  const waitingFrom = new Map<string, number>();
  let snapshotDue = Date.now() + SNAPSHOT_PERIOD;
  const flow = {
    forecaster,
    store,
    means: (batch: Batch) => resampler.push(batch.filter(({ series }) => isForecastInSteps(series))),
    isForecast: (series: Series) => series.tags.step !== undefined || isForecastHourly(series),
  };
  const round = async (batch: Batch, from: number | undefined) => {
    const begun = performance.now();
    let count = 0;
    const stored = ({ forecasts, quality }: Observed) => {
      count += forecasts.length;
      parts.made(forecasts);
      if (quality.length > 0) parts.judged(quality);
    };
    await forecastSamples(batch, from, { ...flow, stored });
    if (count > 0) meter.forecasts(count, (performance.now() - begun) / 1000);
    if (complete && Date.now() >= snapshotDue) await keep();
  };
  const rounds = createRounds(round, (error) => {
    if (!signal.aborted && !closed) logger.error(`forecasting: ${reason(error)}`);
  });
  const hoursKnown = caughtUp(learnHours);
  const minutesKnown = Promise.all([hoursKnown, parts.ready]).then(() => caughtUp(learnMinutes));
  return {
    /** Takes samples that were stored just now. */
    stored(batch: Batch): void {
      meter.samples(batchSize(batch));
      const hourly = batch.filter(({ series }) => isForecastHourly(series));
      const others = batch.filter(({ series }) => isForecastInSteps(series));
      if (hourly.length > 0) void hoursKnown.then(() => rounds.push(hourly));
      if (!complete) noteWaiting(others);
      if (others.length > 0) void minutesKnown.then(() => rounds.push(others));
    },
    learning: () => forecaster.learning(),
    explain: (key: string, lead: number) => forecaster.explain(key, lead),
    forecast: (key: string, leads: number) => forecaster.forecast(key, leads),
    /** Resolves when everything taken is learnt, stored and kept. */
    async finish(): Promise<void> {
      await minutesKnown;
      await rounds.settled();
      if (complete) await keep();
    },
    async close(): Promise<void> {
      closed = true;
      await forecaster.close();
    },
  };

  /** Whether there was a snapshot to go on from. */
  async function goOn(): Promise<boolean> {
    try {
      const saved = await snapshot.read();
      if (saved === undefined) return false;
      await forecaster.restore(saved);
      return true;
    } catch (error) {
      logger.warn(reason(error));
      return false;
    }
  }

  async function keep(): Promise<void> {
    snapshotDue = Date.now() + SNAPSHOT_PERIOD;
    await snapshot.write(forecaster.snapshot());
  }

  /** Learns what the store has, before anything newer; waits for a store that is away. */
  async function caughtUp(work: () => Promise<void>): Promise<void> {
    while (!signal.aborted && !closed) {
      try {
        await work();
        return;
      } catch (error) {
        logger.warn(`forecasting waits for the store: ${reason(error)}`);
        await systemClock.sleep(RETRY, signal).catch(() => {});
      }
    }
  }

  async function learnHours(): Promise<void> {
    for (const measurement of HOURLY_FORECAST_MEASUREMENTS) await learn(measurement, LOG_LEARNT);
  }

  async function learnMinutes(): Promise<void> {
    for (const measurement of FORECAST_MEASUREMENTS) {
      for (const { step, learnt, shown } of STEPS) await learn(measurement, learnt, step, clock.now() - shown);
      // From the start of an hour: the mean of a part of one would replace that of the whole.
      const recent = Math.floor((clock.now() - UNFINISHED) / HOUR) * HOUR;
      await catchUp(measurement, recent);
      const minutes = await Array.fromAsync(
        store.query({ measurement }, { from: recent, to: Number.MAX_SAFE_INTEGER }),
      );
      rounds.push(minutes.filter(({ series }) => isForecastInSteps(series)).flatMap(beforeWaiting));
    }
    complete = true;
  }

  /**
   * Learns the minutes until `to` that were stored and never averaged: a program that was killed while it read an old log
   * had stored more than it had learnt.
   */
  async function catchUp(measurement: string, to: number): Promise<void> {
    const newest = await store.latest({ measurement });
    const timeOf = new Map(newest.map(({ series, times }) => [seriesKey(series), times[0]!]));
    for (const { series, times } of newest) {
      if (!isForecastInSteps(series)) continue;
      const mean = timeOf.get(seriesKey(stepSeries(series, HOUR))) ?? Number.NEGATIVE_INFINITY;
      const from = Math.max(mean + HOUR, to - LOG_LEARNT);
      if (Math.min(times[0]!, to) - from < UNFINISHED) continue;
      const { tags, field } = series;
      for await (const block of store.query({ measurement, tags, field }, { from, to })) {
        if (seriesKey(block.series) !== seriesKey(series)) continue;
        rounds.push(beforeWaiting(block), clock.now() - SHOWN);
        // The minutes of weeks of all series are too many to wait at once.
        await rounds.settled();
      }
    }
  }

  function noteWaiting(batch: Batch): void {
    for (const { series, times } of batch) {
      const key = seriesKey(series);
      waitingFrom.set(key, Math.min(times[0]!, waitingFrom.get(key) ?? Number.POSITIVE_INFINITY));
    }
  }

  /** Without what waits: learnt before the older samples that wait with it, it would make them late. */
  function beforeWaiting(block: SeriesBlock): Batch {
    const first = waitingFrom.get(seriesKey(block.series));
    if (first === undefined) return [block];
    const count = block.times.filter((time) => time < first).length;
    return count === 0 ? [] : [{ ...block, times: block.times.slice(0, count), values: block.values.slice(0, count) }];
  }

  /** Learns the series of a measurement, the means over `step` where it is given, in small pieces. */
  async function learn(measurement: string, learnt: number, step?: number, shown?: number): Promise<void> {
    const tags = step === undefined ? {} : { step: stepName(step) };
    const found = await Array.fromAsync(store.query({ measurement, tags }, since(learnt)));
    const known = found.filter(({ series }) => flow.isForecast(series));
    for (let first = 0; first < known.length; first += SERIES_AT_ONCE) {
      rounds.push(known.slice(first, first + SERIES_AT_ONCE), shown);
    }
  }

  function since(duration: number) {
    const unknown = restored ? Math.min(duration, BEYOND_SNAPSHOT) : duration;
    return { from: clock.now() - unknown, to: Number.MAX_SAFE_INTEGER };
  }
}
