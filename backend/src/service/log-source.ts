import type { Logger } from 'pino';
import { reason } from '../errors.ts';
import { type Clock, systemClock } from '../model/clock.ts';
import type { Aggregator } from '../model/contracts/aggregator.ts';
import type { LogReader } from '../model/contracts/log-reader.ts';
import type { LogState } from '../model/contracts/log-state.ts';
import type { LogFormat } from '../model/contracts/parser.ts';
import type { Store } from '../model/contracts/store.ts';
import { type LogSourceReport, sourceSeries } from '../model/log-source.ts';
import type { Batch } from '../model/series.ts';
import { HOUR, MINUTE } from '../model/targets.ts';
import { followLog } from '../pipeline.ts';
import { fitReader } from './format-fit.ts';
import { shownText } from './shown-text.ts';
import { sourceMeter } from './source-meter.ts';

const RETRY = 5000;
/** How often it is looked at how much was read, milliseconds of the clock. */
const METER_PERIOD = 5000;
/** How far the clock of a log's host may run ahead of ours. */
const FAST_CLOCK = 24 * HOUR;
/** As much of a text that cannot be read is kept, octets. */
const KEPT_TEXT = 1024;

export interface LogSourceParts {
  readonly name: string;
  readonly zone: string;
  readonly format: LogFormat;
  /** All that there are, for what to say of a file that does not fit. */
  readonly formats: readonly LogFormat[];
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
  /** Told each minute how the source is doing. */
  readonly measured: (batch: Batch) => void;
}

/** One log source of the running service: it reads until the signal; after a fault it begins again at its last commit. */
export function logSource(parts: LogSourceParts) {
  const { name, zone, format, formats, state, store, clock, logger, stored } = parts;
  const problems = new Map<string, string>();
  // In memory only: they may name subscribers.
  const examples = new Map<string, string>();
  const meter = sourceMeter();
  let aggregator = parts.createAggregator();
  let reader: LogReader | undefined;
  /** Pieces that are being taken in: while they wait for the store, it is not the source that is silent. */
  let underWay = 0;
  const counted = async (work: Promise<void>) => {
    underWay++;
    await work.finally(() => underWay--);
  };
  const onProblem = (path: string, message: string | undefined) => {
    if (message === undefined) {
      problems.delete(path);
      logger.info({ source: name, path }, 'the file can be read again');
    } else {
      problems.set(path, message);
      logger.warn({ source: name }, message);
    }
  };
  const follow = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      const made = fitReader(parts.createReader(onProblem), { format, formats, zone }, onProblem);
      reader = made;
      const counting: LogReader = {
        ...made,
        read: (take, idle, until) =>
          made.read(
            (piece) => counted(take(piece)),
            () => counted(idle()),
            until,
          ),
      };
      const source = { name, zone, format, reader: counting, aggregator, state };
      try {
        await followLog(
          source,
          {
            ...{ store, clock, stored, latest: () => clock.now() + FAST_CLOCK },
            unreadable: (why, text) => void (text && examples.set(why, text().slice(0, KEPT_TEXT))),
          },
          signal,
        );
      } catch (error) {
        if (signal.aborted) return;
        logger.error({ source: name }, reason(error));
        problems.set('', reason(error));
        await systemClock.sleep(RETRY, signal).catch(() => {});
        problems.delete('');
        aggregator = parts.createAggregator();
      }
    }
  };
  /** Seconds since a time; null where there is none. */
  const since = (time: number | undefined) => (time === undefined ? null : Math.max(0, clock.now() - time) / 1000);
  /** How the source is doing, of the minute that begins at a time. */
  const samplesOf = (minute: number): Batch => {
    const rate = meter.linesPerSecond();
    const values = {
      lines_per_second: rate === 0 && underWay > 0 ? null : rate,
      lag: since(aggregator.counts().newest),
      unreadable: meter.unreadablePercent(),
    };
    return Object.entries(values).flatMap(([field, value]) => {
      const series = sourceSeries(name, field as keyof typeof values);
      return value === null ? [] : [{ series, times: [minute], values: [value] }];
    });
  };
  const measure = async (signal: AbortSignal) => {
    let minute = Math.floor(clock.now() / MINUTE);
    while (!signal.aborted) {
      meter.note(clock.now(), aggregator.counts());
      const next = Math.floor(clock.now() / MINUTE);
      if (next > minute) parts.measured(samplesOf((next - 1) * MINUTE));
      minute = next;
      await clock.sleep(METER_PERIOD, signal).catch(() => {});
    }
  };
  return {
    /** How the source is doing. */
    report(): LogSourceReport {
      const { lines, unreadable, newest } = aggregator.counts();
      const { files = [], unread, receiver } = reader?.intake?.() ?? {};
      return {
        ...{ name, format: format.type, lines, unreadable: { ...unreadable } },
        examples: Object.fromEntries([...examples].map(([why, text]) => [why, shownText(text)])),
        linesPerSecond: meter.linesPerSecond(),
        newest: newest ?? null,
        lagSeconds: since(newest),
        silentSeconds: since(meter.heard()),
        unreadOctets: unread ?? null,
        filesRead: state.files(),
        files,
        receiver: receiver ?? null,
        problem: [...problems.values()].join('; ') || null,
      };
    },
    async run(signal: AbortSignal): Promise<void> {
      await Promise.all([follow(signal), measure(signal)]);
    },
  };
}
