import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { z } from 'zod';
import { PresageError, reason } from '../../errors.ts';
import {
  type Aggregate,
  matches,
  type Selector,
  type Store,
  type TimeRange,
  type Window,
} from '../../model/contracts/store.ts';
import { type Batch, batchSize, type SeriesBlock, seriesKey } from '../../model/series.ts';
import { checkedBatch } from '../checked.ts';
import { type KnownSeries, writeBatch } from './writing.ts';

export const embeddedStoreSchema = z.strictObject({ type: z.literal('embedded') });

/** Series read by one statement: a statement costs about a millisecond, its rows memory. */
const SERIES_A_STATEMENT = 50;
const LIMITS = { threads: '2', memory_limit: '512MB' };
const TABLES = `
  CREATE TABLE IF NOT EXISTS series (id INTEGER PRIMARY KEY, key VARCHAR NOT NULL, description VARCHAR NOT NULL);
  CREATE TABLE IF NOT EXISTS sample (
    series INTEGER NOT NULL, time BIGINT NOT NULL, value DOUBLE NOT NULL, PRIMARY KEY (series, time)
  );
  CREATE TEMP TABLE staged (series INTEGER, time BIGINT, value DOUBLE);
`;
const AGGREGATES: Readonly<Record<Aggregate, string>> = {
  mean: 'avg(value)',
  min: 'min(value)',
  max: 'max(value)',
  sum: 'sum(value)',
  count: 'count(value)::DOUBLE',
  last: 'arg_max(value, time)',
};

/** Samples of several writes committed together. */
const GROUP_SAMPLES = 20_000;

interface Waiting {
  readonly batch: Batch;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A store in one DuckDB file of the data folder. A write is durable in its write-ahead log before it resolves. Throws
 * STORE_UNAVAILABLE when the file is damaged or another process has it.
 */
export async function openEmbeddedStore({ folder }: { folder: string }): Promise<Store> {
  const path = join(folder, 'series.duckdb');
  const { instance, writer, reader, known } = await openDatabase(path).catch((error: unknown) => {
    const message = `${path}: the embedded store cannot be opened (${reason(error)}); stop any other process that uses it, restore it from a backup, or move it away to fill a new one from the logs`;
    throw new PresageError('STORE_UNAVAILABLE', message, { cause: error });
  });
  // DuckDB runs one statement of a connection at a time; whole writes must not mix either.
  let writing: Promise<unknown> = Promise.resolve();
  const exclusively = (work: () => Promise<void>): Promise<void> => {
    const result = writing.then(work);
    writing = result.catch(() => {});
    return result.catch(refused);
  };
  /** Each commit waits for the disk, so what came meanwhile shares the next one. */
  const waiting: Waiting[] = [];
  const writeWaiting = async () => {
    while (waiting.length > 0) {
      const group = nextGroup(waiting);
      try {
        await writeBatch(writer, known, checkedBatch(group.flatMap(({ batch }) => batch)));
        for (const { resolve } of group) resolve();
      } catch {
        // What is wrong with one must not keep the others out.
        for (const { batch, resolve, reject } of group) await writeBatch(writer, known, batch).then(resolve, reject);
      }
    }
  };
  let reading: Promise<unknown> = Promise.resolve();
  const rows = (sql: string): Promise<(readonly [number, number, number])[]> => {
    const result = reading.then(async () => (await reader.runAndReadAll(sql)).getRows());
    reading = result.catch(() => {});
    return result.catch(refused) as Promise<[number, number, number][]>;
  };
  const select = (selector: Selector) =>
    [...known.values()]
      .filter(({ series }) => matches(selector, series))
      .sort((a, b) => (seriesKey(a.series) < seriesKey(b.series) ? -1 : 1));

  const store: Store = {
    async write(batch) {
      const checked = checkedBatch(batch);
      if (checked.length === 0) return;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiting.push({ batch: checked, resolve, reject });
      if (waiting.length === 1) void exclusively(writeWaiting);
      await promise.catch(refused);
    },
    async *query(selector, range, window) {
      const entries = select(selector);
      for (let start = 0; start < entries.length; start += SERIES_A_STATEMENT) {
        const part = entries.slice(start, start + SERIES_A_STATEMENT);
        const found = Map.groupBy(await rows(rangeQuery(part, range, window)), ([id]) => id);
        for (const { id, series } of part) {
          const own = found.get(id);
          if (own) yield { series, times: own.map(([, time]) => time), values: own.map(([, , value]) => value) };
        }
      }
    },
    async latest(selector) {
      const entries = select(selector);
      if (entries.length === 0) return [];
      const found = await rows(
        `SELECT series, max(time)::DOUBLE, arg_max(value, time) FROM sample WHERE series IN (${ids(entries)}) GROUP BY series`,
      );
      const newest = new Map(found.map(([id, time, value]) => [id, { times: [time], values: [value] }]));
      return entries.flatMap(({ id, series }): SeriesBlock[] => {
        const columns = newest.get(id);
        return columns ? [{ series, ...columns }] : [];
      });
    },
    list: async (selector) => select(selector).map(({ series }) => series),
    async expire(selector, before) {
      const entries = select(selector);
      if (entries.length === 0) return;
      const sql = `DELETE FROM sample WHERE series IN (${ids(entries)}) AND time < ${integer(before)}`;
      await exclusively(async () => void (await writer.run(sql)));
    },
    status: () => ({ available: true, waiting: 0, problem: undefined }),
    async close() {
      await Promise.all([writing, reading]);
      reader.closeSync();
      writer.closeSync();
      instance.closeSync();
    },
  };
  return store;
}

/** The oldest of those that wait, as many as make a commit of a good size; they wait no more. */
function nextGroup(waiting: Waiting[]): Waiting[] {
  let samples = 0;
  const end = waiting.findIndex(({ batch }) => {
    samples += batchSize(batch);
    return samples > GROUP_SAMPLES;
  });
  return waiting.splice(0, end < 0 ? waiting.length : Math.max(1, end));
}

async function openDatabase(path: string) {
  const instance = await DuckDBInstance.create(path, LIMITS);
  try {
    const [writer, reader] = [await instance.connect(), await instance.connect()];
    await writer.run(TABLES);
    return { instance, writer, reader, known: await readSeries(reader) };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

function refused(error: unknown): never {
  throw new PresageError('STORE_REJECTED', `the embedded store refused a request: ${reason(error)}`, { cause: error });
}

const ids = (entries: readonly KnownSeries[]) => entries.map(({ id }) => id).join(', ');
const integer = (time: number) => Math.max(-9e15, Math.min(9e15, Math.ceil(time)));

function rangeQuery(entries: readonly KnownSeries[], { from, to }: TimeRange, window: Window | undefined): string {
  const where = `FROM sample WHERE series IN (${ids(entries)}) AND time >= ${integer(from)} AND time < ${integer(to)}`;
  if (!window) return `SELECT series, time::DOUBLE, value ${where} ORDER BY series, time`;
  const start = `time - ((time % ${window.step}) + ${window.step}) % ${window.step}`;
  return `SELECT series, (${start})::DOUBLE AS start, ${AGGREGATES[window.aggregate]} ${where} GROUP BY series, start ORDER BY series, start`;
}

async function readSeries(connection: DuckDBConnection): Promise<Map<string, KnownSeries>> {
  const result = await connection.runAndReadAll('SELECT id, key, description FROM series');
  const rows = result.getRows() as [number, string, string][];
  return new Map(rows.map(([id, key, description]) => [key, { id, description, series: JSON.parse(description) }]));
}
