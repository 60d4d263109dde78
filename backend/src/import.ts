import { importFiles } from './collect/tail/import.ts';
import { type Configuration, FORMATS } from './configuration.ts';
import { systemClock } from './model/clock.ts';
import type { LogReader } from './model/contracts/log-reader.ts';
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

/** Reads files whole and stores nothing: the ten targets of each hour, by its start in epoch milliseconds. */
export async function importDry(options: {
  format: LogFormat;
  files: string[];
  zone: string;
  progress: Progress;
  warn?: Warn;
}) {
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
    const before = aggregatorOf(log, configuration.zone, state).counts();
    const reader = importFiles(files, state);
    // What was learnt may be younger than what is imported: the next start learns it all again.
    await forecastSnapshot(configuration).remove();
    const counts = await importWith({ log, format, place, state, reader, write, progress, warn });
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
  reader: LogReader;
  write: (batch: Batch) => Promise<void>;
  progress: Progress;
  warn: Warn | undefined;
}) {
  const { log, format, place, state, write, progress, warn } = parts;
  const aggregator = aggregatorOf({ ...log, zone: place }, place, state);
  const fitting = fitReader(parts.reader, { format, formats: FORMATS, zone: place }, (_, problem) => {
    if (problem !== undefined) warn?.(problem);
  });
  const reader: LogReader = {
    read: (take, idle, signal) =>
      fitting.read((piece) => take(piece).then(() => progress(aggregator.counts().lines)), idle, signal),
  };
  const source = { name: log.name, zone: place, format, reader, aggregator, state };
  // Whatever is in the files is complete as far as it goes.
  const clock = { ...systemClock, now: () => Number.MAX_SAFE_INTEGER };
  const latest = () => systemClock.now() + 24 * HOUR;
  await followLog(source, { store: { write }, clock, latest, stored: () => {} }, new AbortController().signal);
  return aggregator.counts();
}
