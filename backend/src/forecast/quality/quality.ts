import { type Forecast, KEPT_LEADS } from '../../model/forecast.ts';
import { accuracySeries } from '../../model/forecast-quality.ts';
import { hash } from '../../model/random.ts';
import { type Batch, type Series, type SeriesBlock, seriesKey } from '../../model/series.ts';
import { HOUR } from '../../model/targets.ts';
import { type Shard, WHOLE } from '../shards.ts';
import { accuracyOf, closeSums } from './accuracy.ts';
import { type Memory, newMemory, seasonOf } from './layout.ts';
import { bucketOf, compare, keepForecast } from './pairs.ts';
import { readQuality, type SeriesQuality, writeQuality } from './snapshot.ts';
import { judgeDay, type Verdict, verdictOf } from './verdict.ts';

const DAY = 24 * HOUR;

/** What is told at the ends of days of one series. */
export interface Judgement {
  /** The number of the series' block in the batch, from 0. */
  readonly block: number;
  /** Samples of its accuracySeries. */
  readonly accuracy: readonly SeriesBlock[];
  /** What is to be said of the series from a time on, epoch milliseconds UTC. */
  readonly verdicts: readonly { readonly time: number; readonly verdict: Verdict }[];
}

/** Compares forecasts of each series with what came true of them. */
export interface ForecastQuality {
  /**
   * Takes samples, each series in the order of its times, and the forecasts made from them in the order of their origins.
   * Answers what is new to be told, in the order of the blocks. Samples not newer than what is known of their series are
   * ignored.
   */
  observe(batch: Batch, forecasts: readonly Forecast[]): Judgement[];
  /** All that is known, as parts of a snapshot. */
  snapshot(): Iterable<Uint8Array>;
  /** Goes on from a snapshot. Throws FORECAST_SNAPSHOT_UNREADABLE, unchanged, when it is damaged or of another version. */
  restore(bytes: Uint8Array): void;
}

/**
 * Keeps how good the forecasts of each series are, in about 1.3 KB a series. Of a snapshot it goes on with the series of a
 * shard. `failed` is told of a series that cannot be judged, which starts anew; without it `observe` throws.
 */
export function createQuality({
  shard = WHOLE,
  failed = (_, error) => {
    throw error;
  },
}: {
  shard?: Shard;
  failed?: (key: string, error: unknown) => void;
} = {}): ForecastQuality {
  let known = new Map<string, SeriesQuality>();

  function stateOf(key: string, series: Series, first: number): SeriesQuality {
    const before = known.get(key);
    if (before?.step === series.step) return before;
    const made: SeriesQuality = {
      step: series.step,
      newest: Number.NEGATIVE_INFINITY,
      closes: dayEnd(key, first),
      memory: newMemory(seasonOf(series)),
    };
    known.set(key, made);
    return made;
  }

  function observeBlock({ series, times, values }: SeriesBlock, key: string, forecasts: readonly Forecast[]) {
    const one = stateOf(key, series, times[0]!);
    const { memory } = one;
    const season = seasonOf(series);
    const accuracy: SeriesBlock[] = [];
    const verdicts: Judgement['verdicts'][number][] = [];
    let next = 0;
    for (const [index, time] of times.entries()) {
      const bucket = bucketOf(time, series);
      if (bucket <= one.newest) continue;
      if (time >= one.closes) {
        accuracy.push(...closeDay(one, series, time));
        verdicts.push({ time, verdict: verdictOf(memory) });
      }
      compare(memory, season, one.newest, bucket, values[index]!);
      one.newest = bucket;
      while (next < forecasts.length && forecasts[next]!.origin < time) next++;
      if (forecasts[next]?.origin === time) keepForecast(memory, forecasts[next]!, bucket);
    }
    return { accuracy, verdicts };
  }

  return {
    observe(batch, forecasts) {
      const made = Map.groupBy(forecasts, ({ series }) => seriesKey(series));
      const told: Judgement[] = [];
      for (const [block, one] of batch.entries()) {
        if (one.times.length === 0) continue;
        const key = seriesKey(one.series);
        try {
          const { accuracy, verdicts } = observeBlock(one, key, made.get(key) ?? []);
          if (verdicts.length > 0) told.push({ block, accuracy, verdicts });
        } catch (error) {
          known.delete(key);
          failed(key, error);
        }
      }
      return told;
    },
    snapshot: () => writeQuality(known, shard),
    restore(bytes) {
      known = readQuality(bytes, shard);
    },
  };
}

/** The first end of a day of this series after a time. Series end their days in different hours, so that not all are told at once. */
function dayEnd(key: string, time: number): number {
  const shift = (hash(...Array.from(key, (character) => character.codePointAt(0)!)) % 24) * HOUR;
  return Math.floor((time - shift) / DAY) * DAY + DAY + shift;
}

/** Ends the day of a series: judges it, and answers what is told of the week. */
function closeDay(state: SeriesQuality, series: Series, time: number): SeriesBlock[] {
  const { memory, closes } = state;
  const days = Math.floor((time - closes) / DAY) + 1;
  state.closes = closes + days * DAY;
  judgeDay(memory);
  closeSums(memory, days);
  return accuracyBlocks(memory, series, closes - DAY);
}

function accuracyBlocks(memory: Memory, series: Series, time: number): SeriesBlock[] {
  return KEPT_LEADS.flatMap((lead, index) =>
    accuracyOf(memory, index).map(([field, value]) => ({
      series: accuracySeries(series, lead, field),
      times: [time],
      values: [value],
    })),
  );
}
