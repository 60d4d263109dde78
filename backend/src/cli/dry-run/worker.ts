import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { type Block, type BlockOptions, type CountedBlock, countBlock } from './block.ts';

const port = parentPort as MessagePort;
port.on('message', (block: Block) => {
  const counted: CountedBlock = { counts: countBlock(block, workerData as BlockOptions), bytes: block.bytes };
  port.postMessage(counted, [block.bytes.buffer]);
});
