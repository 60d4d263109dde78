import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { PresageError } from '../../errors.ts';
import { type Block, type BlockOptions, blockCounter } from './block.ts';
import type { Answer } from './threads.ts';

const port = parentPort as MessagePort;
const count = blockCounter(workerData as BlockOptions);
port.on('message', (block: Block) => {
  const { lines } = block;
  // An error loses its class and code on the way to another thread.
  let answer: Answer;
  try {
    answer = { counts: count(block), lines };
  } catch (error) {
    if (!(error instanceof PresageError)) throw error;
    answer = { code: error.code, message: error.message };
  }
  port.postMessage(answer, lines instanceof Uint8Array ? [lines.buffer] : []);
});
