import type { Clock } from './model/clock.ts';
import type { Aggregator } from './model/contracts/aggregator.ts';
import type { Forecaster } from './model/contracts/forecaster.ts';
import type { LogPiece, LogReader } from './model/contracts/log-reader.ts';
import type { LogPosition, LogState } from './model/contracts/log-state.ts';
import type { LogFormat, Parser, RecordSink } from './model/contracts/parser.ts';
import type { Store } from './model/contracts/store.ts';
import { type Forecast, forecastBatch } from './model/forecast.ts';
import type { Batch } from './model/series.ts';

/** One log source with the parts that read it. */
export interface LogSource {
  readonly name: string;
  readonly zone: string;
  readonly format: LogFormat;
  readonly reader: LogReader;
  readonly aggregator: Aggregator;
  readonly state: LogState;
}

/**
 * The way of the log lines: file → parser → aggregator → store → state. Samples are made durable first, then positions
 * and accumulators move in one transaction. After a crash the lines since that transaction are read again and give the
 * same absolute values, so nothing is lost and nothing counted twice. While the store is away its write waits, and so
 * does the reading. A line dated after `latest` is unreadable: it would close hours that are not over. Ends with the
 * reader, or on the signal.
 */
export async function followLog(
  source: LogSource,
  parts: { store: Pick<Store, 'write'>; clock: Clock; latest: () => number; stored: (batch: Batch) => void },
  signal: AbortSignal,
): Promise<void> {
  const { reader, aggregator, state } = source;
  const sink = sinkUntil(parts.latest, aggregator.sink);
  const parsers = new Map<string, Parser>();
  let read: LogPosition[] = [];

  const settle = async (now?: number) => {
    const { batch, changes } = aggregator.drain(now === undefined ? {} : { now });
    if (batch.length > 0) await parts.store.write(batch);
    if (read.length > 0 || batch.length > 0) state.commit(read, changes);
    read = [];
    if (batch.length > 0) parts.stored(batch);
  };
  const take = async (piece: LogPiece) => {
    const { fingerprint } = piece.position;
    const parser = parsers.get(fingerprint) ?? parserFor(source, piece);
    parser.push(piece.bytes, sink);
    if (piece.end) parser.end(sink);
    if (piece.end) parsers.delete(fingerprint);
    else parsers.set(fingerprint, parser);
    read.push({ ...piece.position, clock: parser.clock });
    await settle();
  };
  await reader.read(take, () => settle(parts.clock.now()), signal);
}

/** Hands on what is dated before `latest`; anything later comes from a clock that is wrong. */
function sinkUntil(latest: () => number, sink: RecordSink): RecordSink {
  return {
    record: (record) => (record.time > latest() ? sink.unreadable('impossible date') : sink.record(record)),
    other: (time) => (time > latest() ? sink.unreadable('impossible date') : sink.other(time)),
    unreadable: (reason) => sink.unreadable(reason),
  };
}

/** A parser that goes on where an earlier one of the same file was left. */
function parserFor({ format, state, zone }: LogSource, piece: LogPiece): Parser {
  const clock = state.get(piece.position.fingerprint)?.clock;
  const reference = format.reference(piece.head, zone) ?? piece.modified;
  return format.create({ zone, reference, ...(clock === undefined ? {} : { clock }) });
}

/** What became of the samples handed to the forecasting. */
export interface ForecastFlow {
  /** Takes samples that are in the store; never waits. */
  push(batch: Batch): void;
  /** Resolves when everything pushed so far is learnt and its forecasts are stored. */
  settled(): Promise<void>;
}

/**
 * The way of the forecasts: stored samples → forecaster → store. Batches are learnt one after another in the background.
 * What a crash interrupts is made again from the store by `push`ing what the forecaster's snapshot does not know.
 */
export function forecastFlow(parts: {
  forecaster: Forecaster;
  store: Store;
  made: (forecasts: Forecast[], seconds: number) => Promise<void>;
  failed: (error: unknown) => void;
}): ForecastFlow {
  let work: Promise<void> = Promise.resolve();
  const learn = async (batch: Batch) => {
    const begun = performance.now();
    const forecasts = await parts.forecaster.observe(batch);
    const seconds = (performance.now() - begun) / 1000;
    if (forecasts.length === 0) return;
    await parts.store.write(forecastBatch(forecasts));
    await parts.made(forecasts, seconds);
  };
  return {
    push(batch) {
      work = work.then(() => learn(batch)).catch(parts.failed);
    },
    settled: () => work,
  };
}
