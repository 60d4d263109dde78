import { Command } from 'commander';
import { PresageError } from '../errors.ts';
import { backtest, type LeadScore } from '../forecast/backtest.ts';
import { readSeriesCsv } from '../parse/csv/csv.ts';
import { checkedZone, wholeNumber } from './values.ts';

interface BacktestOptions {
  readonly train: number;
  readonly horizon: number;
  readonly zone: string;
  readonly json?: boolean;
}

/** `presage backtest`: how good the forecasts of a CSV file's series would have been. */
export function backtestCommand(): Command {
  return new Command('backtest')
    .description(
      'Forecast the past of a CSV file from every step after the first ones, with what was known then, and score it.',
    )
    .argument('<csv>', 'the file')
    .option('--train <steps>', 'steps before the first forecast', wholeNumber(48, 100_000), 120)
    .option('--horizon <steps>', 'how many steps to forecast', wholeNumber(1, 168), 24)
    .option('--zone <zone>', 'time zone of times without one', checkedZone, 'UTC')
    .option('--json', 'print one JSON object a series and lead')
    .addHelpText(
      'after',
      `
MASE below 1 is better than the seasonal naive forecast was within the first steps.

Examples:
  presage backtest series.csv
  presage backtest series.csv --train 336 --horizon 48 --zone Europe/Ulyanovsk --json`,
    )
    .action((csv: string, { train, horizon, zone, json }: BacktestOptions) => {
      const blocks = readSeriesCsv(csv, zone);
      for (const { series, times } of blocks) {
        const steps = times.length === 0 ? 0 : Math.round((times.at(-1)! - times[0]!) / series.step) + 1;
        if (steps > train) continue;
        const message = `${csv}: column ${series.field}: found ${steps} steps, expected more than the ${train} of --train`;
        throw new PresageError('CSV_INVALID', message);
      }
      if (!json) process.stdout.write(`${heading}\n`);
      for (const [index, block] of blocks.entries()) {
        if (process.stderr.isTTY) process.stderr.write(`\r${index + 1} of ${blocks.length} series …\x1b[K`);
        for (const score of backtest(block, train, horizon))
          process.stdout.write(`${json ? JSON.stringify(score) : row(score)}\n`);
      }
      if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    });
}

const heading = ['series'.padEnd(36), 'lead', ' MASE', 'naive', ' last', 'sMAPE', 'in 80', 'in 95'].join('  ');

function row({ series, lead, mase, smape, coverage80, coverage95, baselines }: LeadScore): string {
  const numbers = [mase, baselines.seasonal_naive_24?.mase ?? null, baselines.last_value?.mase ?? null]
    .map((value) => (value === null ? '–' : value.toFixed(3)).padStart(5))
    .concat([smape].map((value) => (value === null ? '–' : value.toFixed(1)).padStart(5)))
    .concat(
      [coverage80, coverage95].map((value) => (value === null ? '–' : `${Math.round(100 * value)} %`).padStart(5)),
    );
  return [series.padEnd(36), String(lead).padStart(4), ...numbers].join('  ');
}
