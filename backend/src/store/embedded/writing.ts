import { setImmediate as breathe } from 'node:timers/promises';
import { BIGINT, DOUBLE, type DuckDBConnection, DuckDBDataChunk, INTEGER } from '@duckdb/node-api';
import { type Batch, type Series, seriesKey } from '../../model/series.ts';

const CHUNK_ROWS = 2048;
const DESCRIBED_AT_ONCE = 200;
/** Chunks appended before anything else may run: some ten milliseconds. */
const CHUNKS_AT_ONCE = 8;

/** A series that is in the database, with its row there. */
export interface KnownSeries {
  readonly id: number;
  readonly series: Series;
  readonly description: string;
}

/**
 * Writes a checked batch in one transaction: descriptions that are new or changed, then the samples. `known` gets what is
 * new once it is durable. A transaction has a single statement that replaces samples: a second one would have to search
 * all that the first has put there.
 */
export async function writeBatch(
  connection: DuckDBConnection,
  known: Map<string, KnownSeries>,
  batch: Batch,
): Promise<void> {
  const changed = new Map<string, KnownSeries>();
  let newest = newestId(known);
  const entries = batch.map(({ series }) => {
    const key = seriesKey(series);
    const description = JSON.stringify(series);
    const before = known.get(key);
    if (before?.description === description) return before;
    const entry = { id: before?.id ?? ++newest, series, description };
    changed.set(key, entry);
    return entry;
  });
  await connection.run('BEGIN');
  try {
    await describe(connection, [...changed]);
    await connection.run('DELETE FROM staged');
    await stage(connection, batch, entries);
    await connection.run('INSERT OR REPLACE INTO sample SELECT * FROM staged');
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => {});
    throw error;
  }
  for (const [key, entry] of changed) known.set(key, entry);
}

/** Many rows a statement: each statement costs some milliseconds. */
async function describe(connection: DuckDBConnection, entries: readonly (readonly [string, KnownSeries])[]) {
  for (let first = 0; first < entries.length; first += DESCRIBED_AT_ONCE) {
    const rows = entries.slice(first, first + DESCRIBED_AT_ONCE);
    const places = rows.map((_, row) => `($${3 * row + 1}, $${3 * row + 2}, $${3 * row + 3})`);
    const values = rows.flatMap(([key, { id, description }]) => [id, key, description]);
    await connection.run(`INSERT OR REPLACE INTO series VALUES ${places.join(', ')}`, values);
  }
}

function newestId(known: ReadonlyMap<string, KnownSeries>): number {
  let newest = 0;
  for (const { id } of known.values()) newest = Math.max(newest, id);
  return newest;
}

async function stage(connection: DuckDBConnection, batch: Batch, entries: readonly KnownSeries[]): Promise<void> {
  const appender = await connection.createAppender('staged');
  let columns: [number[], bigint[], number[]] = [[], [], []];
  let chunks = 0;
  const flush = async () => {
    const chunk = DuckDBDataChunk.create([INTEGER, BIGINT, DOUBLE]);
    chunk.setColumns(columns);
    appender.appendDataChunk(chunk);
    columns = [[], [], []];
    if (++chunks % CHUNKS_AT_ONCE === 0) await breathe();
  };
  for (const [index, { times, values }] of batch.entries()) {
    for (const [at, time] of times.entries()) {
      columns[0].push(entries[index]!.id);
      columns[1].push(BigInt(time));
      columns[2].push(values[at]!);
      if (columns[0].length === CHUNK_ROWS) await flush();
    }
  }
  if (columns[0].length > 0) await flush();
  appender.closeSync();
}
