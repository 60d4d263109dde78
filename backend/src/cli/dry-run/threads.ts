import { Worker } from 'node:worker_threads';
import { type ErrorCode, PresageError } from '../../errors.ts';
import type { Block, BlockOptions, HourCounts } from './block.ts';

/** A block that was counted: its lines are wanted no more, and their memory may be used again. */
export interface CountedBlock extends Pick<Block, 'lines'> {
  readonly counts: HourCounts;
}

/** What a thread says of a block: what it counted, or why it could not be read. */
export type Answer = CountedBlock | { readonly code: ErrorCode; readonly message: string };

/** Blocks that each thread counts and has waiting. */
const MOST_WAITING = 2;

/** Threads that count blocks, each one block after another. */
export interface BlockThreads {
  /** True where a thread would have nothing else to do soon. */
  hasTime(): boolean;
  /**
   * Counts a block, whose octets go over to the thread and come back. Rejects where it cannot be read, or a thread cannot go
   * on.
   */
  count(block: Block): Promise<CountedBlock>;
  close(): Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: { resolve: (counted: CountedBlock) => void; reject: (error: unknown) => void }[];
}

/** Starts so many threads. Once one has ended by an error nothing is counted any more. */
export function startThreads(count: number, options: BlockOptions): BlockThreads {
  let failure: { readonly error: unknown } | undefined;
  const threads = Array.from({ length: count }, (): Thread => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: options });
    const waiting: Thread['waiting'] = [];
    worker.on('message', (answer: Answer) => {
      const asked = waiting.shift();
      if ('code' in answer) asked?.reject(new PresageError(answer.code, answer.message));
      else asked?.resolve(answer);
    });
    worker.on('error', (error) => {
      failure = { error };
      for (const { reject } of waiting.splice(0)) reject(error);
    });
    return { worker, waiting };
  });
  const idlest = () => threads.toSorted((a, b) => a.waiting.length - b.waiting.length)[0]!;
  return {
    hasTime: () => idlest().waiting.length < MOST_WAITING,
    async count(block) {
      if (failure) throw failure.error;
      const { worker, waiting } = idlest();
      const { lines } = block;
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        worker.postMessage(block, lines instanceof Uint8Array ? [lines.buffer] : []);
      });
    },
    async close() {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}
