import { type Batch, type Series, type SeriesBlock, seriesKey } from '../../model/series.ts';
import { createGroups, type GroupsState, newGroups } from './groups.ts';
import type { Judgement } from './quality.ts';
import { writeGroups } from './snapshot.ts';

/** Puts together what is told of series wherever they are judged, and counts those that are forecast badly. */
export function createTelling() {
  let state = newGroups();
  let groups = createGroups(state);
  return {
    /** Samples of accuracySeries and qualitySeries after these samples of which that was judged. */
    tell(batch: Batch, judged: readonly Judgement[]): Batch {
      for (const { block, verdicts } of judged) {
        const { series } = batch[block]!;
        const key = seriesKey(series);
        for (const { time, verdict } of verdicts) groups.said(series, key, verdict, time);
      }
      for (const { series, times } of batch) if (times.length > 0) groups.heard(series, times.at(-1)! + series.step);
      return [...joined(judged.flatMap(({ accuracy }) => accuracy)), ...groups.take()];
    },
    /** What was counted, as a part of a snapshot. */
    snapshot: (): Uint8Array => writeGroups(state),
    /** Goes on from what was counted before. */
    restore(counted: GroupsState): void {
      state = counted;
      groups = createGroups(state);
    },
  };
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
