import { availableParallelism } from 'node:os';
import { targetValues } from './aggregate/hours.ts';
import type { SubscriberOptions } from './aggregate/subscribers/subscribers.ts';
import { LINE_FORMATS } from './cli/dry-run/block.ts';
import { BLOCK, countHours } from './cli/dry-run/count-hours.ts';
import { importFiles } from './collect/tail/import.ts';
import { type Configuration, subscriberOptions } from './configuration.ts';
import { FORMATS } from './log-formats.ts';
import { systemClock } from './model/clock.ts';
import type { LogReader, Positions } from './model/contracts/log-reader.ts';
import type { LogState } from './model/contracts/log-state.ts';
import type { LogFormat } from './model/contracts/parser.ts';
import type { Batch } from './model/series.ts';
import { HOUR, TARGET_NAMES, type TargetName } from './model/targets.ts';
import { aggregatorOf, forecastSnapshot, type LogConfiguration, openStore } from './parts.ts';
import { followLog } from './pipeline.ts';
import { fitReader } from './service/format-fit.ts';
import { openMemoryState, openState } from './state/database.ts';
import { createLogState } from './state/log-state.ts';

/** Told now and then how many lines were read. */
export type Progress = (lines: number) => void;

/** Told in words of a file that does not hold the format it is read as. */
export type Warn = (problem: string) => void;

export interface ImportSummary {
  readonly lines: number;
  readonly unreadable: Readonly<Record<string, number>>;
  readonly hours: number;
}

export interface DryOptions {
  readonly format: LogFormat;
  readonly files: string[];
  readonly zone: string;
  readonly progress: Progress;
  readonly warn?: Warn;
  /** Threads that count long files. */
  readonly threads?: number;
}

export interface DryImport {
  readonly hours: ReadonlyMap<number, Record<TargetName, number | null>>;
  readonly summary: ImportSummary;
}

/** How far the clock of a log's host may run ahead of ours. */
const FAST_CLOCK = 24 * HOUR;
/** Threads that count long files where nothing is said. */
const MOST_THREADS = 8;
const defaultThreads = () => Math.min(MOST_THREADS, availableParallelism());
const NOTHING_READ: Positions = { get: () => undefined };

/** Reads files whole and stores nothing: the ten targets of each hour, by its start in epoch milliseconds. */
export async function importDry(options: DryOptions): Promise<DryImport> {
  const { format, files, zone: place, progress, warn, threads = defaultThreads() } = options;
  const counted = LINE_FORMATS.includes(format)
    ? await countHours({
        reader: fitting(importFiles(files, NOTHING_READ, { placeLength: BLOCK }), format, place, warn),
        latest: systemClock.now() + FAST_CLOCK,
        ...{ format, zone: place, threads, progress },
      })
    : undefined;
  if (!counted) return importInOrder(options);
  const hours = new Map([...counted.hours].map(([start, bucket]) => [start, targetValues(bucket)]));
  return { hours, summary: { ...counted.lines, hours: hours.size } };
}

/** The same in one thread, file after file, of any format. */
async function importInOrder(options: DryOptions): Promise<DryImport> {
  const { format, files, zone: place, progress, warn } = options;
  const memory = openMemoryState();
  const hours = new Map<number, Record<TargetName, number | null>>();
  const take = async (batch: Batch) => {
    for (const { series, times, values } of batch) {
      for (const [index, time] of times.entries()) {
        const nothing = () => Object.fromEntries(TARGET_NAMES.map((name) => [name, null])) as Record<TargetName, null>;
        const hour = hours.get(time) ?? nothing();
        if (series.measurement === 'radius') hours.set(time, { ...hour, [series.field]: values[index]! });
      }
    }
  };
  const log = { name: 'dry run', zone: place, interim_period: 2 * HOUR };
  const state = createLogState(memory.database, log.name);
  const { lines, unreadable } = await importWith({
    log,
    format,
    place,
    state,
    parts: ['hours'],
    reader: importFiles(files, state),
    write: take,
    progress,
    warn,
  });
  memory.close();
  const sorted = new Map([...hours].sort(([a], [b]) => a - b));
  return { hours: sorted, summary: { lines, unreadable, hours: hours.size } };
}

/** Reads files whole into the store of a configuration, as if its source had read them. */
export async function importInto(options: {
  configuration: Configuration;
  source: string;
  format: LogFormat;
  files: string[];
  zone: string | undefined;
  progress: Progress;
  warn?: Warn;
}): Promise<ImportSummary> {
  const { configuration, source, format, files, progress, warn } = options;
  const log = configuration.logs.find(({ name }) => name === source)!;
  const place = options.zone ?? log.zone ?? configuration.zone;
  const database = openState(configuration.data);
  const store = await openStore(configuration);
  try {
    const state = createLogState(database.database, source);
    const hours = new Set<number>();
    const write = async (batch: Batch) => {
      await store.write(batch);
      for (const { series, times } of batch)
        if (series.measurement === 'radius') for (const time of times) hours.add(time);
    };
    const before = aggregatorOf(log, { zone: configuration.zone }, state).counts();
    const reader = importFiles(files, state);
    // What was learnt may be younger than what is imported: the next start learns it all again.
    await forecastSnapshot(configuration).remove();
    const subscribers = subscriberOptions(configuration);
    const counts = await importWith({ log, format, place, state, reader, write, progress, warn, subscribers });
    const unreadable = Object.entries(counts.unreadable).map(([why, count]) => [
      why,
      count - (before.unreadable[why] ?? 0),
    ]);
    return { lines: counts.lines - before.lines, unreadable: Object.fromEntries(unreadable), hours: hours.size };
  } finally {
    await store.close();
    database.close();
  }
}

async function importWith(parts: {
  log: LogConfiguration;
  format: LogFormat;
  place: string;
  state: LogState;
  /** Names of the parts of the aggregator; all where they are not named. */
  parts?: readonly string[];
  reader: LogReader;
  write: (batch: Batch) => Promise<void>;
  progress: Progress;
  warn: Warn | undefined;
  subscribers?: SubscriberOptions | undefined;
}) {
  const { log, format, place, state, write, progress, warn, subscribers } = parts;
  const aggregator = aggregatorOf({ ...log, zone: place }, { zone: place, subscribers, parts: parts.parts }, state);
  const fitted = fitting(parts.reader, format, place, warn);
  const reader: LogReader = {
    ...fitted,
    read: (take, idle, signal) =>
      fitted.read((piece) => take(piece).then(() => progress(aggregator.counts().lines)), idle, signal),
  };
  const source = { name: log.name, zone: place, format, reader, aggregator, state };
  // Whatever is in the files is complete as far as it goes.
  const clock = { ...systemClock, now: () => Number.MAX_SAFE_INTEGER };
  const latest = () => systemClock.now() + FAST_CLOCK;
  await followLog(source, { store: { write }, clock, latest, stored: () => {} }, new AbortController().signal);
  return aggregator.counts();
}

/** A reader that warns of files that do not hold the format. */
function fitting(reader: LogReader, format: LogFormat, zone: string, warn: Warn | undefined): LogReader {
  return fitReader(reader, { format, formats: FORMATS, zone }, (_, problem) => {
    if (problem !== undefined) warn?.(problem);
  });
}
