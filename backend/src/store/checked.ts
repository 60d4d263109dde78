import { PresageError } from '../errors.ts';
import { type Batch, type SeriesBlock, seriesKey } from '../model/series.ts';

/**
 * A batch fit to be written: one block a series, each time once, the last value kept. Throws STORE_BAD_SAMPLE for columns
 * of unequal length and for values or times that are no finite numbers.
 */
export function checkedBatch(batch: Batch): Batch {
  for (const block of batch) checkBlock(block);
  const bySeries = Map.groupBy(batch, ({ series }) => seriesKey(series));
  return [...bySeries.values()].map((blocks) =>
    blocks.length === 1 && ascends(blocks[0]!) ? blocks[0]! : merged(blocks),
  );
}

function checkBlock({ series, times, values }: SeriesBlock): void {
  const name = seriesKey(series);
  if (times.length !== values.length) {
    throw new PresageError('STORE_BAD_SAMPLE', `${name}: ${times.length} times but ${values.length} values`);
  }
  const index = times.findIndex((time, at) => !Number.isSafeInteger(time) || !Number.isFinite(values[at]));
  if (index < 0) return;
  const sample = `${values[index]} at ${times[index]}`;
  throw new PresageError(
    'STORE_BAD_SAMPLE',
    `${name}: found ${sample}, expected a finite number at a whole millisecond`,
  );
}

const ascends = ({ times }: SeriesBlock) => times.every((time, index) => index === 0 || times[index - 1]! < time);

function merged(blocks: readonly SeriesBlock[]): SeriesBlock {
  const samples = new Map<number, number>();
  for (const { times, values } of blocks) times.forEach((time, index) => void samples.set(time, values[index]!));
  const times = [...samples.keys()].sort((a, b) => a - b);
  return { series: blocks.at(-1)!.series, times, values: times.map((time) => samples.get(time)!) };
}
