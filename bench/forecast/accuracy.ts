import type { Baseline } from '../../backend/src/forecast/baselines/baseline.ts';
import type { DataSeries } from '../../training/datasets.ts';
import { mean } from './figure.ts';
import type { Run } from './ours.ts';

export const DAY = 24;

/** Mean absolute scaled errors (Hyndman and Koehler 2006): at lead 1, and the mean over leads 1 … 24. */
export interface Accuracy {
  readonly mase1: number;
  readonly mase24: number;
}

/** What a method said after an origin, lead 1 first; undefined where it said nothing. */
export type Predict = (origin: number) => readonly number[] | undefined;

/** Every `stride`-th origin whose next value is in the test part; the first is the newest value of the training part. */
export function originsOf({ values, testFrom }: DataSeries, stride: number): number[] {
  const count = Math.ceil((values.length - testFrom) / stride);
  return Array.from({ length: count }, (_, index) => testFrom - 1 + index * stride);
}

/** Mean absolute difference to the day before in the first `length` values: the unit of every scaled error. */
export function naiveError(values: Float64Array, length: number): number {
  const differences = Array.from(values.subarray(DAY, length), (value, index) => Math.abs(value - values[index]!));
  return mean(differences.filter((difference) => !Number.isNaN(difference)));
}

/** Missing targets are not scored; `mase24` takes the origins whose 24 hours lie within the series. */
export function accuracyOf(series: DataSeries, origins: readonly number[], predict: Predict): Accuracy {
  const { values, testFrom } = series;
  const first: number[] = [];
  const all: number[] = [];
  for (const origin of origins) {
    const predicted = predict(origin);
    if (!predicted) continue;
    const errors = predicted
      .slice(0, DAY)
      .map((value, index) => Math.abs(value - (values[origin + 1 + index] ?? Number.NaN)));
    if (!Number.isNaN(errors[0]!)) first.push(errors[0]!);
    if (origin + DAY < values.length) all.push(...errors.filter((error) => !Number.isNaN(error)));
  }
  const scale = naiveError(values, testFrom);
  return { mase1: mean(first) / scale, mase24: mean(all) / scale };
}

export const predictOf =
  (run: Run): Predict =>
  (origin) =>
    run.get(origin)?.mean;

/** A baseline at the origins of a run, which says nothing where a value is missing. */
export const baselineOf =
  (baseline: Baseline, { values }: DataSeries, run: Run): Predict =>
  (origin) =>
    run.has(origin) ? baseline.forecast(values.subarray(0, origin + 1), DAY, DAY) : undefined;

/** The series of a set count alike. */
export const meanAccuracy = (accuracies: readonly Accuracy[]): Accuracy => ({
  mase1: mean(accuracies.map(({ mase1 }) => mase1)),
  mase24: mean(accuracies.map(({ mase24 }) => mase24)),
});
