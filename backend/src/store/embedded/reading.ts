import type { DuckDBConnection } from '@duckdb/node-api';
import type { Aggregate, TimeRange, Window } from '../../model/contracts/store.ts';
import type { SeriesBlock } from '../../model/series.ts';
import type { KnownSeries } from './writing.ts';

const AGGREGATES: Readonly<Record<Aggregate, string>> = {
  mean: 'avg(value)',
  min: 'min(value)',
  max: 'max(value)',
  sum: 'sum(value)',
  count: 'count(value)::DOUBLE',
  last: 'arg_max(value, time)',
};

/** Columns of a statement: ids of series, times or numbers of windows, and values. */
export type Columns = readonly [ids: readonly number[], numbers: readonly number[], values: readonly number[]];

/** Statements on several connections at once; more of them wait for a free one. */
export interface Readers {
  /** The three columns of numbers that a statement gives. Rejects with DuckDB's error, or once they are closed. */
  columns(sql: string): Promise<Columns>;
  /** Waits for the statements under way. */
  close(): Promise<void>;
}

/** Takes over connections, each of which runs one statement at a time. */
export function createReaders(connections: readonly DuckDBConnection[]): Readers {
  const free = [...connections];
  let closed = false;
  const waiting: ((connection: DuckDBConnection) => void)[] = [];
  const taken = () => free.pop() ?? new Promise<DuckDBConnection>((resolve) => waiting.push(resolve));
  const giveBack = (connection: DuckDBConnection) => {
    const next = waiting.shift();
    if (next) next(connection);
    else free.push(connection);
  };
  return {
    async columns(sql) {
      if (closed) throw new Error('it is closed');
      const connection = await taken();
      try {
        // Without a row there are no columns either.
        const [ids = [], numbers = [], values = []] = (await connection.runAndReadAll(sql)).getColumns() as number[][];
        return [ids, numbers, values];
      } finally {
        giveBack(connection);
      }
    },
    async close() {
      closed = true;
      for (const _ of connections) (await taken()).closeSync();
    },
  };
}

const idsOf = (entries: readonly KnownSeries[]) => entries.map(({ id }) => id).join(', ');
/** A time as DuckDB takes it. */
const integer = (time: number) => Math.max(-9e15, Math.min(9e15, Math.ceil(time)));

/** Samples of a range, or what its windows amount to, each with the number of its window. In no order, which would cost as much again. */
export function rangeStatement(entries: readonly KnownSeries[], range: TimeRange, window: Window | undefined): string {
  const [from, to] = [integer(range.from), integer(range.to)];
  const where = `FROM sample WHERE series IN (${idsOf(entries)}) AND time >= ${from} AND time < ${to}`;
  if (!window) return `SELECT series, time::DOUBLE, value ${where}`;
  const number = `((time - ${windowStart(range, window)}) // ${window.step})::DOUBLE AS number`;
  return `SELECT series, ${number}, ${AGGREGATES[window.aggregate]} ${where} GROUP BY series, number`;
}

/** The start of the window that holds the start of a range: windows are numbered from there, so that none is negative. */
function windowStart({ from }: TimeRange, { step }: Window): number {
  return Math.floor(integer(from) / step) * step;
}

/** The newest sample of each series. */
export function latestStatement(entries: readonly KnownSeries[]): string {
  return `SELECT series, max(time)::DOUBLE, arg_max(value, time) FROM sample WHERE series IN (${idsOf(entries)}) GROUP BY series`;
}

/** The samples older than a time. */
export function expireStatement(entries: readonly KnownSeries[], before: number): string {
  return `DELETE FROM sample WHERE series IN (${idsOf(entries)}) AND time < ${integer(before)}`;
}

/** What `rangeStatement` gave, as blocks in the order of the entries; series without a sample are left out. */
export function blocksOf(
  entries: readonly KnownSeries[],
  [ids, numbers, values]: Columns,
  range: TimeRange,
  window: Window | undefined,
): SeriesBlock[] {
  const start = window ? windowStart(range, window) : 0;
  const step = window?.step ?? 1;
  const found = new Map(entries.map(({ id }) => [id, { times: [] as number[], values: [] as number[] }]));
  for (const [row, id] of ids.entries()) {
    const own = found.get(id)!;
    own.times.push(start + numbers[row]! * step);
    own.values.push(values[row]!);
  }
  return entries.flatMap(({ id, series }) => {
    const own = found.get(id)!;
    return own.times.length === 0 ? [] : [{ series, ...ascending(own) }];
  });
}

/** Samples in the order of their times, which most are in already. */
function ascending({ times, values }: Pick<SeriesBlock, 'times' | 'values'>): Pick<SeriesBlock, 'times' | 'values'> {
  if (times.every((time, index) => index === 0 || times[index - 1]! < time)) return { times, values };
  const order = [...times.keys()].sort((a, b) => times[a]! - times[b]!);
  return { times: order.map((index) => times[index]!), values: order.map((index) => values[index]!) };
}
