import { Command } from 'commander';
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
    .description('Forecast every series of a CSV file: first column a time, each further column an hourly series.')
    .argument('<csv>', 'the file')
    .option('--horizon <steps>', 'how many steps to forecast', wholeNumber(1, 168), 24)
    .option('--zone <zone>', 'time zone of times without one', checkedZone, 'UTC')
    .option('--json', 'print one JSON object a series and step')
    .addHelpText('after', '\nExample:\n  presage forecast series.csv --horizon 48 --zone Europe/Ulyanovsk --json')
    .action(async (csv: string, { horizon, zone, json }: ForecastOptions) => {
      const blocks = readSeriesCsv(csv, zone);
      const forecaster = createForecaster({ horizon });
      const newest = new Map((await forecaster.observe(blocks)).map((forecast) => [forecast.series.field, forecast]));
      for (const { series } of blocks) {
        const forecast = newest.get(series.field);
        if (!forecast) {
          process.stderr.write(`${csv}: ${series.field}: no forecast, 48 steps of history are needed\n`);
          continue;
        }
        for (let index = 0; index < horizon; index++) {
          const time = new Date(forecast.origin + (index + 1) * series.step).toISOString();
          const values = Object.fromEntries(FORECAST_FIELDS.map((field) => [field, forecast[field][index]!]));
          const text = json
            ? JSON.stringify({ series: series.field, time, ...values })
            : [series.field, time, ...Object.entries(values).map(([name, value]) => `${name} ${short(value)}`)].join(
                '  ',
              );
          process.stdout.write(`${text}\n`);
        }
      }
    });
}

const short = (value: number) => Number(value.toPrecision(6)).toString();
