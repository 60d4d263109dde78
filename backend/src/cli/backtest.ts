import { basename } from 'node:path';
import { Command } from 'commander';
import { PresageError } from '../errors.ts';
import { backtest, type Grid, gridOf, type Rival } from '../forecast/backtest.ts';
import { csvHeading, csvRows } from '../forecast/backtest-csv.ts';
import { isPictured, type PicturedSeries, picture } from '../forecast/backtest-picture.ts';
import { scoring } from '../forecast/backtest-scores.ts';
import { stepsOfDay } from '../forecast/steps.ts';
import { calendar } from '../model/calendar.ts';
import { zone as zoneOf } from '../model/zone.ts';
import { readSeriesCsv } from '../parse/csv/csv.ts';
import { rivalsOf } from './backtest-baselines.ts';
import { heading, row, summary } from './backtest-table.ts';
import { openOutput } from './output.ts';
import { checkedZone, wholeNumber } from './values.ts';

interface BacktestOptions {
  readonly train?: number;
  readonly horizon: number;
  readonly zone: string;
  readonly json?: boolean;
  readonly csv?: string;
  readonly svg?: string;
  readonly baselines: string;
  readonly every?: number;
}

const DAYS_OF_TRAINING = 5;
const LEAST_TRAINING = 48;

/** `presage backtest`: how good the forecasts of a CSV file's series would have been. */
export function backtestCommand(): Command {
  return new Command('backtest')
    .description(
      'Forecast the past of a CSV file from every step after the first ones, with what was known then, and score it.',
    )
    .argument('<csv>', 'the file')
    .option(
      '--train <steps>',
      'steps before the first forecast (default: five days)',
      wholeNumber(LEAST_TRAINING, 100_000),
    )
    .option('--horizon <steps>', 'how many steps to forecast', wholeNumber(1, 168), 24)
    .option('--zone <zone>', 'time zone of times without one, and of days and weeks', checkedZone, 'UTC')
    .option('--json', 'print one JSON object a series and lead')
    .option('--csv <file>', 'write every forecast beside what came to a file; one that exists is overwritten')
    .option('--svg <file>', 'draw a picture into a file; one that exists is overwritten')
    .option('--baselines <names>', 'what to compare with: naive, all, or names with commas between', 'naive')
    .option('--every <origins>', 'ask baselines that are fitted anew at every so many origins', wholeNumber(1, 100_000))
    .addHelpText(
      'after',
      `
MASE below 1 is better than the seasonal naive forecast was within the first steps. Baselines: seasonal_naive_24,
seasonal_naive_168, last_value (naive, asked at every origin), lag_regression, ets, mstl, arima (fitted anew, up to a fifth
of a second a forecast: without --every, at so many origins that all of it takes minutes). Each is compared with ours
from the same origins.

Examples:
  presage backtest series.csv
  presage backtest series.csv --baselines all --svg series.svg
  presage backtest series.csv --train 336 --horizon 48 --zone Europe/Ulyanovsk --csv forecasts.csv --json`,
    )
    .action((path: string, options: BacktestOptions) => runBacktest(path, options));
}

function runBacktest(path: string, { horizon, zone, json, ...options }: BacktestOptions): void {
  const grids = readSeriesCsv(path, zone).map(gridOf);
  const train = trainingSteps(path, grids, options.train);
  const origins = grids.reduce((sum, { values }) => sum + values.length - train, 0);
  const rivals = rivalsOf(options.baselines, { every: options.every, origins, day: stepsOfDay(grids[0]!.series) });
  const names = rivals.map(({ baseline }) => baseline.name);
  const csv = options.csv === undefined ? undefined : openOutput(options.csv, [path]);
  const svg =
    options.svg === undefined ? undefined : openOutput(options.svg, [path, ...(options.csv ? [options.csv] : [])]);
  const pictured: PicturedSeries[] = [];
  csv?.write(csvHeading(names));
  if (!json) process.stdout.write(`${heading(names)}\n`);
  for (const [index, grid] of grids.entries()) {
    const score = scoring(grid, { train, horizon, rivals });
    const made = [];
    const { tell, clear } = progress(`${index + 1} of ${grids.length} series`, grid.values.length);
    for (const one of backtest(grid, { train, horizon, rivals, calendar: calendar(zoneOf(zone)) })) {
      score.add(one);
      csv?.write(csvRows(grid, one, names));
      if (isPictured(grid, one.origin, horizon)) made.push(one);
      tell(one.origin);
    }
    clear();
    const scores = score.scores();
    pictured.push({ grid, scores, made });
    for (const lead of scores) process.stdout.write(`${json ? JSON.stringify(lead) : row(lead)}\n`);
  }
  if (!json) process.stdout.write(`\n${summary(pictured.map(({ scores }) => scores))}`);
  svg?.write(picture(pictured, { title: basename(path), horizon, zone: zoneOf(zone) }));
  for (const output of [csv, svg]) output?.close();
  warnOfStandIns(rivals);
}

/** The steps before the first forecast; CSV_INVALID names a series that has no more, COMMAND_USAGE too few for a scale. */
function trainingSteps(path: string, grids: readonly Grid[], asked: number | undefined): number {
  const day = stepsOfDay(grids[0]!.series);
  const train = asked ?? Math.max(LEAST_TRAINING, DAYS_OF_TRAINING * day);
  if (train <= day) {
    const message = `--train ${train}: a day of ${path} has ${day} steps, by which errors are scaled: give at least ${2 * day}`;
    throw new PresageError('COMMAND_USAGE', message);
  }
  for (const { series, values } of grids) {
    if (values.length > train) continue;
    const message = `${path}: column ${series.field}: found ${values.length} steps, expected more than the ${train} of --train`;
    throw new PresageError('CSV_INVALID', message);
  }
  return train;
}

/** Tells people how far it is, a percent at a time; `clear` makes room for what is printed. */
function progress(what: string, steps: number): { tell(done: number): void; clear(): void } {
  if (!process.stderr.isTTY) return { tell() {}, clear() {} };
  let told = -1;
  return {
    tell(done) {
      const percent = Math.floor((100 * done) / steps);
      if (percent === told) return;
      told = percent;
      process.stderr.write(`\r${what}, ${percent} % …\x1b[K`);
    },
    clear: () => void process.stderr.write('\r\x1b[K'),
  };
}

function warnOfStandIns(rivals: readonly Rival[]): void {
  for (const { baseline } of rivals) {
    if (baseline.fallbacks === 0) continue;
    process.stderr.write(
      `${baseline.name}: ${baseline.fallbacks} forecasts could not be fitted; the seasonal naive ones stand in for them\n`,
    );
  }
}
