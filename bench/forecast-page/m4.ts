import { backtest, type Grid, type Rival } from '../../backend/src/forecast/backtest.ts';
import { type LeadScore, meanScore, scoring } from '../../backend/src/forecast/backtest-scores.ts';
import { createBaselines } from '../../backend/src/forecast/baselines/baselines.ts';
import type { Priors } from '../../backend/src/forecast/priors/priors.ts';
import { m4Set } from '../../training/datasets.ts';
import { hourlySeries } from '../forecast/ours.ts';
import { priorsWithout } from './sets.ts';

const HORIZON = 48;
/** A Monday: when the series were measured is not known. */
const START = Date.UTC(2026, 0, 5);
/** What the competition's own method (Naive 2) made of the hourly series: the unit of OWA. */
const NAIVE_2 = { smape: 18.383, mase: 2.395 };

/** What one method made of the hourly series of the M4 competition; the best entry has its published OWA only. */
export interface M4Score {
  readonly method: string;
  readonly owa: number;
  readonly smape?: number;
  readonly mase?: number;
}

/** The 414 hourly series, 48 hours each, by ours and every baseline. */
export function measureM4(folder: string): M4Score[] {
  const grids = m4Set(folder).map(({ name, values, future }): [Grid, number] => {
    const whole = Float64Array.from([...values, ...future]);
    return [{ series: hourlySeries(name), start: START, values: whole }, values.length];
  });
  const measure = (rivals: readonly Rival[], known: { priors?: Priors }) =>
    meanScore(
      grids.map(([grid, train]) => scoreOf(grid, train, rivals, known)),
      'm4',
      'mean',
    );
  const known = measure(
    createBaselines().map((baseline) => ({ baseline, every: 1 })),
    {},
  );
  const unseen = measure([], priorsWithout('m4'));
  return [
    scored('Presage', known),
    scored('Presage, having learnt nothing of M4', unseen),
    ...Object.entries(known.baselines).map(([name, score]) => scored(name, score)),
    { method: 'best entry of the competition (Doornik)', owa: 0.41 },
  ];
}

function scored(method: string, { smape, mase }: Pick<LeadScore, 'smape' | 'mase'>): M4Score {
  const [percent, error] = [smape ?? Number.NaN, mase ?? Number.NaN];
  return { method, owa: (percent / NAIVE_2.smape + error / NAIVE_2.mase) / 2, smape: percent, mase: error };
}

/** The one forecast from the end of what was known. */
function scoreOf(grid: Grid, train: number, rivals: readonly Rival[], known: { priors?: Priors }): LeadScore {
  const score = scoring(grid, { train, horizon: HORIZON, rivals });
  const [made] = backtest(grid, { train, horizon: HORIZON, rivals, ...known });
  if (made) score.add(made);
  return score.scores().at(-1)!;
}
