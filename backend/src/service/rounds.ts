import type { Batch, SeriesBlock } from '../model/series.ts';

/** Blocks that may wait; with more, something is wrong that waiting does not mend. */
const MOST_WAITING = 500_000;

/** Work on samples in the background. */
export interface Rounds {
  /** Takes samples; never waits. Samples of different `since` are never worked on together. */
  push(batch: Batch, since?: number): void;
  /** Resolves when everything pushed so far has been worked on. */
  settled(): Promise<void>;
}

/**
 * Works on samples in rounds, one after another, each on all that was pushed since the last one began: what is slow makes
 * rounds larger and not later. `failed` is told of a round that rejects, and of samples that are left out since too many wait.
 */
export function createRounds(
  work: (batch: Batch, since: number | undefined) => Promise<void>,
  failed: (error: unknown) => void,
): Rounds {
  let running: Promise<void> = Promise.resolve();
  let next: { readonly blocks: SeriesBlock[]; readonly since: number | undefined } | undefined;
  return {
    push(batch, since) {
      if (next && next.since === since) {
        if (next.blocks.length + batch.length > MOST_WAITING) {
          failed(new Error(`${batch.length} blocks of samples are left out: ${MOST_WAITING} wait already`));
        } else next.blocks.push(...batch);
        return;
      }
      const round = { blocks: [...batch], since };
      next = round;
      running = running
        .then(() => {
          if (next === round) next = undefined;
          return work(round.blocks, since);
        })
        .catch(failed);
    },
    settled: () => running,
  };
}
