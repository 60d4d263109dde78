import type { ForecastQuality } from '../../model/contracts/quality.ts';
import { type Forecast, KEPT_LEADS } from '../../model/forecast.ts';
import { accuracySeries } from '../../model/forecast-quality.ts';
import { hash } from '../../model/random.ts';
import { type Batch, type Series, type SeriesBlock, seriesKey } from '../../model/series.ts';
import { HOUR } from '../../model/targets.ts';
import { accuracyOf, closeSums } from './accuracy.ts';
import { createGroups, newGroups } from './groups.ts';
import { type Memory, newMemory, seasonOf } from './layout.ts';
import { bucketOf, compare, keepForecast } from './pairs.ts';
import { type QualityState, readQuality, type SeriesQuality, writeQuality } from './snapshot.ts';
import { judgeDay, verdictOf } from './verdict.ts';

const DAY = 24 * HOUR;

/** Keeps how good the forecasts of each series are, in about 1.3 KB a series. */
export function createQuality(): ForecastQuality {
  let state: QualityState = { known: new Map(), groups: newGroups() };
  let groups = createGroups(state.groups);

  function stateOf(key: string, series: Series, first: number): SeriesQuality {
    const before = state.known.get(key);
    if (before?.step === series.step) return before;
    const made: SeriesQuality = {
      step: series.step,
      newest: Number.NEGATIVE_INFINITY,
      closes: dayEnd(key, first),
      memory: newMemory(seasonOf(series)),
    };
    state.known.set(key, made);
    return made;
  }

  function observeBlock(
    { series, times, values }: SeriesBlock,
    key: string,
    forecasts: readonly Forecast[],
    told: SeriesBlock[],
  ) {
    if (times.length === 0) return;
    const one = stateOf(key, series, times[0]!);
    const { memory } = one;
    const season = seasonOf(series);
    let next = 0;
    for (const [index, time] of times.entries()) {
      const bucket = bucketOf(time, series);
      if (bucket <= one.newest) continue;
      if (time >= one.closes) {
        told.push(...closeDay(one, series, time));
        groups.said(series, key, verdictOf(memory), time);
      }
      compare(memory, season, one.newest, bucket, values[index]!);
      one.newest = bucket;
      while (next < forecasts.length && forecasts[next]!.origin < time) next++;
      if (forecasts[next]?.origin === time) keepForecast(memory, forecasts[next]!, bucket);
    }
    groups.heard(series, times.at(-1)! + series.step);
  }

  return {
    observe(batch, forecasts) {
      const made = Map.groupBy(forecasts, ({ series }) => seriesKey(series));
      const told: SeriesBlock[] = [];
      for (const block of batch) {
        const key = seriesKey(block.series);
        observeBlock(block, key, made.get(key) ?? [], told);
      }
      return [...joined(told), ...groups.take()];
    },
    snapshot: () => writeQuality(state),
    restore(bytes) {
      state = readQuality(bytes);
      groups = createGroups(state.groups);
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

/** Blocks of distinct series: what is told of one on several days together. */
function joined(blocks: readonly SeriesBlock[]): Batch {
  const found = new Map<string, { series: Series; times: number[]; values: number[] }>();
  for (const { series, times, values } of blocks) {
    const key = seriesKey(series);
    const known = found.get(key);
    if (known) {
      known.times.push(...times);
      known.values.push(...values);
    } else found.set(key, { series, times: [...times], values: [...values] });
  }
  return [...found.values()];
}
