import { parentPort, workerData } from 'node:worker_threads';
import { createForecaster } from './forecaster.ts';
import type { Answer, Call } from './worker-forecaster.ts';

const forecaster = createForecaster(workerData);

async function perform(call: Call): Promise<unknown> {
  switch (call.method) {
    case 'observe':
      return forecaster.observe(call.batch, call.since);
    case 'snapshot':
      return forecaster.snapshot();
    case 'restore':
      return forecaster.restore(call.bytes);
    case 'explain':
      return forecaster.explain(call.key, call.lead);
    case 'forecast':
      return forecaster.forecast(call.key, call.leads);
    case 'learning':
      return forecaster.learning();
  }
}

// Calls are answered one after another, in their order.
let work: Promise<void> = Promise.resolve();
parentPort?.on('message', ({ id, call }: { id: number; call: Call }) => {
  work = work.then(async () => {
    const answer: Answer = await perform(call).then(
      (value) => ({ id, value }),
      (error) => ({ id, error: { code: error.code, message: error.message } }),
    );
    parentPort?.postMessage(answer);
  });
});
