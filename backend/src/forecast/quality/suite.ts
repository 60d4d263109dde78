import type { Forecast } from '../../model/forecast.ts';
import { QUALITY_MEASUREMENT, type QualityField } from '../../model/forecast-quality.ts';
import { normalScore, type Random } from '../../model/random.ts';
import type { Batch, Series } from '../../model/series.ts';
import { HOUR } from '../../model/targets.ts';
import { createQuality } from './quality.ts';
import { readGroups } from './snapshot.ts';
import { createTelling } from './telling.ts';

export const START = Date.UTC(2026, 0, 5);

export const traffic = (device: string, component = '1'): Series => ({
  ...{ measurement: 'interface', tags: { device, component, step: '1h' }, field: 'in_bits_per_second' },
  ...{ unit: 'bits/s', kind: 'rate', step: HOUR, lowerBound: 0 },
});

/** What one hour is like. Widths are those of honest forecasts as 1. */
export interface Hour {
  /** Deviation of the noise; 5 where nothing is said. */
  readonly noise?: number;
  /** By how much the forecasts are off, in the unit of the series, to either side in turn. */
  readonly off?: number;
  /** Width of the intervals. */
  readonly width?: number;
  /** What is measured in place of the rhythm with noise; null where nothing is. */
  readonly value?: number | null;
}

/** The level of an hour, by a day's rhythm. */
const level = (hour: number) => 100 + 50 * Math.sin((hour * Math.PI) / 12);

/** A forecast of 24 hours made at an hour, right about the rhythm but for what the hour says. */
export function forecastAt(series: Series, hour: number, { off = 0, width = 1 }: Hour = {}): Forecast {
  const leads = Array.from({ length: 24 }, (_, index) => index + 1);
  const mean = leads.map((lead) => level(hour + lead) + (hour % 2 === 0 ? off : -off));
  const beside = (distance: number) => mean.map((value) => value + distance * width * 5);
  return {
    ...{ series, origin: START + hour * series.step, mean },
    ...{ lower80: beside(-1.281552), upper80: beside(1.281552), lower95: beside(-1.959964), upper95: beside(1.959964) },
  };
}

/** One hour of each series, with the forecast made then. */
export function hourOf(series: readonly Series[], hour: number, random: Random, like: Hour): [Batch, Forecast[]] {
  const batch = series.map((one) => {
    const measured = level(hour) + (like.noise ?? 5) * normalScore(random);
    return { series: one, times: [START + hour * HOUR], values: [like.value ?? measured] };
  });
  return like.value === null ? [[], []] : [batch, series.map((one) => forecastAt(one, hour, like))];
}

/** The quality of forecasts as it is told. */
export interface ToldQuality {
  observe(batch: Batch, forecasts: readonly Forecast[]): Batch;
  snapshot(): Uint8Array;
  restore(bytes: Uint8Array): void;
}

export function openQuality(): ToldQuality {
  const quality = createQuality();
  const telling = createTelling();
  return {
    observe: (batch, forecasts) => telling.tell(batch, quality.observe(batch, forecasts)),
    snapshot: () => Buffer.concat([...quality.snapshot(), telling.snapshot()]),
    restore(bytes) {
      quality.restore(bytes);
      telling.restore(readGroups(bytes));
    },
  };
}

/** Hours from one before another; answers all that was told. */
export function hours(
  quality: ToldQuality,
  series: readonly Series[],
  { from, to, random }: { from: number; to: number; random: Random },
  like: (hour: number) => Hour = () => ({}),
): Batch {
  return Array.from({ length: to - from }, (_, index) => from + index).flatMap((hour) =>
    quality.observe(...hourOf(series, hour, random, like(hour))),
  );
}

/** When (in days from START) the number of series of a device, or of the network, began and ended to be above 0. */
export function spans(told: Batch, field: QualityField, device?: string): number[] {
  const found: number[] = [];
  for (const { series, times, values } of told) {
    if (series.measurement !== QUALITY_MEASUREMENT || series.field !== field || series.tags.device !== device) continue;
    for (const [index, time] of times.entries()) {
      if (values[index]! > 0 === (found.length % 2 === 0)) found.push((time - START) / (24 * HOUR));
    }
  }
  return found;
}
