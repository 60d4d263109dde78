import { Worker } from 'node:worker_threads';
import { type ErrorCode, PresageError, reason } from '../errors.ts';
import type { Forecaster } from '../model/contracts/forecaster.ts';
import type { Batch } from '../model/series.ts';
import type { ForecasterOptions } from './forecaster.ts';

/** What is asked of the worker. */
export type Call =
  | { readonly method: 'observe'; readonly batch: Batch; readonly since: number | undefined }
  | { readonly method: 'restore'; readonly bytes: Uint8Array }
  | { readonly method: 'explain'; readonly key: string; readonly lead: number }
  | { readonly method: 'forecast'; readonly key: string; readonly leads: number }
  | { readonly method: 'snapshot' | 'learning' };

/** What it answers: a value, or an error with its code. */
export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: { readonly code?: ErrorCode; readonly message: string };
}

/** The forecaster in a thread of its own, so that learning never holds up the rest. Calls are answered in order. */
export function createWorkerForecaster(options: ForecasterOptions): Forecaster {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: options });
  const pending = new Map<number, { resolve: (value: never) => void; reject: (error: unknown) => void }>();
  let next = 0;
  let dead: Error | undefined;
  const fail = (error: Error) => {
    dead = error;
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  worker.on('message', ({ id, value, error }: Answer) => {
    const call = pending.get(id);
    pending.delete(id);
    if (error) call?.reject(error.code ? new PresageError(error.code, error.message) : new Error(error.message));
    else call?.resolve(value as never);
  });
  worker.on('error', (error) =>
    fail(new Error(`the forecasting thread has failed: ${reason(error)}`, { cause: error })),
  );
  worker.on('exit', () => fail(dead ?? new Error('the forecasting thread has ended')));
  // A thread that only waits must not keep the process alive.
  worker.unref();

  const ask = <T>(call: Call): Promise<T> => {
    if (dead) return Promise.reject(dead);
    const id = next++;
    worker.ref();
    const answer = new Promise<T>((resolve, reject) => {
      pending.set(id, { resolve, reject });
      worker.postMessage({ id, call });
    });
    return answer.finally(() => {
      if (pending.size === 0) worker.unref();
    });
  };
  return {
    observe: (batch, since) => ask({ method: 'observe', batch, since }),
    snapshot: () => ask({ method: 'snapshot' }),
    restore: (bytes) => ask({ method: 'restore', bytes }),
    learning: () => ask({ method: 'learning' }),
    explain: (key, lead) => ask({ method: 'explain', key, lead }),
    forecast: (key, leads) => ask({ method: 'forecast', key, leads }),
    async close() {
      await worker.terminate();
    },
  };
}
