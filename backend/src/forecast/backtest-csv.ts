import { FORECAST_FIELDS } from '../model/forecast.ts';
import type { Grid, OriginForecast } from './backtest.ts';

/** The heading of the table of a backtest with these baselines. */
export const csvHeading = (baselines: readonly string[]): string =>
  line(['series', 'origin', 'time', 'lead', 'actual', ...FORECAST_FIELDS, ...baselines]);

/**
 * What was said at one origin, a line for each lead that lies within the series: the times of the origin and of the target
 * (ISO 8601, UTC), what came, what we said, and what the baselines said. Empty: a missing value, a baseline not asked.
 */
export function csvRows(
  { series, start, values }: Grid,
  { origin, forecast, baselines }: OriginForecast,
  names: readonly string[],
): string {
  const timeAt = (index: number) => new Date(start + index * series.step).toISOString();
  const leads = Math.min(forecast.mean.length, values.length - 1 - origin);
  return Array.from({ length: leads }, (_, index) => {
    const actual = values[origin + 1 + index]!;
    return line([
      series.field,
      timeAt(origin),
      timeAt(origin + 1 + index),
      index + 1,
      Number.isNaN(actual) ? '' : actual,
      ...FORECAST_FIELDS.map((field) => forecast[field][index]!),
      ...names.map((name) => baselines[name]?.[index] ?? ''),
    ]);
  }).join('');
}

/** One line of RFC 4180. */
const line = (cells: readonly (string | number)[]) => `${cells.map((cell) => quoted(String(cell))).join(',')}\n`;

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
