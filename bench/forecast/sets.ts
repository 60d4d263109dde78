import type { Baseline } from '../../backend/src/forecast/baselines/baseline.ts';
import { createBaselines } from '../../backend/src/forecast/baselines/baselines.ts';
import { createSeasonalNaive24 } from '../../backend/src/forecast/baselines/seasonal-naive-24.ts';
import { createSeasonalNaive168 } from '../../backend/src/forecast/baselines/seasonal-naive-168.ts';
import { type DataSeries, NETWORK_SET_NAMES, networkSet, radiusSet } from '../../training/datasets.ts';
import { type Accuracy, accuracyOf, baselineOf, DAY, meanAccuracy, originsOf, predictOf } from './accuracy.ts';
import { breachFigures } from './breach.ts';
import { coverageFigures, farCoverageFigures } from './coverage.ts';
import { type Figure, geometricMean, print } from './figure.ts';
import { type Run, run } from './ours.ts';
import { invalidFigure } from './validity.ts';
import { windowFigures } from './windows.ts';

/** Slow baselines forecast from every such origin only; no divisor of a day, or they would see a few hours only. */
const NETWORK_STRIDE = 11;
const RADIUS_STRIDE = 5;
/** Forecasts of seven days are made from every such origin only, of all hours of the day. */
const FAR_STRIDE = 7;
const WEEK = 7 * DAY;
/** Least share by which the mean over 24 leads has to be better than the best baseline's. */
const GAIN_BAR = 0.15;
/** Least number of networks where it has to be. */
const SETS_GAINING_BAR = 5;
/** What the gain is over: what an operator has at hand. */
const RIVALS = ['seasonal_naive_24', 'seasonal_naive_168', 'ets', 'mstl', 'arima'];

interface Measured {
  readonly series: DataSeries;
  readonly run: Run;
}

/** The ten counters of a RADIUS server, from the sixth day on, every hour an origin. */
export function benchRadius(folder: string, withBaselines: boolean): void {
  const { ours, naive } = benchSet('radius', radiusSet(folder), withBaselines ? RADIUS_STRIDE : undefined);
  printAccuracy('radius', ours, naive, { mase1: 0.32, mase24: 0.58 });
}

/** Six networks, the last fourteen days of each, every hour an origin. */
export function benchNetwork(folder: string, withBaselines: boolean): void {
  const all = NETWORK_SET_NAMES.map((set) => {
    const series = networkSet(folder, set);
    const measured = benchSet(set, series, withBaselines ? NETWORK_STRIDE : undefined);
    printAccuracy(set, measured.ours, measured.naive);
    benchWeek(set, series);
    return measured;
  });
  const over = (accuracies: readonly Accuracy[]) => ({
    mase1: geometricMean(accuracies.map(({ mase1 }) => mase1)),
    mase24: geometricMean(accuracies.map(({ mase24 }) => mase24)),
  });
  const bars = { mase1: 0.297, mase24: 0.59 };
  printAccuracy('network', over(all.map(({ ours }) => ours)), over(all.map(({ naive }) => naive)), bars);
  if (!withBaselines) return;
  const gaining = all.filter(({ gain = 0 }) => gain >= GAIN_BAR).length;
  print({ name: 'network.sets_with_gain24', value: gaining, unit: 'sets', bar: SETS_GAINING_BAR });
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

/** What a set's caller prints: ours and the better seasonal naive at every origin, the gain where baselines were asked for. */
interface SetResult {
  readonly ours: Accuracy;
  readonly naive: Accuracy;
  readonly gain: number | undefined;
}

/** Prints all of a set but its accuracy; the fitted baselines only with a stride. */
function benchSet(set: string, all: readonly DataSeries[], stride: number | undefined): SetResult {
  const measured = all.map((series) => ({
    series,
    run: run(series.values, { horizon: DAY, from: series.testFrom - 1, set }),
  }));
  const figures: Figure[] = [
    ...coverageFigures(set, measured),
    ...breachFigures(set, measured),
    ...windowFigures(set, measured),
    invalidFigure(
      set,
      measured.flatMap((one) => [...one.run.values()]),
    ),
  ];
  figures.forEach(print);
  return {
    ours: oursAt(measured, 1),
    naive: better([createSeasonalNaive24(), createSeasonalNaive168()].map((naive) => baselineAt(naive, measured, 1))),
    gain: stride === undefined ? undefined : benchBaselines(set, measured, stride),
  };
}

/** Prints how honest the widths of forecasts of seven days are. */
function benchWeek(set: string, all: readonly DataSeries[]): void {
  const measured = all.map((series) => ({
    series,
    run: run(series.values, { horizon: WEEK, from: series.testFrom - 1, stride: FAR_STRIDE, set }),
  }));
  farCoverageFigures(set, measured).forEach(print);
  const made = measured.flatMap((one) => [...one.run.values()]);
  print(invalidFigure(`${set}.week`, made));
}

/** Prints every baseline and ours at the origins they share, and what ours gains over 24 leads, which is answered. */
function benchBaselines(set: string, measured: readonly Measured[], stride: number): number {
  const baselines = createBaselines();
  const accuracies = new Map(baselines.map((baseline) => [baseline.name, baselineAt(baseline, measured, stride)]));
  for (const [name, accuracy] of accuracies) printAccuracy(`${set}.${name}`, accuracy);
  for (const { name, fallbacks } of baselines) {
    if (fallbacks > 0) print({ name: `${set}.${name}.fallbacks`, value: fallbacks, unit: 'forecasts' });
  }
  const best = better(RIVALS.map((name) => accuracies.get(name)!));
  const ours = oursAt(measured, stride);
  printAccuracy(`${set}.sampled`, ours, best);
  const gain = 1 - ours.mase24 / best.mase24;
  print({ name: `${set}.gain24`, value: gain, unit: 'share', bar: GAIN_BAR });
  return gain;
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
