import type { Baseline } from '../../backend/src/forecast/baselines/baseline.ts';
import { createBaselines } from '../../backend/src/forecast/baselines/baselines.ts';
import { createSeasonalNaive24 } from '../../backend/src/forecast/baselines/seasonal-naive-24.ts';
import { createSeasonalNaive168 } from '../../backend/src/forecast/baselines/seasonal-naive-168.ts';
import { type DataSeries, NETWORK_SET_NAMES, networkSet, radiusSet } from '../../training/datasets.ts';
import { type Accuracy, accuracyOf, baselineOf, DAY, meanAccuracy, originsOf, predictOf } from './accuracy.ts';
import { breachFigures } from './breach.ts';
import { coverageFigures } from './coverage.ts';
import { type Figure, geometricMean, print } from './figure.ts';
import { type Run, run } from './ours.ts';
import { invalidFigure } from './validity.ts';

/** Slow baselines forecast from every such origin only; no divisor of a day, or they would see a few hours only. */
const NETWORK_STRIDE = 11;
const RADIUS_STRIDE = 5;
/** Least share by which the mean over 24 leads has to be better than the best baseline's. */
const GAIN_BAR = 0.15;
/** What the gain is over: what an operator has at hand. */
const RIVALS = ['seasonal_naive_24', 'seasonal_naive_168', 'ets', 'mstl', 'arima'];

interface Measured {
  readonly series: DataSeries;
  readonly run: Run;
}

/** The ten counters of a RADIUS server, from the sixth day on, every hour an origin. */
export function benchRadius(folder: string): void {
  const { ours, naive } = benchSet('radius', radiusSet(folder), RADIUS_STRIDE);
  printAccuracy('radius', ours, naive, { mase1: 0.32, mase24: 0.58 });
}

/** Six networks, the last fourteen days of each, every hour an origin. */
export function benchNetwork(folder: string): void {
  const all = NETWORK_SET_NAMES.map((set) => {
    const { ours, naive } = benchSet(set, networkSet(folder, set), NETWORK_STRIDE);
    printAccuracy(set, ours, naive);
    return { ours, naive };
  });
  const over = (accuracies: readonly Accuracy[]) => ({
    mase1: geometricMean(accuracies.map(({ mase1 }) => mase1)),
    mase24: geometricMean(accuracies.map(({ mase24 }) => mase24)),
  });
  const bars = { mase1: 0.297, mase24: 0.59 };
  printAccuracy('network', over(all.map(({ ours }) => ours)), over(all.map(({ naive }) => naive)), bars);
}

function printAccuracy(name: string, value: Accuracy, reference?: Accuracy, bars?: Accuracy): void {
  for (const lead of ['mase1', 'mase24'] as const) {
    print({
      name: `${name}.${lead}`,
      value: value[lead],
      unit: 'MASE',
      bar: bars?.[lead],
      reference: reference?.[lead],
    });
  }
}

/** Prints all of a set but its accuracy, which is answered beside that of the better seasonal naive at the same origins. */
function benchSet(set: string, all: readonly DataSeries[], stride: number): { ours: Accuracy; naive: Accuracy } {
  const measured = all.map((series) => ({
    series,
    run: run(series.values, { horizon: DAY, from: series.testFrom - 1, set }),
  }));
  const figures: Figure[] = [
    ...coverageFigures(set, measured),
    ...breachFigures(set, measured),
    invalidFigure(
      set,
      measured.flatMap((one) => [...one.run.values()]),
    ),
  ];
  figures.forEach(print);
  benchBaselines(set, measured, stride);
  return {
    ours: oursAt(measured, 1),
    naive: better([createSeasonalNaive24(), createSeasonalNaive168()].map((naive) => baselineAt(naive, measured, 1))),
  };
}

/** Prints every baseline and ours at the origins they share, and what ours gains. */
function benchBaselines(set: string, measured: readonly Measured[], stride: number): void {
  const baselines = createBaselines();
  const accuracies = new Map(baselines.map((baseline) => [baseline.name, baselineAt(baseline, measured, stride)]));
  for (const [name, accuracy] of accuracies) printAccuracy(`${set}.${name}`, accuracy);
  for (const { name, fallbacks } of baselines) {
    if (fallbacks > 0) print({ name: `${set}.${name}.fallbacks`, value: fallbacks, unit: 'forecasts' });
  }
  const best = better(RIVALS.map((name) => accuracies.get(name)!));
  const ours = oursAt(measured, stride);
  printAccuracy(`${set}.sampled`, ours, best);
  print({ name: `${set}.gain24`, value: 1 - ours.mase24 / best.mase24, unit: 'share', bar: GAIN_BAR });
}

const oursAt = (measured: readonly Measured[], stride: number) =>
  meanAccuracy(measured.map(({ series, run }) => accuracyOf(series, originsOf(series, stride), predictOf(run))));

const baselineAt = (baseline: Baseline, measured: readonly Measured[], stride: number) =>
  meanAccuracy(
    measured.map(({ series, run }) => accuracyOf(series, originsOf(series, stride), baselineOf(baseline, series, run))),
  );

/** The least error at each of the two, whoever made it. */
const better = (accuracies: readonly Accuracy[]): Accuracy => ({
  mase1: Math.min(...accuracies.map(({ mase1 }) => mase1)),
  mase24: Math.min(...accuracies.map(({ mase24 }) => mase24)),
});
