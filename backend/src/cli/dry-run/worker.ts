import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { PresageError } from '../../errors.ts';
import { type Block, type BlockOptions, countBlock } from './block.ts';
import type { Answer } from './threads.ts';

const port = parentPort as MessagePort;
port.on('message', (block: Block) => {
  const { lines } = block;
  // An error loses its class and code on the way to another thread.
  let answer: Answer;
  try {
    answer = { counts: countBlock(block, workerData as BlockOptions), lines };
  } catch (error) {
    if (!(error instanceof PresageError)) throw error;
    answer = { code: error.code, message: error.message };
  }
  port.postMessage(answer, lines instanceof Uint8Array ? [lines.buffer] : []);
});
