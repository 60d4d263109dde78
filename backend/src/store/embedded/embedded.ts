import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { z } from 'zod';
import { PresageError, reason } from '../../errors.ts';
import { matches, type Selector, type Store } from '../../model/contracts/store.ts';
import { type Batch, batchSize, type SeriesBlock } from '../../model/series.ts';
import { checkedBatch } from '../checked.ts';
import { blocksOf, createReaders, expireStatement, latestStatement, rangeStatement } from './reading.ts';
import { type KnownSeries, writeBatch } from './writing.ts';

export const embeddedStoreSchema = z.strictObject({ type: z.literal('embedded') });

/** Series read by one statement: a statement costs about a millisecond, its rows memory. */
const SERIES_A_STATEMENT = 50;
/** Statements that read at once: with the one that writes as many as Node has threads for such work. */
const READERS = 3;
const LIMITS = { threads: '2', memory_limit: '512MB' };
const TABLES = `
  CREATE TABLE IF NOT EXISTS series (id INTEGER PRIMARY KEY, key VARCHAR NOT NULL, description VARCHAR NOT NULL);
  CREATE TABLE IF NOT EXISTS sample (
    series INTEGER NOT NULL, time BIGINT NOT NULL, value DOUBLE NOT NULL, PRIMARY KEY (series, time)
  );
  CREATE TEMP TABLE staged (series INTEGER, time BIGINT, value DOUBLE);
`;
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
  const { instance, writer, readers, known } = await openDatabase(path).catch((error: unknown) => {
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
  const select = (selector: Selector) =>
    [...known]
      .filter(([, { series }]) => matches(selector, series))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, entry]) => entry);

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
        const columns = await readers.columns(rangeStatement(part, range, window)).catch(refused);
        yield* blocksOf(part, columns, range, window);
      }
    },
    async latest(selector) {
      const entries = select(selector);
      if (entries.length === 0) return [];
      const [ids, times, values] = await readers.columns(latestStatement(entries)).catch(refused);
      const newest = new Map(ids.map((id, row) => [id, { times: [times[row]!], values: [values[row]!] }]));
      return entries.flatMap(({ id, series }): SeriesBlock[] => {
        const columns = newest.get(id);
        return columns ? [{ series, ...columns }] : [];
      });
    },
    list: async (selector) => select(selector).map(({ series }) => series),
    async expire(selector, before) {
      const entries = select(selector);
      if (entries.length === 0) return;
      await exclusively(async () => void (await writer.run(expireStatement(entries, before))));
    },
    status: () => ({ available: true, waiting: 0, problem: undefined }),
    async close() {
      await Promise.all([writing, readers.close()]);
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
    const writer = await instance.connect();
    await writer.run(TABLES);
    const connections = await Promise.all(Array.from({ length: READERS }, () => instance.connect()));
    return { instance, writer, readers: createReaders(connections), known: await readSeries(writer) };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

function refused(error: unknown): never {
  throw new PresageError('STORE_REJECTED', `the embedded store refused a request: ${reason(error)}`, { cause: error });
}

async function readSeries(connection: DuckDBConnection): Promise<Map<string, KnownSeries>> {
  const result = await connection.runAndReadAll('SELECT id, key, description FROM series');
  const rows = result.getRows() as [number, string, string][];
  return new Map(rows.map(([id, key, description]) => [key, { id, description, series: JSON.parse(description) }]));
}
