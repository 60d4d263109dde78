import { type DelayField, hourSeries, minuteSeries } from '../model/log-series.ts';
import { HOUR, MINUTE } from '../model/targets.ts';
import type { Zone } from '../model/zone.ts';
import { createBuckets } from './buckets.ts';
import { hourClock } from './hour-clock.ts';
import { MINUTE_GRACE } from './minutes.ts';
import type { AggregatePart, PartState } from './part.ts';
import { gatherSamples } from './samples.ts';
import { packSketch, type Sketch, sketchCount, sketchQuantile, sketchValue, unpackSketch } from './sketch.ts';

const GRACE = 2 * MINUTE;
const LATE_PERIOD = 10 * MINUTE;
/** Sketches of minutes are large: what comes later than so much counts in its hour only. */
const MINUTES_KEPT = 10 * MINUTE;
/** Of fewer values quantiles say nothing. */
const FEWEST_VALUES = 20;

const QUANTILES: readonly (readonly [DelayField, number])[] = [
  ['delay_p50', 0.5],
  ['delay_p95', 0.95],
  ['delay_p99', 0.99],
];
const NEWEST = 'newest';
const sketches = { empty: (): Sketch => new Map(), pack: packSketch, unpack: unpackSketch };

/** Quantiles of the server's delay in each hour, within 1 %. A late entry changes its own hour, however old. */
export function hourDelays(
  { source, zone }: { readonly source: string; readonly zone: Zone },
  state: PartState,
): AggregatePart {
  const clock = hourClock(zone);
  const hours = { prefix: 'hour', rowLength: HOUR, settled: HOUR + GRACE, latePeriod: LATE_PERIOD };
  const buckets = createBuckets({ ...hours, ...sketches }, state);
  return {
    name: 'hour-delays',
    record({ delaySeconds, time }) {
      if (delaySeconds !== undefined) sketchValue(buckets.at(clock.startOf(time)), delaySeconds);
    },
    drain(reached = Number.NEGATIVE_INFINITY) {
      const samples = gatherSamples();
      for (const [hour, sketch] of buckets.publish(reached)) {
        for (const [field, value] of quantilesOf(sketch)) samples.add(hourSeries(source, field), hour, value);
      }
      return { blocks: samples.take(), rows: buckets.changes() };
    },
  };
}

/** The same in each minute. An entry that comes ten minutes late is left out. */
export function minuteDelays({ source }: { readonly source: string }, state: PartState): AggregatePart {
  const minutes = { prefix: 'minute', rowLength: MINUTE, settled: MINUTE + MINUTE_GRACE, latePeriod: 0 };
  const buckets = createBuckets({ ...minutes, ...sketches }, state);
  let newest = (state.row(NEWEST) ?? undefined) as number | undefined;
  let forgotten = Number.NEGATIVE_INFINITY;
  const pass = (time: number) => {
    newest = Math.max(newest ?? time, time);
  };
  return {
    name: 'minute-delays',
    other: pass,
    record({ delaySeconds, time }) {
      pass(time);
      if (delaySeconds === undefined || time < floor(newest! - MINUTES_KEPT)) return;
      sketchValue(buckets.at(floor(time)), delaySeconds);
    },
    drain(reached = Number.NEGATIVE_INFINITY) {
      const samples = gatherSamples();
      for (const [minute, sketch] of buckets.publish(reached)) {
        for (const [field, value] of quantilesOf(sketch)) samples.add(minuteSeries(source, field), minute, value);
      }
      if (newest !== undefined && floor(newest - MINUTES_KEPT) > forgotten) {
        forgotten = floor(newest - MINUTES_KEPT);
        buckets.forget(forgotten);
      }
      return { blocks: samples.take(), rows: buckets.changes().set(NEWEST, newest ?? null) };
    },
  };
}

const floor = (time: number) => Math.floor(time / MINUTE) * MINUTE;

const quantilesOf = (sketch: Sketch): (readonly [DelayField, number])[] =>
  sketchCount(sketch) < FEWEST_VALUES
    ? []
    : QUANTILES.map(([field, quantile]) => [field, sketchQuantile(sketch, quantile)!] as const);
