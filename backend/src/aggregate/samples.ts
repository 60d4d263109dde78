import { type Series, type SeriesBlock, seriesKey } from '../model/series.ts';

/** Gathers samples into blocks of distinct series. Samples of one series come in the order of their times. */
export function gatherSamples() {
  let columns = new Map<string, { series: Series; times: number[]; values: number[] }>();
  return {
    add(series: Series, time: number, value: number): void {
      const key = seriesKey(series);
      const column = columns.get(key) ?? { series, times: [], values: [] };
      columns.set(key, column);
      column.times.push(time);
      column.values.push(value);
    },
    /** What was gathered since it was asked for last. */
    take(): SeriesBlock[] {
      const taken = [...columns.values()];
      columns = new Map();
      return taken;
    },
  };
}

export type SampleGatherer = ReturnType<typeof gatherSamples>;
