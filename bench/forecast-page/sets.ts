import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { backtest, type Grid, gridOf, type OriginForecast, type Rival } from '../../backend/src/forecast/backtest.ts';
import { isPictured, type PicturedSeries } from '../../backend/src/forecast/backtest-picture.ts';
import { scoring } from '../../backend/src/forecast/backtest-scores.ts';
import { createFittedBaselines, createNaiveBaselines } from '../../backend/src/forecast/baselines/baselines.ts';
import { type Priors, readPriors } from '../../backend/src/forecast/priors/priors.ts';
import { HOUR } from '../../backend/src/model/targets.ts';
import { readSeriesCsv } from '../../backend/src/parse/csv/csv.ts';
import { type DataSeries, networkSet, networkTraining, radiusSet } from '../../training/datasets.ts';

export const HORIZON = 24;

/** A data set that the page tells of. */
export interface PageSet {
  readonly name: string;
  readonly file: string;
  readonly about: string;
  /**
   * Fitted baselines are asked at every so many origins, less often where there are many series. It shares no divisor with
   * the day, or they would see a few of its hours only.
   */
  readonly every: number;
}

export const SETS: readonly PageSet[] = [
  { name: 'radius', file: 'radius_hourly.csv', about: 'RADIUS counters of a regional provider, 2020', every: 5 },
  { name: 'isp_eu', file: 'isp_eu_hourly.csv', about: 'Transatlantic link of a European provider, 2005', every: 5 },
  { name: 'isp_uk', file: 'isp_uk_hourly.csv', about: 'Backbone of the British universities, 2005', every: 5 },
  { name: 'residential', file: 'residential_a_hourly.csv', about: 'Traffic of residential subscribers', every: 5 },
  { name: 'abilene', file: 'abilene_hourly.csv', about: 'Abilene backbone, whole and by origin, 2004', every: 23 },
  { name: 'geant', file: 'geant_hourly.csv', about: 'GÉANT backbone, whole and by origin, 2005', every: 23 },
  { name: 'cesnet', file: 'cesnet_ip103_hourly.csv', about: 'One address in the network of CESNET', every: 11 },
];

/** Ours and every baseline over the test part of each series of a set. */
export function measureSet(folder: string, { name, file, every }: PageSet): PicturedSeries[] {
  const all = name === 'radius' ? radiusSet(folder) : networkSet(folder, name);
  const dropped = name === 'radius' ? 0 : rowsBefore(folder, name, all[0]!);
  const grids = readSeriesCsv(join(folder, file), 'UTC').map(gridOf);
  const rivals: Rival[] = [
    ...createNaiveBaselines().map((baseline) => ({ baseline, every: 1 })),
    ...createFittedBaselines().map((baseline) => ({ baseline, every })),
  ];
  return all.map(({ name: column, values, testFrom }) => {
    const whole = grids.find(({ series }) => series.field === column)!;
    const grid = { series: whole.series, start: whole.start + dropped * HOUR, values };
    return measureSeries(grid, testFrom, rivals, priorsWithout(name));
  });
}

function measureSeries(
  grid: Grid,
  train: number,
  rivals: readonly Rival[],
  known: { priors?: Priors },
): PicturedSeries {
  const score = scoring(grid, { train, horizon: HORIZON, rivals });
  const made: OriginForecast[] = [];
  for (const one of backtest(grid, { train, horizon: HORIZON, rivals, ...known })) {
    score.add(one);
    if (isPictured(grid, one.origin, HORIZON)) made.push(one);
  }
  return { grid, scores: score.scores(), made };
}

/** Rows of a set's file before those that are used: training ends where testing begins. */
const rowsBefore = (folder: string, name: string, { testFrom }: DataSeries): number =>
  networkTraining(folder, name)[0]!.values.length - testFrom;

/** What is learnt beforehand from all but a set; what the service knows has seen nothing of sets without such a file. */
export function priorsWithout(set: string): { priors?: Priors } {
  const path = new URL(`../forecast/priors/without-${set}.priors`, import.meta.url);
  return existsSync(path) ? { priors: readPriors(path) } : {};
}
