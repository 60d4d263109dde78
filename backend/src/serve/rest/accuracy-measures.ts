import { FORECAST_FIELDS, type ForecastField } from '../../model/forecast.ts';
import type { SeriesBlock } from '../../model/series.ts';

/** Measures of fewer forecasts than this say nothing and are null: of 20, one miss is 5 %. */
export const FEWEST = 20;

/** One forecast with what came true of it. */
export type Pair = Readonly<Record<ForecastField, number>> & { readonly time: number; readonly real: number };

/** How good forecasts were. A measure is null where too little is known, or where it would divide by nothing. */
export interface Accuracy {
  /** Forecasts that came true. */
  readonly count: number;
  /** Mean absolute error, in the unit of the series. */
  readonly mae: number | null;
  /** Mean of forecast minus real, in the unit of the series: above 0 the forecasts are too high. */
  readonly bias: number | null;
  /** MAE as a multiple of the mean absolute error of the seasonal naive forecast: below 1 is better than repeating. */
  readonly mase: number | null;
  /** The season of that naive forecast, milliseconds. */
  readonly season: number | null;
  /** 1 − MAE / MAE of the naive forecast, that the value stays as it was when the forecast was made. */
  readonly skill: number | null;
  /** Parts of real values within the 80 and the 95 % interval, 0–1. */
  readonly coverage80: number | null;
  readonly coverage95: number | null;
}

/** The forecasts, by column, that came true and are whole, ascending by time. */
export function pairsOf(
  columns: Partial<Readonly<Record<ForecastField, SeriesBlock>>>,
  real: ReadonlyMap<number, number>,
): Pair[] {
  const byTime = Object.fromEntries(FORECAST_FIELDS.map((column) => [column, valuesByTime(columns[column])]));
  return [...byTime.mean!].flatMap(([time]) => {
    const values = FORECAST_FIELDS.map((column) => [column, byTime[column]!.get(time)] as const);
    const known = real.get(time);
    if (known === undefined || values.some(([, value]) => value === undefined)) return [];
    return [{ time, real: known, ...Object.fromEntries(values) } as Pair];
  });
}

/** The samples of a block by their times. */
export function valuesByTime(block: SeriesBlock | undefined): Map<number, number> {
  return new Map(block?.times.map((time, index) => [time, block.values[index]!]));
}

/**
 * How good these forecasts were. `real` holds what was measured, also before the first forecast; `ahead` is how long
 * before its time a forecast was made; of `seasons` the first is taken for which enough is known (all milliseconds).
 * MAE and MASE: R. J. Hyndman, A. B. Koehler, "Another look at measures of forecast accuracy", International Journal of
 * Forecasting 22 (2006), 679–688, the scale taken over the same times as the forecasts. Skill: A. H. Murphy, Monthly
 * Weather Review 116 (1988), 2417–2424, with absolute errors.
 */
export function accuracyOf(
  pairs: readonly Pair[],
  real: ReadonlyMap<number, number>,
  ahead: number,
  seasons: readonly number[],
): Accuracy {
  const none = { mae: null, bias: null, mase: null, season: null, skill: null, coverage80: null, coverage95: null };
  if (pairs.length < FEWEST) return { count: pairs.length, ...none };
  const season = seasons.find(
    (length) => against(pairs, real, length).length * 2 >= Math.max(2 * FEWEST, pairs.length),
  );
  return {
    count: pairs.length,
    mae: mean(pairs.map(error)),
    bias: mean(pairs.map((pair) => pair.mean - pair.real)),
    mase: season === undefined ? null : relativeError(against(pairs, real, season)),
    season: season ?? null,
    skill: complement(relativeError(against(pairs, real, ahead))),
    coverage80: mean(pairs.map(({ real: value, lower80, upper80 }) => Number(lower80 <= value && value <= upper80))),
    coverage95: mean(pairs.map(({ real: value, lower95, upper95 }) => Number(lower95 <= value && value <= upper95))),
  };
}

const error = (pair: Pair) => Math.abs(pair.mean - pair.real);

/** The errors of the forecasts, and of repeating what was so long before, where that is known. */
function against(pairs: readonly Pair[], real: ReadonlyMap<number, number>, before: number) {
  return pairs.flatMap((pair) => {
    const repeated = real.get(pair.time - before);
    return repeated === undefined ? [] : [{ own: error(pair), naive: Math.abs(repeated - pair.real) }];
  });
}

function relativeError(errors: readonly { readonly own: number; readonly naive: number }[]): number | null {
  if (errors.length < FEWEST) return null;
  const [own, naive] = [mean(errors.map((each) => each.own)), mean(errors.map((each) => each.naive))];
  return own === null || naive === null || naive === 0 ? null : finite(own / naive);
}

const complement = (part: number | null) => (part === null ? null : 1 - part);

function mean(values: readonly number[]): number | null {
  return finite(values.reduce((total, value) => total + value, 0) / values.length);
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);
