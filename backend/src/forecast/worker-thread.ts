import { Worker } from 'node:worker_threads';
import { type ErrorCode, PresageError, reason } from '../errors.ts';
import type { Batch } from '../model/series.ts';
import type { ForecasterOptions } from './forecaster.ts';
import type { Shard } from './shards.ts';

/** What a thread is started with. */
export interface Setup {
  readonly options: ForecasterOptions;
  /** The series that it has. */
  readonly shard: Shard;
}

/** What is asked of a thread. */
export type Call =
  | { readonly method: 'observe'; readonly batch: Batch; readonly since: number | undefined }
  /** The first part of a new snapshot, or the next one; undefined after the last. */
  | { readonly method: 'snapshot'; readonly begin: boolean }
  | { readonly method: 'restore'; readonly bytes: Uint8Array }
  | { readonly method: 'explain'; readonly key: string; readonly lead: number }
  | { readonly method: 'forecast'; readonly key: string; readonly leads: number }
  | { readonly method: 'learning' };

/** What it answers: a value, or an error with its code. */
export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: { readonly code: ErrorCode | undefined; readonly message: string };
}

/** What it tells of a series that cannot be forecast. */
export interface Failure {
  readonly failed: string;
  readonly reason: string;
}

/** Told of what happens in the threads. */
export interface ThreadListener {
  /** A series failed, told once of each; it starts anew. */
  readonly failed?: (key: string, why: string) => void;
  /** A thread has ended without being told to: FORECASTER_ENDED. Nothing can be forecast any more. */
  readonly ended?: (error: PresageError) => void;
}

/** A thread that forecasts one shard of the series. */
export interface ForecastThread {
  /** Calls are answered in their order. Rejects with what went wrong there, or FORECASTER_ENDED. */
  ask<T>(call: Call): Promise<T>;
  close(): Promise<void>;
}

export function startThread(setup: Setup, { failed, ended }: ThreadListener): ForecastThread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: setup });
  const pending = new Map<number, { resolve: (value: never) => void; reject: (error: unknown) => void }>();
  let next = 0;
  let dead: PresageError | undefined;
  let closing = false;
  const end = (why: string, cause?: unknown) => {
    if (dead) return;
    const what = 'start Presage again: it goes on from its last snapshot and from what the store has beyond it';
    dead = new PresageError('FORECASTER_ENDED', `${why}; ${what}`, { cause });
    for (const { reject } of pending.values()) reject(dead);
    pending.clear();
    if (!closing) ended?.(dead);
  };
  worker.on('message', (message: Answer | Failure) => {
    if ('failed' in message) return failed?.(message.failed, message.reason);
    const { id, value, error } = message;
    const call = pending.get(id);
    pending.delete(id);
    if (error) call?.reject(error.code ? new PresageError(error.code, error.message) : new Error(error.message));
    else call?.resolve(value as never);
  });
  worker.on('error', (error) => end(`a forecasting thread has failed: ${reason(error)}`, error));
  worker.on('exit', () => end('a forecasting thread has ended'));
  // A thread that only waits must not keep the process alive.
  worker.unref();
  return {
    ask(call) {
      if (dead) return Promise.reject(dead);
      const id = next++;
      worker.ref();
      const answer = new Promise<never>((resolve, reject) => {
        pending.set(id, { resolve, reject });
        worker.postMessage({ id, call });
      });
      return answer.finally(() => {
        if (pending.size === 0) worker.unref();
      });
    },
    async close() {
      closing = true;
      await worker.terminate();
    },
  };
}
