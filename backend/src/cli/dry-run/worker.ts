import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { type Block, type BlockOptions, countBlock } from './block.ts';

const port = parentPort as MessagePort;
port.on('message', (block: Block) => port.postMessage(countBlock(block, workerData as BlockOptions)));
