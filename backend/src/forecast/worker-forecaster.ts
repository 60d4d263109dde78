import type { JudgedForecaster, Observed } from '../model/contracts/forecaster.ts';
import { type Batch, type SeriesBlock, seriesKey } from '../model/series.ts';
import { type PackedForecasts, unpackForecasts } from './crossing.ts';
import type { ForecasterOptions } from './forecaster.ts';
import type { GroupsState } from './quality/groups.ts';
import type { Judgement } from './quality/quality.ts';
import { createTelling } from './quality/telling.ts';
import { shardOf } from './shards.ts';
import { startThread, type ThreadListener } from './worker-thread.ts';

/** What a thread answers of its part of a batch. */
interface Answered {
  readonly forecasts: PackedForecasts;
  readonly judged: readonly Judgement[];
}

/** The blocks of one thread, and which of the batch they are. */
interface Share {
  readonly blocks: SeriesBlock[];
  readonly places: number[];
}

/**
 * The forecaster in threads of its own, so that learning never holds up the rest. Each series belongs to one of the threads
 * by its key: what is known of it stays there, and only what is forecast and what is judged of it crosses. A snapshot
 * written with one number of threads is gone on from with any other.
 */
export function createWorkerForecaster(
  options: ForecasterOptions,
  { threads: count = 1, ...listener }: { readonly threads?: number } & ThreadListener = {},
): JudgedForecaster {
  const threads = Array.from({ length: count }, (_, index) =>
    startThread({ options, shard: { index, count } }, listener),
  );
  const threadOf = (key: string) => threads[shardOf(key, count)]!;
  const telling = createTelling();
  /** The end of all calls of `observe` so far: whatever thread is first, they are answered in their order. */
  let turn: Promise<unknown> = Promise.resolve();

  const ask = (shares: readonly Share[], since: number | undefined): Promise<(Answered | undefined)[]> =>
    Promise.all(
      shares.map(async ({ blocks: batch }, index) =>
        batch.length === 0 ? undefined : threads[index]!.ask<Answered>({ method: 'observe', batch, since }),
      ),
    );
  const join = (batch: Batch, shares: readonly Share[], answers: readonly (Answered | undefined)[]): Observed => {
    const found = shares.flatMap(({ blocks, places }, index) => {
      const answer = answers[index];
      if (!answer) return [];
      const forecasts = unpackForecasts(blocks, answer.forecasts);
      const judged = new Map(answer.judged.map((judgement) => [judgement.block, judgement]));
      return places.map((place, block) => ({ place, made: forecasts.get(block) ?? [], judged: judged.get(block) }));
    });
    // In the order of the batch, so that nothing hangs on which thread has what.
    found.sort((a, b) => a.place - b.place);
    const judged = found.flatMap(({ place, judged }) => (judged ? [{ ...judged, block: place }] : []));
    return { forecasts: found.flatMap(({ made }) => made), quality: telling.tell(batch, judged) };
  };

  return {
    observe(batch, since) {
      const shares = split(batch, count);
      const answers = ask(shares, since);
      const observed = turn.then(async () => join(batch, shares, await answers));
      turn = Promise.allSettled([answers, observed]);
      return observed;
    },
    async *snapshot() {
      yield telling.snapshot();
      // One after another, so that never more than a part of it is in memory.
      for (const thread of threads) {
        for (let begin = true; ; begin = false) {
          const part = await thread.ask<Uint8Array | undefined>({ method: 'snapshot', begin });
          if (!part) break;
          yield part;
        }
      }
    },
    async restore(bytes) {
      const restored = await Promise.all(
        threads.map((thread) => thread.ask<GroupsState | undefined>({ method: 'restore', bytes })),
      );
      telling.restore(restored[0]!);
    },
    async learning() {
      const known = await Promise.all(
        threads.map((thread) => thread.ask<ReadonlyMap<string, number>>({ method: 'learning' })),
      );
      return new Map(known.flatMap((some) => [...some]));
    },
    explain: (key, lead) => threadOf(key).ask({ method: 'explain', key, lead }),
    forecast: (key, leads) => threadOf(key).ask({ method: 'forecast', key, leads }),
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

/** What of a batch each of so many threads gets. */
function split(batch: Batch, count: number): Share[] {
  const shares: Share[] = Array.from({ length: count }, () => ({ blocks: [], places: [] }));
  for (const [place, block] of batch.entries()) {
    const share = shares[count === 1 ? 0 : shardOf(seriesKey(block.series), count)]!;
    share.blocks.push(block);
    share.places.push(place);
  }
  return shares;
}
