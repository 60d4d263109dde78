import type { Series, SeriesBlock } from '../model/series.ts';
import type { Expert } from './experts/expert.ts';
import { lastValue, seasonalNaive } from './experts/naive.ts';
import { append, emptyHistory, stepsOfDay } from './history.ts';
import { createMethod } from './method.ts';

/** How good the forecasts of one series were at one lead; null where nothing could be scored. */
export interface LeadScore {
  readonly series: string;
  readonly lead: number | 'mean';
  readonly mase: number | null;
  readonly smape: number | null;
  readonly coverage80: number | null;
  readonly coverage95: number | null;
  readonly baselines: Readonly<Record<string, { readonly mase: number | null }>>;
}

const BASELINES: Readonly<Record<string, Expert>> = { seasonal_naive_24: seasonalNaive, last_value: lastValue };

class Mean {
  #sum = 0;
  #count = 0;
  add(value: number): void {
    if (Number.isNaN(value)) return;
    this.#sum += value;
    this.#count++;
  }
  get value(): number | null {
    return this.#count === 0 ? null : this.#sum / this.#count;
  }
}

/**
 * Forecasts from every step from `train` on with what was known then, and scores each lead 1 … horizon and their mean.
 * MASE is the mean absolute error over that of the seasonal naive forecast (24 hours) within the first `train` steps
 * (Hyndman and Koehler 2006); sMAPE is 200·|e|/(|y|+|ŷ|), in percent; coverage is the share inside the interval.
 */
export function backtest({ series, times, values }: SeriesBlock, train: number, horizon: number): LeadScore[] {
  const grid = onGrid(series, times, values);
  const scale = naiveError(grid.slice(0, train), stepsOfDay(series));
  const leads = Array.from({ length: horizon }, () => ({
    error: new Mean(),
    smape: new Mean(),
    inside80: new Mean(),
    inside95: new Mean(),
    baselines: Object.fromEntries(Object.keys(BASELINES).map((name) => [name, new Mean()])),
  }));
  const method = createMethod({ horizon });
  const state = method.newSeries(series);
  const raw = emptyHistory(stepsOfDay(series));
  for (const [origin, value] of grid.entries()) {
    append(raw, value);
    if (Number.isNaN(value) || !method.observe(state, times[0]! + origin * series.step, value) || origin + 1 < train)
      continue;
    const forecast = method.forecastOf(state);
    const naive = Object.entries(BASELINES).map(([name, expert]) => [name, expert.forecast(raw, horizon)] as const);
    for (const [index, score] of leads.entries()) {
      const truth = grid[origin + 1 + index] ?? Number.NaN;
      if (Number.isNaN(truth)) continue;
      const predicted = forecast.mean[index]!;
      score.error.add(Math.abs(truth - predicted));
      const size = Math.abs(truth) + Math.abs(predicted);
      score.smape.add(size === 0 ? 0 : (200 * Math.abs(truth - predicted)) / size);
      score.inside80.add(truth >= forecast.lower80[index]! && truth <= forecast.upper80[index]! ? 1 : 0);
      score.inside95.add(truth >= forecast.lower95[index]! && truth <= forecast.upper95[index]! ? 1 : 0);
      for (const [name, predictions] of naive) score.baselines[name]!.add(Math.abs(truth - predictions[index]!));
    }
  }
  const scaled = (mean: Mean) => (mean.value === null || !(scale > 0) ? null : mean.value / scale);
  const scores = leads.map(
    (score, index): LeadScore => ({
      series: series.field,
      lead: index + 1,
      mase: scaled(score.error),
      smape: score.smape.value,
      coverage80: score.inside80.value,
      coverage95: score.inside95.value,
      baselines: Object.fromEntries(
        Object.entries(score.baselines).map(([name, mean]) => [name, { mase: scaled(mean) }]),
      ),
    }),
  );
  return [...scores, meanOf(scores)];
}

function meanOf(scores: readonly LeadScore[]): LeadScore {
  const over = (pick: (score: LeadScore) => number | null) => {
    const mean = new Mean();
    for (const score of scores) mean.add(pick(score) ?? Number.NaN);
    return mean.value;
  };
  const names = Object.keys(BASELINES);
  return {
    series: scores[0]!.series,
    lead: 'mean',
    mase: over(({ mase }) => mase),
    smape: over(({ smape }) => smape),
    coverage80: over(({ coverage80 }) => coverage80),
    coverage95: over(({ coverage95 }) => coverage95),
    baselines: Object.fromEntries(names.map((name) => [name, { mase: over((score) => score.baselines[name]!.mase) }])),
  };
}

/** The values at even steps from the first time on, NaN where there is none. */
function onGrid({ step }: Series, times: readonly number[], values: readonly number[]): number[] {
  if (times.length === 0) return [];
  const grid = Array<number>(Math.round((times.at(-1)! - times[0]!) / step) + 1).fill(Number.NaN);
  for (const [index, time] of times.entries()) grid[Math.round((time - times[0]!) / step)] = values[index]!;
  return grid;
}

/** Mean absolute difference to the day before. */
function naiveError(training: readonly number[], day: number): number {
  const mean = new Mean();
  for (let index = day; index < training.length; index++) mean.add(Math.abs(training[index]! - training[index - day]!));
  return mean.value ?? 0;
}
