import type { Store } from '../../model/contracts/store.ts';
import { type Series, type SeriesBlock, seriesKey } from '../../model/series.ts';
import { everyStep, stepCount, valuesAt } from '../rest/samples.ts';
import { type Answer, type Asking, typed } from './asking.ts';
import { seriesConfig, seriesNames } from './describe-series.ts';
import type { Frame, FrameField } from './frame.ts';
import { POINT_LIMIT, QueryProblem } from './limits.ts';
import { chooseMeasured, labelsOf, readBlocks, type Selection, windowFor } from './select-series.ts';

/** Samples: a frame a series, or for numbers one row with a column a series. */
export const answerSeries: Answer = async (asking, { store, devices }) => {
  const selection = await chooseMeasured(asking.query, store);
  const nameOf = seriesNames(devices());
  if (asking.query.format === 'numeric') return [numbersFrame(await numbersOf(selection, asking, store), nameOf)];
  const { query, range, step, signal } = asking;
  const window = windowFor(selection.series, step, query.aggregate ?? 'mean');
  const blocks = await readBlocks(store, selection.selectors, range, window, signal);
  const labels = labelsOf(selection.series);
  return selection.series.flatMap((series) => {
    const block = blocks.get(seriesKey(series));
    if (!block) return [];
    const times = gapless(block.times, window ? Math.max(series.step, window.step) : series.step);
    const value: FrameField = {
      ...{ name: series.field, type: 'number', values: valuesAt(block, times) },
      labels: labels(series),
      config: seriesConfig(series, nameOf(series)),
    };
    const fields: FrameField[] = [{ name: 'time', type: 'time', values: times }, value];
    return [{ name: nameOf(series), meta: typed('timeseries-multi'), fields }];
  });
};

/** Every step from the first to the last of these times, so that a gap is drawn as one. */
export function gapless(times: readonly number[], step: number): number[] {
  if (stepCount(times, step) > POINT_LIMIT) {
    throw new QueryProblem(422, 'the answer would hold too many points: choose a shorter range or fewer data points');
  }
  return everyStep(times, step);
}

/** One number of each series. */
export type Numbers = readonly { readonly series: Series; readonly value: number }[];

/** Numbers of series as one row, as alerting takes them. The Arrow library mixes up columns of one name, so each has its own. */
export function numbersFrame(numbers: Numbers, nameOf: (series: Series) => string): Frame {
  const labels = labelsOf(numbers.map(({ series }) => series));
  return {
    name: 'values',
    meta: typed('numeric-wide'),
    fields: numbers.map(({ series, value }) => ({
      ...{ name: seriesKey(series), type: 'number', values: [value], labels: labels(series) },
      config: seriesConfig(series, nameOf(series)),
    })),
  };
}

/** The newest sample in the range of each series, or what its samples in the range amount to. */
export async function numbersOf(selection: Selection, asking: Asking, store: Store): Promise<Numbers> {
  const { query, range, signal } = asking;
  const aggregate = query.aggregate ?? 'last';
  const blocks =
    aggregate === 'last'
      ? await newestIn(selection, asking, store)
      : await readBlocks(store, selection.selectors, range, undefined, signal);
  return selection.series.flatMap((one) => {
    const block = blocks.get(seriesKey(one));
    const inRange = block?.times.some((time) => time >= range.from && time < range.to);
    return block && inRange ? [{ series: one, value: AGGREGATES[aggregate](block.values) }] : [];
  });
}

/** Blocks that end with the newest sample in the range. The range is read only where newer samples lie beyond it. */
async function newestIn(
  { series, selectors }: Selection,
  { range, step, signal }: Asking,
  store: Store,
): Promise<Map<string, SeriesBlock>> {
  const blocks = (await Promise.all(selectors.map((selector) => store.latest(selector)))).flat();
  if (blocks.some(({ times }) => times.at(-1)! >= range.to)) {
    return readBlocks(store, selectors, range, windowFor(series, step, 'last'), signal);
  }
  return new Map(blocks.map((block) => [seriesKey(block.series), block]));
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const AGGREGATES: Record<NonNullable<Asking['query']['aggregate']>, (values: readonly number[]) => number> = {
  mean: (values) => sum(values) / values.length,
  min: (values) => values.reduce((least, value) => Math.min(least, value)),
  max: (values) => values.reduce((most, value) => Math.max(most, value)),
  sum,
  count: (values) => values.length,
  last: (values) => values.at(-1)!,
};
