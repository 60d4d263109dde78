import { type Batch, type Series, type SeriesBlock, seriesKey } from './series.ts';

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
  /** True while too few forecasts of the series have come true for its intervals to be trusted. */
  readonly learning?: true;
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

/**
 * What is written to the store of some forecasts, given in the order of their origins: the kept leads of all, and of each
 * series the newest forecast as a whole.
 */
export function forecastBatch(forecasts: readonly Forecast[]): Batch {
  const bySeries = Map.groupBy(forecasts, ({ series }) => seriesKey(series));
  return [...bySeries.values()].flatMap((made) => FORECAST_FIELDS.flatMap((column) => columnBlocks(made, column)));
}

/** One column of the forecasts of one series. */
function columnBlocks(made: readonly Forecast[], column: ForecastField): SeriesBlock[] {
  const newest = made.at(-1)!;
  const target = ({ origin, series }: Forecast, lead: number) => origin + lead * series.step;
  const kept = KEPT_LEADS.map((lead) => {
    const reaching = made.filter((forecast) => forecast[column].length >= lead);
    return {
      series: forecastSeries(newest.series, lead, column),
      times: reaching.map((forecast) => target(forecast, lead)),
      values: reaching.map((forecast) => forecast[column][lead - 1]!),
    };
  });
  const whole = {
    series: forecastSeries(newest.series, NEWEST_LEAD, column),
    times: newest[column].map((_, index) => target(newest, index + 1)),
    values: newest[column],
  };
  return [...kept, whole].filter(({ times }) => times.length > 0);
}
