import { Command } from 'commander';
import { PresageError } from '../errors.ts';
import { createForecaster } from '../forecast/forecaster.ts';
import { FORECAST_FIELDS } from '../model/forecast.ts';
import { readSeriesCsv } from '../parse/csv/csv.ts';
import { checkedZone, wholeNumber } from './values.ts';

interface ForecastOptions {
  readonly horizon: number;
  readonly zone: string;
  readonly json?: boolean;
}

/** `presage forecast`: the next steps of every column of a CSV file. */
export function forecastCommand(): Command {
  return new Command('forecast')
    .description('Forecast every series of a CSV file: first column a time, each further column a series.')
    .argument('<csv>', 'the file')
    .option('--horizon <steps>', 'how many steps to forecast', wholeNumber(1, 168), 24)
    .option('--zone <zone>', 'time zone of times without one', checkedZone, 'UTC')
    .option('--json', 'print one JSON object a series and step')
    .addHelpText(
      'after',
      `
Examples:
  presage forecast series.csv
  presage forecast series.csv --horizon 48 --zone Europe/Ulyanovsk --json`,
    )
    .action(async (csv: string, { horizon, zone, json }: ForecastOptions) => {
      const blocks = readSeriesCsv(csv, zone);
      const forecaster = createForecaster({ horizon, zone });
      // Only the newest forecast of each series is printed.
      const since = Math.min(...blocks.map(({ times }) => times.at(-1)!));
      const newest = new Map(
        (await forecaster.observe(blocks, since)).map((forecast) => [forecast.series.field, forecast]),
      );
      if (newest.size === 0) throw new PresageError('CSV_INVALID', `${csv}: no series can be forecast: ${TOO_SHORT}`);
      if (!json) process.stdout.write(`${heading}\n`);
      for (const { series } of blocks) {
        const forecast = newest.get(series.field);
        if (!forecast) {
          process.stderr.write(`${csv}: ${series.field}: no forecast: ${TOO_SHORT}\n`);
          continue;
        }
        if (forecast.learning) process.stderr.write(`${csv}: ${series.field}: ${YOUNG}\n`);
        for (let index = 0; index < horizon; index++) {
          const time = new Date(forecast.origin + (index + 1) * series.step).toISOString();
          const values = FORECAST_FIELDS.map((field) => [field, forecast[field][index]!] as const);
          const text = json
            ? JSON.stringify({ series: series.field, time, ...Object.fromEntries(values) })
            : row(
                series.field,
                time,
                values.map(([, value]) => short(value)),
              );
          process.stdout.write(`${text}\n`);
        }
      }
    });
}

const YOUNG = 'too little history to know how wide its intervals must be (five days of hours): do not rely on them';
const TOO_SHORT = 'expected at least 48 hours of history';

const row = (series: string, time: string, numbers: readonly string[]) =>
  [series.padEnd(36), time.padEnd(24), ...numbers.map((number) => number.padStart(12))].join('  ');

const heading = row('series', 'time', FORECAST_FIELDS);

const short = (value: number) => Number(value.toPrecision(6)).toString();
