import { Worker } from 'node:worker_threads';
import type { Block, BlockOptions, CountedBlock } from './block.ts';

/** Threads that count blocks, each one block after another. */
export interface BlockThreads {
  /** Counts a block, whose octets go over to the thread and come back. Rejects where a thread cannot go on. */
  count(block: Block): Promise<CountedBlock>;
  close(): Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: { resolve: (counted: CountedBlock) => void; reject: (error: unknown) => void }[];
}

/** Starts so many threads. */
export function startThreads(count: number, options: BlockOptions): BlockThreads {
  const threads = Array.from({ length: count }, (): Thread => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: options });
    const waiting: Thread['waiting'] = [];
    worker.on('message', (counted: CountedBlock) => waiting.shift()?.resolve(counted));
    worker.on('error', (error) => {
      for (const { reject } of waiting.splice(0)) reject(error);
    });
    return { worker, waiting };
  });
  return {
    count(block) {
      const { worker, waiting } = threads.toSorted((a, b) => a.waiting.length - b.waiting.length)[0]!;
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        worker.postMessage(block, [block.bytes.buffer]);
      });
    },
    async close() {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}
