import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { PresageError, reason } from '../errors.ts';
import { handedOver, packForecasts } from './crossing.ts';
import { createForecaster } from './forecaster.ts';
import { createQuality } from './quality/quality.ts';
import { readGroups } from './quality/snapshot.ts';
import type { Answer, Call, Failure, Setup } from './worker-thread.ts';

const port = parentPort as MessagePort;
const { options, shard } = workerData as Setup;
const reported = new Set<string>();
/** Told once of each series: what fails may fail with every sample. */
const failed = (key: string, error: unknown) => {
  if (reported.has(key)) return;
  reported.add(key);
  port.postMessage({ failed: key, reason: reason(error) } satisfies Failure);
};
const forecaster = createForecaster(options, { shard, failed });
const quality = createQuality({ shard, failed });
/** The snapshot that is under way. */
let snapshot: AsyncIterator<Uint8Array> | undefined;

async function* snapshotParts(): AsyncGenerator<Uint8Array> {
  yield* forecaster.snapshot();
  yield* quality.snapshot();
}

/** What is answered, and what of it is handed over. */
interface Performed {
  readonly value: unknown;
  readonly transfer?: ArrayBuffer[];
}

async function perform(call: Call): Promise<Performed> {
  switch (call.method) {
    case 'observe': {
      const { batch, since } = call;
      const made = await forecaster.observe(batch, since);
      const forecasts = packForecasts(batch, made);
      return { value: { forecasts, judged: quality.observe(batch, made) }, transfer: handedOver(forecasts) };
    }
    case 'snapshot': {
      if (call.begin || !snapshot) snapshot = snapshotParts();
      const { value } = await snapshot.next();
      return value ? { value, transfer: [value.buffer] } : { value };
    }
    case 'restore':
      await forecaster.restore(call.bytes);
      quality.restore(call.bytes);
      return { value: shard.index === 0 ? readGroups(call.bytes) : undefined };
    case 'explain':
      return { value: await forecaster.explain(call.key, call.lead) };
    case 'forecast':
      return { value: await forecaster.forecast(call.key, call.leads) };
    case 'learning':
      return { value: await forecaster.learning() };
  }
}

// Calls are answered one after another, in their order.
let work: Promise<void> = Promise.resolve();
port.on('message', ({ id, call }: { id: number; call: Call }) => {
  work = work.then(async () => {
    try {
      const { value, transfer } = await perform(call);
      port.postMessage({ id, value } satisfies Answer, transfer ?? []);
    } catch (error) {
      const code = error instanceof PresageError ? error.code : undefined;
      port.postMessage({ id, error: { code, message: reason(error) } } satisfies Answer);
    }
  });
});
