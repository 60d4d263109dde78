import type { Series, SeriesBlock } from './series.ts';

/** Quantile levels every forecast carries: the 80 % and the 95 % prediction interval. */
export const FORECAST_FIELDS = ['mean', 'lower80', 'upper80', 'lower95', 'upper95'] as const;
export type ForecastField = (typeof FORECAST_FIELDS)[number];

/**
 * A whole forecast of one series: what was known at `origin` (start of the last bucket seen, epoch milliseconds UTC)
 * about the buckets `origin + lead × series.step`, lead 1 … horizon. Column i holds lead i + 1, in the series' unit.
 */
export interface Forecast extends Readonly<Record<ForecastField, readonly number[]>> {
  readonly series: Series;
  readonly origin: number;
}

/** Leads whose forecasts are kept for ever, so that real against predicted can always be drawn. */
export const KEPT_LEADS = [1, 24] as const;

/** The `lead` tag of the newest whole forecast. */
export const NEWEST_LEAD = 'newest';

/** The series in which one column of forecasts of `series` is kept: time is the target time, tag `lead` the distance. */
export function forecastSeries(series: Series, lead: number | typeof NEWEST_LEAD, column: ForecastField): Series {
  return {
    ...series,
    measurement: `${series.measurement}_forecast`,
    tags: { ...series.tags, lead: String(lead), of: series.field },
    field: column,
  };
}

/** The columns of a forecast that are written to the store: its kept leads, and the whole of it as the newest. */
export function forecastBlocks(forecast: Forecast): SeriesBlock[] {
  const { series, origin } = forecast;
  const target = (lead: number) => origin + lead * series.step;
  return FORECAST_FIELDS.flatMap((column) => {
    const values = forecast[column];
    const kept = KEPT_LEADS.filter((lead) => lead <= values.length).map((lead) => ({
      series: forecastSeries(series, lead, column),
      times: [target(lead)],
      values: [values[lead - 1]!],
    }));
    const newest = {
      series: forecastSeries(series, NEWEST_LEAD, column),
      times: values.map((_, index) => target(index + 1)),
      values: [...values],
    };
    return [...kept, newest];
  });
}
