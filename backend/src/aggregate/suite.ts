import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccountingRecord, UnreadableReason } from '../model/accounting.ts';
import { eachOf } from '../model/accounting-run.ts';
import type { AggregateRows, Json, RowChange } from '../model/contracts/log-state.ts';
import type { RecordSink } from '../model/contracts/parser.ts';
import { type Batch, seriesKey } from '../model/series.ts';
import { HOUR } from '../model/targets.ts';
import { accountingRecord } from '../test/accounting-record.ts';
import { fitsRun, runOf } from '../test/accounting-run.ts';
import type { AggregatePart, PartState } from './part.ts';

export const T0 = Date.parse('2026-03-02T10:00:00Z');
export const SECOND = 1000;

/** A state in memory that keeps what `drain` changes, as the state database does. */
export function memoryState(): AggregateRows & { commit(changes: readonly RowChange[]): void } {
  const kept = new Map<string, Map<string, string>>();
  const part = (name: string) => {
    const rows = kept.get(name) ?? new Map<string, string>();
    kept.set(name, rows);
    return rows;
  };
  return {
    row: (name, key): Json | undefined => {
      const text = part(name).get(key);
      return text === undefined ? undefined : JSON.parse(text);
    },
    rows: (name) => [...part(name)].map(([key, data]) => [key, JSON.parse(data)] as [string, Json]),
    commit(changes) {
      for (const { part: name, key, data } of changes) {
        if (data === null) part(name).delete(key);
        else part(name).set(key, JSON.stringify(data));
      }
    },
  };
}

/** An Alive of a master session that has moved some octets. */
export const event = (time: number, more: Partial<AccountingRecord> = {}): AccountingRecord =>
  accountingRecord(time, { inputOctets: 10, outputOctets: 20, delaySeconds: 0.5, ...more });

const NO_SESSION = {
  ...{ statusType: undefined, sessionId: undefined, sessionSeconds: undefined },
  ...{ inputOctets: undefined, outputOctets: undefined },
};

export const authentication = (time: number, more: Partial<AccountingRecord> = {}): AccountingRecord =>
  event(time, { kind: 'authentication', ...NO_SESSION, ...more });

/** What a NAS says of itself. */
export const ofNas = (time: number, statusType: 'On' | 'Off', nas = '192.0.2.1'): AccountingRecord =>
  event(time, { ...NO_SESSION, statusType, nas, login: '', delaySeconds: undefined });

/** An event, the date of an entry that is none, or why an entry cannot be read. */
export type Line = AccountingRecord | number | UnreadableReason;

export function feed(sink: RecordSink, line: Line): void {
  if (typeof line === 'string') sink.unreadable(line);
  else if (typeof line === 'number') sink.other(line);
  else sink.record(line);
}

export type Stored = Map<string, Map<number, number>>;

/** Keeps samples as a store does: the same series and time written twice keeps the last value. */
export function store(stored: Stored, batch: Batch): void {
  for (const { series, times, values } of batch) {
    const samples = stored.get(seriesKey(series)) ?? new Map();
    stored.set(seriesKey(series), samples);
    times.forEach((time, index) => void samples.set(time, values[index]));
  }
}

const NEVER: ReadonlySet<number> = new Set();
export type CreatePart = (state: PartState) => AggregatePart;

/**
 * What a store would hold after the lines, with a part that is drained, and made anew from its rows, at the given places; with
 * `inRuns` it gets what stands between the places in runs, where it can.
 */
export function runPart(
  create: CreatePart,
  lines: readonly Line[],
  cuts: ReadonlySet<number> = NEVER,
  restartAt: ReadonlySet<number> = NEVER,
  { inRuns = false } = {},
): Stored {
  const state = memoryState();
  const made = () => create({ row: (key) => state.row('part', key), rows: () => state.rows('part'), blobs: () => [] });
  const stored: Stored = new Map();
  let part = made();
  let newest: number | undefined;
  const pass = (time: number) => {
    newest = Math.max(newest ?? time, time);
  };
  const sink: RecordSink = {
    record(record) {
      pass(record.time);
      part.record(record);
    },
    other(time) {
      pass(time);
      part.other?.(time);
    },
    unreadable() {},
  };
  let waiting: (AccountingRecord | number)[] = [];
  const endRun = () => {
    if (waiting.length === 0) return;
    const run = runOf(waiting);
    waiting = [];
    pass(run.newest);
    if (part.run) part.run(run);
    else eachOf(run, part);
  };
  lines.forEach((line, index) => {
    if (inRuns && typeof line !== 'string' && fitsRun(line)) waiting.push(line);
    else {
      endRun();
      feed(sink, line);
    }
    if (!cuts.has(index) && !restartAt.has(index)) return;
    endRun();
    const { blocks, rows } = part.drain(newest);
    store(stored, blocks);
    state.commit([...rows].map(([key, data]) => ({ part: 'part', key, data })));
    if (restartAt.has(index)) part = made();
  });
  endRun();
  store(stored, part.drain(Number.MAX_SAFE_INTEGER).blocks);
  return stored;
}

const disorder = fc.integer({ min: -3 * SECOND, max: 3 * SECOND });
const late = fc.integer({ min: -9 * HOUR, max: 0 });
const word = fc.constantFrom('a', 'b', 'c');
const anyRecord = fc.record({
  kind: fc.constantFrom('accounting' as const, 'accounting' as const, 'authentication' as const, 'skipped' as const),
  statusType: fc.constantFrom('Start', 'Alive', 'Stop', undefined),
  sessionId: word,
  nas: fc.constantFrom('192.0.2.1', '192.0.2.2', undefined),
  direction: fc.constantFrom(undefined, undefined, 1, 2),
  login: fc.constantFrom('a', 'a@b', 'a@b@C', '@', ''),
  failed: fc.boolean(),
  failure: fc.constantFrom('no money', 'no service', undefined),
  sessionSeconds: fc.option(fc.nat({ max: 20_000 }), { nil: undefined }),
  inputOctets: fc.option(fc.nat({ max: 9000 }), { nil: undefined }),
  outputOctets: fc.nat({ max: 9000 }),
  octetsWrap: fc.boolean(),
  delaySeconds: fc.option(fc.double({ min: 0, max: 10, noNaN: true }), { nil: undefined }),
});
const anyLine = fc.oneof(
  {
    weight: 9,
    arbitrary: anyRecord.map(
      (more) =>
        (time: number): Line =>
          event(time, more),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('On' as const, 'Off' as const).map(
      (what) =>
        (time: number): Line =>
          ofNas(time, what),
    ),
  },
  { weight: 1, arbitrary: fc.constant((time: number): Line => time) },
);

/** Lines of all kinds of events, in little disorder, a few of them hours late. */
export const anyLog: fc.Arbitrary<Line[]> = fc
  .array(
    fc.record({
      step: fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 60 }) }, { weight: 1, arbitrary: fc.nat({ max: 9000 }) }),
      offset: fc.oneof({ weight: 4, arbitrary: disorder }, { weight: 1, arbitrary: late }),
      line: anyLine,
    }),
    { minLength: 1, maxLength: 80 },
  )
  .map((steps) => {
    let time = T0;
    return steps.map(({ step, offset, line }) => {
      time += step * SECOND;
      return line(time + offset);
    });
  });

export const places = fc.array(fc.nat({ max: 79 }));

/** What every part of the aggregator promises. */
export function partSuite(name: string, create: CreatePart): void {
  describe(`${name}, as every part`, () => {
    test('gives what one pass gives when it is drained and restarted at any places', () => {
      fc.assert(
        fc.property(anyLog, places, places, (lines, cuts, restarts) => {
          const once = runPart(create, lines);
          expect(runPart(create, lines, new Set(cuts), new Set(restarts))).toEqual(once);
        }),
        { numRuns: 300 },
      );
    });

    test('makes of runs what it makes of their entries one by one', () => {
      fc.assert(
        fc.property(anyLog, places, places, (lines, cuts, restarts) => {
          const oneByOne = runPart(create, lines, new Set(cuts), new Set(restarts));
          expect(runPart(create, lines, new Set(cuts), new Set(restarts), { inRuns: true })).toEqual(oneByOne);
        }),
        { numRuns: 300 },
      );
    });

    test('answers finite values that are not negative, of distinct series in the order of time', () => {
      fc.assert(
        fc.property(anyLog, (lines) => {
          const state = memoryState();
          const part = create({
            row: (key) => state.row('part', key),
            rows: () => state.rows('part'),
            blobs: () => [],
          });
          for (const line of lines) {
            if (typeof line === 'string') continue;
            if (typeof line === 'number') part.other?.(line);
            else part.record(line);
          }
          const { blocks } = part.drain(Number.MAX_SAFE_INTEGER);
          expect(new Set(blocks.map(({ series }) => seriesKey(series))).size).toBe(blocks.length);
          for (const { times, values } of blocks) {
            expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
            expect(values).toHaveLength(times.length);
            for (const value of values) expect(Number.isFinite(value) && value >= 0).toBe(true);
          }
        }),
        { numRuns: 100 },
      );
    });

    test('tells nothing twice, and what it has told before its rows are needed again', () => {
      const state = memoryState();
      const part = create({ row: (key) => state.row('part', key), rows: () => state.rows('part'), blobs: () => [] });
      expect(part.drain(undefined).blocks).toEqual([]);
      for (let index = 0; index < 200; index++) {
        const record = event(T0 + index * 60 * SECOND, { sessionSeconds: index * 60 });
        part.record(record);
      }
      const reached = T0 + 24 * HOUR;
      const { blocks, rows } = part.drain(reached);
      state.commit([...rows].map(([key, data]) => ({ part: 'part', key, data })));
      const again = part.drain(reached);
      const known = new Set(blocks.flatMap(({ series, times }) => times.map((time) => `${seriesKey(series)} ${time}`)));
      const repeated = again.blocks.flatMap(({ series, times }) => times.map((time) => `${seriesKey(series)} ${time}`));
      expect(repeated.filter((sample) => known.has(sample))).toEqual([]);
      expect(again.rows.size).toBeLessThanOrEqual(1);
    });
  });
}
