import type { Selector, Store, TimeRange } from '../../model/contracts/store.ts';
import { FORECAST_FIELDS, forecastSeries, type KEPT_LEADS } from '../../model/forecast.ts';
import { isForecastHourly } from '../../model/log-series.ts';
import { type Series, type SeriesBlock, seriesKey } from '../../model/series.ts';
import { HOUR } from '../../model/targets.ts';
import { type Accuracy, accuracyOf, pairsOf, valuesByTime } from './accuracy-measures.ts';
import { forecastSelectors } from './forecasts.ts';

const DAY = 24 * HOUR;
/** The longest season comes first; one of shorter steps repeats itself by the day. */
const seasonsOf = ({ step }: Series) => (step < HOUR ? [DAY] : [7 * DAY, DAY]);

/** Of what is measured in steps of minutes only means are forecast. */
const isForecastItself = (series: Series) => series.tags.step !== undefined || isForecastHourly(series);

export type Lead = (typeof KEPT_LEADS)[number];

/** How good the forecasts of a series were that were made so many steps ahead. */
export interface SeriesAccuracy {
  readonly series: Series;
  readonly lead: Lead;
  readonly accuracy: Accuracy;
}

/** Reads blocks by series key, within whatever bounds there are on the number of points. */
export type Read = (selector: Selector, range: TimeRange) => Promise<ReadonlyMap<string, SeriesBlock>>;

/**
 * The accuracy of the forecasts for the times of a range, by series and lead; a series without a forecast for the range
 * has a count of 0, one that is never forecast is left out. `selector` is what chose the series. Series of one measurement and step are read together, and are
 * forgotten before the next are read.
 */
export async function readAccuracy(
  series: readonly Series[],
  selector: Selector,
  range: TimeRange,
  leads: readonly Lead[],
  read: Read,
): Promise<SeriesAccuracy[]> {
  const forecast = series.filter(isForecastItself);
  const groups = Map.groupBy(forecast, ({ measurement, step, tags }) => JSON.stringify([measurement, step, tags.step]));
  const found: SeriesAccuracy[] = [];
  for (const group of groups.values()) {
    const [{ measurement, tags }] = group as [Series];
    const chosen = {
      ...selector,
      measurement,
      tags: { ...selector.tags, ...(tags.step === undefined ? {} : { step: tags.step }) },
    };
    const season = Math.max(...group.flatMap(seasonsOf));
    const real = await read(chosen, { from: Math.max(0, range.from - season), to: range.to });
    for (const lead of leads) {
      const [kept] = forecastSelectors(group, chosen, lead);
      const blocks = await read(kept!, range);
      found.push(...group.map((one) => ({ series: one, lead, accuracy: accuracyIn(blocks, real, one, lead) })));
    }
  }
  return found;
}

function accuracyIn(
  blocks: ReadonlyMap<string, SeriesBlock>,
  measured: ReadonlyMap<string, SeriesBlock>,
  series: Series,
  lead: Lead,
): Accuracy {
  const columns = Object.fromEntries(
    FORECAST_FIELDS.flatMap((column) => {
      const block = blocks.get(seriesKey(forecastSeries(series, lead, column)));
      return block ? [[column, block]] : [];
    }),
  );
  const real = valuesByTime(measured.get(seriesKey(series)));
  return accuracyOf(pairsOf(columns, real), real, lead * series.step, seasonsOf(series));
}

/** Reads from a store; when all reads together give more points than the limit, it throws what `tooMany` makes. */
export function boundedRead(store: Store, limit: number, signal: AbortSignal, tooMany: () => Error): Read {
  let points = 0;
  return async (selector, range) => {
    const found = new Map<string, SeriesBlock>();
    for await (const block of store.query(selector, range)) {
      signal.throwIfAborted();
      points += block.times.length;
      if (points > limit) throw tooMany();
      found.set(seriesKey(block.series), block);
    }
    return found;
  };
}
