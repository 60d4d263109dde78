import type { Logger } from 'pino';
import { reason } from '../errors.ts';
import { type Clock, systemClock } from '../model/clock.ts';
import type { Aggregator } from '../model/contracts/aggregator.ts';
import type { LogReader } from '../model/contracts/log-reader.ts';
import type { LogState } from '../model/contracts/log-state.ts';
import type { LogFormat } from '../model/contracts/parser.ts';
import type { Store } from '../model/contracts/store.ts';
import type { Batch } from '../model/series.ts';
import { HOUR } from '../model/targets.ts';
import { followLog } from '../pipeline.ts';

const RETRY = 5000;
/** How far the clock of a log's host may run ahead of ours. */
const FAST_CLOCK = 24 * HOUR;

export interface LogSourceParts {
  readonly name: string;
  readonly zone: string;
  readonly format: LogFormat;
  readonly state: LogState;
  /** Makes a reader that goes on from the state; `onProblem` is told of files that cannot be read, or again can. */
  readonly createReader: (onProblem: (path: string, message: string | undefined) => void) => LogReader;
  /** Makes an aggregator that goes on from the state. */
  readonly createAggregator: () => Aggregator;
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of samples that are in the store. */
  readonly stored: (batch: Batch) => void;
}

/** One log source of the running service: it reads until the signal; after a fault it begins again at its last commit. */
export function logSource(parts: LogSourceParts) {
  const { name, zone, format, state, store, clock, logger, stored } = parts;
  const problems = new Map<string, string>();
  let aggregator = parts.createAggregator();
  const onProblem = (path: string, message: string | undefined) => {
    if (message === undefined) {
      problems.delete(path);
      logger.info({ source: name, path }, 'the file can be read again');
    } else {
      problems.set(path, message);
      logger.warn({ source: name }, message);
    }
  };
  return {
    /** How the source is doing, for the status report. */
    status() {
      const { lines, unreadable, newest } = aggregator.counts();
      const counts = {
        name,
        files: state.files(),
        lines,
        unreadable: { ...unreadable },
        newest: newest ?? null,
      };
      const problem = [...problems.values()].join('; ');
      return problem ? { ...counts, problem } : counts;
    },
    async run(signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        const source = { name, zone, format, reader: parts.createReader(onProblem), aggregator, state };
        try {
          const latest = () => clock.now() + FAST_CLOCK;
          await followLog(source, { store, clock, latest, stored }, signal);
        } catch (error) {
          if (signal.aborted) return;
          logger.error({ source: name }, reason(error));
          problems.set('', reason(error));
          await systemClock.sleep(RETRY, signal).catch(() => {});
          problems.delete('');
          aggregator = parts.createAggregator();
        }
      }
    },
  };
}
