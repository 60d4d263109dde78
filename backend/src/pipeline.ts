import { setImmediate as breathe } from 'node:timers/promises';
import { eachOf } from './model/accounting-run.ts';
import type { Clock } from './model/clock.ts';
import type { Aggregator } from './model/contracts/aggregator.ts';
import type { Collector, DeviceReport } from './model/contracts/collector.ts';
import type { Detector } from './model/contracts/detector.ts';
import type { JudgedForecaster, Observed } from './model/contracts/forecaster.ts';
import type { Incidents } from './model/contracts/incidents.ts';
import type { LogPiece, LogReader } from './model/contracts/log-reader.ts';
import type { LogPosition, LogState } from './model/contracts/log-state.ts';
import type { LogFormat, Parser, RecordSink } from './model/contracts/parser.ts';
import type { Store } from './model/contracts/store.ts';
import { type Forecast, forecastBatch } from './model/forecast.ts';
import type { Alarm, IncidentEvent } from './model/incident.ts';
import { type Batch, batchParts, batchSize, type Series } from './model/series.ts';

/** One log source with the parts that read it. */
export interface LogSource {
  readonly name: string;
  readonly zone: string;
  readonly format: LogFormat;
  readonly reader: LogReader;
  readonly aggregator: Aggregator;
  readonly state: LogState;
}

/** Octets that are read between two commits while there is more: so much costs a commit little, and holds nothing else up. */
const COMMITTED_AT_ONCE = 131_072;
/** Parsers that are kept for files that go on; what others knew is in the state. */
const MOST_PARSERS = 500;
/** A log in which nothing happens is asked this often what time alone completes, milliseconds of the clock. */
const QUIET_PERIOD = 1000;
/** And one that is written this often: its own dates tell, and to complete what goes on costs much. */
const BUSY_PERIOD = 60_000;

/**
 * The way of the log lines: file → parser → aggregator → store → state. Samples are made durable first, then positions
 * and accumulators move in one transaction. After a crash the lines since that transaction are read again and give the
 * same absolute values, so nothing is lost and nothing counted twice. While the store is away its write waits, and so
 * does the reading. A line dated after `latest` is unreadable: it would close hours that are not over. Ends with the
 * reader, or on the signal.
 */
export async function followLog(
  source: LogSource,
  parts: {
    store: Pick<Store, 'write'>;
    clock: Clock;
    latest: () => number;
    stored: (batch: Batch) => void;
    /** Told of each entry that could not be read. */
    unreadable?: RecordSink['unreadable'];
  },
  signal: AbortSignal,
): Promise<void> {
  const { reader, aggregator, state } = source;
  let until = 0;
  const sink = sinkUntil(() => until, aggregator.sink, parts.unreadable);
  const parsers = new Map<string, Parser>();
  /** Parsers of other files, to be used again. */
  const spare: Parser[] = [];
  const read = new Map<string, LogPosition>();
  let taken = 0;
  let asked = Number.NEGATIVE_INFINITY;
  let heard = Number.NEGATIVE_INFINITY;

  const settle = async (now?: number) => {
    const { batch, changes } = aggregator.drain(now === undefined ? {} : { now });
    if (batch.length > 0) await parts.store.write(batch);
    if (read.size > 0 || batch.length > 0) state.commit(read.values(), changes);
    read.clear();
    taken = 0;
    spareParsers(parsers, spare);
    if (batch.length > 0) parts.stored(batch);
  };
  const take = async (piece: LogPiece) => {
    until = parts.latest();
    const { fingerprint } = piece.position;
    const parser = parsers.get(fingerprint) ?? parserFor(source, piece, spare);
    parsers.delete(fingerprint);
    parser.push(piece.bytes, sink);
    if (piece.end) parser.end(sink);
    else parsers.set(fingerprint, parser);
    // An entry that is not whole yet is read again by whoever goes on from here.
    const offset = piece.position.offset - parser.pending;
    read.set(fingerprint, { ...piece.position, offset, clock: parser.clock, memory: parser.memory });
    taken += piece.bytes.length;
    await breathe();
    if (taken >= (reader.atOnce ?? COMMITTED_AT_ONCE)) await settle();
  };
  const idle = async () => {
    const now = parts.clock.now();
    if (read.size > 0) heard = now;
    const period = Math.abs(now - heard) < QUIET_PERIOD ? BUSY_PERIOD : QUIET_PERIOD;
    if (Math.abs(now - asked) >= period) {
      asked = now;
      await settle(now);
    } else if (read.size > 0) await settle();
  };
  await reader.read(take, idle, signal);
  // On the signal it ends before it is idle; a sender sends nothing again.
  if (read.size > 0) await settle();
}

/** Spares parsers that were not used for longest, but none that holds a part of an entry. */
function spareParsers(parsers: Map<string, Parser>, spare: Parser[]): void {
  if (parsers.size <= MOST_PARSERS) return;
  for (const [fingerprint, parser] of parsers) {
    if (parsers.size <= MOST_PARSERS / 2) return;
    if (parser.pending > 0) continue;
    parsers.delete(fingerprint);
    if (parser.renew && spare.length < MOST_PARSERS) spare.push(parser);
  }
}

/** Hands on what is dated before `latest`; anything later comes from a clock that is wrong. */
export function sinkUntil(latest: () => number, sink: RecordSink, told?: RecordSink['unreadable']): RecordSink {
  const unreadable: RecordSink['unreadable'] = (reason, text) => {
    sink.unreadable(reason, text);
    told?.(reason, text);
  };
  const refuse = (time: number) => unreadable('impossible date', () => `dated ${new Date(time).toJSON()}`);
  const single: RecordSink = {
    record: (record) => (record.time > latest() ? refuse(record.time) : sink.record(record)),
    other: (time) => (time > latest() ? refuse(time) : sink.other(time)),
    unreadable,
  };
  if (!sink.run) return single;
  return { ...single, run: (run) => (run.newest > latest() ? eachOf(run, single) : sink.run?.(run)) };
}

/** A parser that goes on where an earlier one of the same file was left. */
function parserFor({ format, state, zone }: LogSource, piece: LogPiece, spare: Parser[]): Parser {
  const { clock, memory } = state.get(piece.position.fingerprint) ?? {};
  const reference = format.reference(piece.head, zone) ?? piece.modified;
  const left = { ...(clock === undefined ? {} : { clock }), ...(memory === undefined ? {} : { memory }) };
  const options = { zone, reference, ...left };
  const parser = spare.pop();
  if (!parser?.renew) return format.create(options);
  parser.renew(options);
  return parser;
}

/** Samples averaged, learnt and written at a time, so that nothing else waits long for what is done with them. */
const AVERAGED_AT_ONCE = 20_000;
const LEARNT_AT_ONCE = 500;
const WRITTEN_AT_ONCE = 4000;
/** Forecasts that wait to be written together: a write costs the store about as much as a thousand samples. */
const FORECASTS_AT_ONCE = 300;
/** Parts that are learnt while the first of them is written, so that there is work for every thread. */
const UNDER_WAY = 32;

export interface ForecastParts {
  readonly forecaster: Pick<JudgedForecaster, 'observe'>;
  readonly store: Pick<Store, 'write'>;
  /** The means that these samples complete. */
  readonly means: (batch: Batch) => Batch;
  /** True for series that are forecast in the step they have. */
  readonly isForecast: (series: Series) => boolean;
  /** Told of what is stored. */
  readonly stored: (observed: Observed) => void;
}

/**
 * The way of the forecasts: stored samples → their means over longer steps → forecaster → store → whoever is told of the
 * forecasts made of these samples, of those with an origin of `since` or later, and of what they say of the quality of
 * earlier ones. It goes in parts, in the order of the batch.
 */
export async function forecastSamples(batch: Batch, since: number | undefined, parts: ForecastParts): Promise<void> {
  const learn = (part: Batch) => parts.forecaster.observe(part, since);
  let waiting: Observed[] = [];
  const settle = async () => {
    const told = [
      ...forecastBatch(waiting.flatMap(({ forecasts }) => forecasts)),
      ...waiting.flatMap(({ quality }) => quality),
    ];
    for (const part of batchParts(told, WRITTEN_AT_ONCE)) await parts.store.write(part);
    for (const observed of waiting) parts.stored(observed);
    waiting = [];
  };
  let count = 0;
  for await (const observed of inOrder(learntParts(batch, parts), UNDER_WAY, learn)) {
    waiting.push(observed);
    count += observed.forecasts.length + batchSize(observed.quality);
    if (count < FORECASTS_AT_ONCE) continue;
    await settle();
    count = 0;
  }
  await settle();
}

/** What is learnt of samples, in parts: those that are forecast in the step they have, and the means they complete, once stored. */
async function* learntParts(
  batch: Batch,
  parts: Pick<ForecastParts, 'store' | 'means' | 'isForecast'>,
): AsyncGenerator<Batch, void> {
  for (const part of batchParts(batch, AVERAGED_AT_ONCE)) {
    const means = parts.means(part);
    for (const some of batchParts(means, WRITTEN_AT_ONCE)) await parts.store.write(some);
    yield* batchParts([...part.filter(({ series }) => parts.isForecast(series)), ...means], LEARNT_AT_ONCE);
  }
}

/** Works on items, up to so many at a time, begun in their order; answers in their order. */
async function* inOrder<T, R>(
  items: AsyncIterable<T>,
  atOnce: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R, void> {
  const underWay: Promise<R>[] = [];
  for await (const item of items) {
    const one = work(item);
    // Whoever waits for it gets the error; nobody may wait any more.
    one.catch(() => {});
    underWay.push(one);
    await breathe();
    if (underWay.length === atOnce) yield underWay.shift()!;
  }
  yield* underWay;
}

/** Reports whose samples may wait for the store at a time; those beyond are watched, but not kept. */
const MOST_WAITING = 2000;

/**
 * The way of what devices answer: poll → what is watched and shown → store → forecasts. Polling and watching go on while
 * the store is slow or away, however long: a network that nobody asks would look dead. `failed` is told of samples that
 * are lost.
 */
export async function pollDevices(
  collector: Collector,
  parts: {
    store: Pick<Store, 'write'>;
    reported: (report: DeviceReport) => void;
    measured: (batch: Batch) => void;
    stored: (batch: Batch) => void;
    failed: (error: unknown) => void;
  },
  signal: AbortSignal,
): Promise<void> {
  const waiting = new Set<Promise<void>>();
  let lost = 0;
  const keep = (batch: Batch) => {
    if (waiting.size >= MOST_WAITING) {
      if (lost++ === 0) parts.failed(new Error(`${MOST_WAITING} polls wait for the store, no more are kept`));
      return;
    }
    if (lost > 0) parts.failed(new Error(`${lost} polls were not kept while the store was away`));
    lost = 0;
    const kept = parts.store
      .write(batch)
      .then(() => parts.stored(batch))
      .catch(parts.failed)
      .finally(() => waiting.delete(kept));
    waiting.add(kept);
  };
  await collector.start(async (report) => {
    parts.reported(report);
    if (report.batch.length === 0) return;
    parts.measured(report.batch);
    keep(report.batch);
  }, signal);
  await Promise.all(waiting);
}

/**
 * The way of the incidents: samples and forecasts → alarms → incidents and their events → whoever listens. `now` is the
 * time at which the incidents change.
 */
export function watchFlow(parts: {
  detector: Detector;
  incidents: Incidents;
  now: () => number;
  tell: (events: IncidentEvent[]) => void;
  failed: (error: unknown) => void;
}) {
  const take = (look: () => Alarm[]) => {
    try {
      const events = parts.incidents.take(look(), parts.now());
      if (events.length > 0) parts.tell(events);
    } catch (error) {
      parts.failed(error);
    }
  };
  return {
    measured: (batch: Batch) => take(() => parts.detector.observe(batch)),
    forecast: (forecasts: readonly Forecast[]) => take(() => parts.detector.foresee(forecasts)),
    /** Lets time pass, so that silence is seen. */
    tick: () => take(() => parts.detector.tick(parts.now())),
  };
}
