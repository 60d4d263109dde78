import type { Grid, OriginForecast, Rival } from './backtest.ts';
import { crps, symmetricError } from './quality/scores.ts';
import { stepsOfDay } from './steps.ts';

/** How good a baseline was at one lead; null where nothing could be scored. */
export interface BaselineScore {
  readonly mase: number | null;
  readonly smape: number | null;
  /** MASE of our forecasts from the same origins, and how many those were. */
  readonly ours: number | null;
  readonly origins: number;
}

/** How good the forecasts of one series were at one lead or as the mean of its leads; null where nothing could be scored. */
export interface LeadScore {
  readonly series: string;
  readonly lead: number | 'mean';
  readonly mase: number | null;
  readonly smape: number | null;
  readonly crps: number | null;
  readonly coverage80: number | null;
  readonly coverage95: number | null;
  readonly origins: number;
  readonly baselines: Readonly<Record<string, BaselineScore>>;
}

/** The mean of what was added; NaN is left out. */
class Mean {
  count = 0;
  #sum = 0;
  add(value: number): void {
    if (Number.isNaN(value)) return;
    this.#sum += value;
    this.count++;
  }
  get value(): number | null {
    return this.count === 0 ? null : this.#sum / this.count;
  }
}

/** Collects what was said of one series, and answers the scores of leads 1 … horizon and of their mean. */
export interface Scoring {
  add(made: OriginForecast): void;
  scores(): LeadScore[];
}

/**
 * Scores forecasts against the values of their series.
 * MASE is the mean absolute error over that of the seasonal naive forecast (24 hours) within the first `train` steps
 * (Hyndman and Koehler 2006), in which CRPS is given too: of a forecast that is one value it is its MASE. Coverage is the
 * share inside the interval.
 */
export function scoring(
  { series, values }: Grid,
  { train, horizon, rivals }: { train: number; horizon: number; rivals: readonly Rival[] },
): Scoring {
  const scale = naiveError(values.subarray(0, train), stepsOfDay(series));
  const names = rivals.map(({ baseline }) => baseline.name);
  const leads = Array.from({ length: horizon }, () => ({
    error: new Mean(),
    smape: new Mean(),
    loss: new Mean(),
    inside80: new Mean(),
    inside95: new Mean(),
    baselines: names.map((name) => ({ name, error: new Mean(), smape: new Mean(), ours: new Mean() })),
  }));
  const scaled = ({ value }: Mean) => (value === null || !(scale > 0) ? null : value / scale);
  return {
    add({ origin, forecast, baselines }) {
      for (const [index, score] of leads.entries()) {
        const truth = values[origin + 1 + index] ?? Number.NaN;
        if (Number.isNaN(truth)) continue;
        const quantiles = {
          mean: forecast.mean[index]!,
          lower80: forecast.lower80[index]!,
          upper80: forecast.upper80[index]!,
          lower95: forecast.lower95[index]!,
          upper95: forecast.upper95[index]!,
        };
        const error = Math.abs(truth - quantiles.mean);
        score.error.add(error);
        score.smape.add(symmetricError(quantiles.mean, truth));
        score.loss.add(crps(quantiles, truth));
        score.inside80.add(Number(truth >= quantiles.lower80 && truth <= quantiles.upper80));
        score.inside95.add(Number(truth >= quantiles.lower95 && truth <= quantiles.upper95));
        for (const { name, ...baseline } of score.baselines) {
          const predicted = baselines[name]?.[index];
          if (predicted === undefined) continue;
          baseline.error.add(Math.abs(truth - predicted));
          baseline.smape.add(symmetricError(predicted, truth));
          baseline.ours.add(error);
        }
      }
    },
    scores() {
      const scores = leads.map((score, index): LeadScore => {
        const baselines = score.baselines.map(({ name, error, smape, ours }) => {
          return [name, { mase: scaled(error), smape: smape.value, ours: scaled(ours), origins: error.count }] as const;
        });
        return {
          series: series.field,
          lead: index + 1,
          mase: scaled(score.error),
          smape: score.smape.value,
          crps: scaled(score.loss),
          coverage80: score.inside80.value,
          coverage95: score.inside95.value,
          origins: score.error.count,
          baselines: Object.fromEntries(baselines),
        };
      });
      return [...scores, meanScore(scores, series.field, 'mean')];
    },
  };
}

/** The mean of scores of several leads or of several series, each counting alike; `origins` are the most of any. */
export function meanScore(scores: readonly LeadScore[], series: string, lead: LeadScore['lead']): LeadScore {
  const names = Object.keys(scores[0]?.baselines ?? {});
  const baselines = names.map((name) => {
    const own = scores.map((score) => score.baselines[name]!);
    const mean = {
      mase: meanOf(own.map(({ mase }) => mase)),
      smape: meanOf(own.map(({ smape }) => smape)),
      ours: meanOf(own.map(({ ours }) => ours)),
      origins: Math.max(...own.map(({ origins }) => origins)),
    };
    return [name, mean] as const;
  });
  return {
    series,
    lead,
    mase: meanOf(scores.map(({ mase }) => mase)),
    smape: meanOf(scores.map(({ smape }) => smape)),
    crps: meanOf(scores.map(({ crps }) => crps)),
    coverage80: meanOf(scores.map(({ coverage80 }) => coverage80)),
    coverage95: meanOf(scores.map(({ coverage95 }) => coverage95)),
    origins: Math.max(0, ...scores.map(({ origins }) => origins)),
    baselines: Object.fromEntries(baselines),
  };
}

function meanOf(values: readonly (number | null)[]): number | null {
  const mean = new Mean();
  for (const value of values) mean.add(value ?? Number.NaN);
  return mean.value;
}

/** Mean absolute difference to the day before. */
function naiveError(training: Float64Array, day: number): number {
  const mean = new Mean();
  for (let index = day; index < training.length; index++) mean.add(Math.abs(training[index]! - training[index - day]!));
  return mean.value ?? 0;
}
