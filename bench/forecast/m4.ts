import { createBaselines } from '../../backend/src/forecast/baselines/baselines.ts';
import { m4Set } from '../../training/datasets.ts';
import { DAY, naiveError } from './accuracy.ts';
import { mean, print } from './figure.ts';
import { run } from './ours.ts';
import { invalidFigure } from './validity.ts';

const HORIZON = 48;
/** What the competition's own method (Naive 2) made of the hourly series: the unit of OWA. */
const NAIVE_2 = { smape: 18.383, mase: 2.395 };
/** The best entries of the competition. */
const BEST_OWA = 0.41;
const BEST_MSIS = 6.14;
const OWA_BAR = 0.376;
const MSIS_BAR = 5.8;
const COVERAGE_BAR = [0.93, 0.97] as const;

interface Point {
  readonly smape: number;
  readonly mase: number;
}

/** Errors of one forecast as M4 defines them (Makridakis, Spiliotis and Assimakopoulos 2020). */
function pointErrors(predicted: readonly number[], future: Float64Array, scale: number): Point {
  const errors = Array.from(future, (value, index) => Math.abs(value - predicted[index]!));
  const relative = errors.map((error, index) => error / (Math.abs(future[index]!) + Math.abs(predicted[index]!) || 1));
  return { smape: 200 * mean(relative), mase: mean(errors) / scale };
}

/** Mean scaled interval score at 95 %: the width, and for what lies outside 2 / 0.05 times how far (Gneiting and Raftery 2007). */
function intervalScore(
  lower: readonly number[],
  upper: readonly number[],
  future: Float64Array,
  scale: number,
): number {
  const scores = Array.from(future, (value, index) => {
    const [low, high] = [lower[index]!, upper[index]!];
    return high - low + 40 * (Math.max(0, low - value) + Math.max(0, value - high));
  });
  return mean(scores) / scale;
}

function owaOf(points: readonly Point[]): { smape: number; mase: number; owa: number } {
  const smape = mean(points.map((point) => point.smape));
  const mase = mean(points.map((point) => point.mase));
  return { smape, mase, owa: (smape / NAIVE_2.smape + mase / NAIVE_2.mase) / 2 };
}

/**
 * The 414 hourly series of the M4 competition, 48 hours each. As entries of the competition could, the service's priors
 * have seen the parts before the test; `m4.unseen` is the same with priors that have seen nothing of M4.
 */
export function benchM4(folder: string, withBaselines: boolean): void {
  const series = m4Set(folder);
  benchOurs('m4', 'service', series);
  benchOurs('m4.unseen', 'm4', series);
  for (const baseline of withBaselines ? createBaselines() : []) {
    const points = series.map(({ values, testFrom, future }) =>
      pointErrors(baseline.forecast(values, HORIZON, DAY), future, naiveError(values, testFrom)),
    );
    print({ name: `m4.${baseline.name}.owa`, value: owaOf(points).owa, unit: 'OWA' });
  }
}

function benchOurs(name: string, set: string, series: ReturnType<typeof m4Set>): void {
  const all = series.map(({ values, testFrom, future }) => {
    const made = run(values, { horizon: HORIZON, from: testFrom - 1, set }).get(testFrom - 1)!;
    return { future, made, scale: naiveError(values, testFrom) };
  });
  const ours = owaOf(all.map(({ made, future, scale }) => pointErrors(made.mean, future, scale)));
  const msis = mean(all.map(({ made, future, scale }) => intervalScore(made.lower95, made.upper95, future, scale)));
  const inside = all.map(({ made: { lower95, upper95 }, future }) =>
    mean(Array.from(future, (value, index) => Number(value >= lower95[index]! && value <= upper95[index]!))),
  );
  print({ name: `${name}.owa`, value: ours.owa, unit: 'OWA', bar: OWA_BAR, reference: BEST_OWA });
  print({ name: `${name}.smape`, value: ours.smape, unit: '%' });
  print({ name: `${name}.mase`, value: ours.mase, unit: 'MASE' });
  print({ name: `${name}.msis`, value: msis, unit: 'MSIS', bar: MSIS_BAR, reference: BEST_MSIS });
  print({ name: `${name}.coverage95`, value: mean(inside), unit: 'share', bar: COVERAGE_BAR });
  const made = all.map((one) => one.made);
  print(invalidFigure(name, made));
}
