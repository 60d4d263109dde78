import { fulfils } from './profiles/measure.ts';
import type { Table } from './profiles/schema.ts';
import type { ColumnValues } from './protocol/column-values.ts';
import { compareOids } from './protocol/oid.ts';
import { RequestFailure } from './protocol/request-failure.ts';
import { type SnmpSession, TEXTS_AT_ONCE } from './protocol/session.ts';
import { numeric, type SnmpValue, text } from './protocol/values.ts';

/** A row of a table as it was found. */
export interface FoundRow {
  readonly index: string;
  /** Columns and labels by name. */
  readonly values: Map<string, SnmpValue>;
  /** The columns of all rows, by OID. */
  readonly objects: ReadonlyMap<string, SnmpValue>;
}

/** Reads tables of a device, and every column and object only once however many tables name it. */
export interface TableReader {
  /** Columns by OID. What goes wrong is told in `errors`, to the first who asks. */
  columns(oids: readonly string[], errors: string[]): Promise<readonly ColumnValues[]>;
  /** Single objects by OID; those that the device does not have are absent. */
  objects(oids: readonly string[], errors: string[]): Promise<ReadonlyMap<string, SnmpValue>>;
}

/** `absent` are columns that the device is known not to have. */
export function createTableReader(session: SnmpSession, absent: Iterable<string>): TableReader {
  const walked = new Map<string, ColumnValues>([...absent].map((column) => [column, new Map()]));
  const got = new Map<string, SnmpValue | null>();
  return {
    async columns(oids, errors) {
      const missing = [...new Set(oids)].filter((oid) => !walked.has(oid));
      if (missing.length > 0) {
        const walk = await session.walk(missing);
        errors.push(...walk.errors);
        missing.forEach((oid, place) => {
          walked.set(oid, walk.columns[place] ?? new Map());
        });
      }
      return oids.map((oid) => walked.get(oid)!);
    },
    async objects(oids, errors) {
      const missing = [...new Set(oids)].filter((oid) => !got.has(oid));
      if (missing.length > 0) {
        const answer = await session.get(missing, TEXTS_AT_ONCE).catch((failure) => {
          if (!(failure instanceof RequestFailure)) throw failure;
          // A component without its name is better than none.
          return { values: [], errors: [`${missing[0]} and other names: ${failure.message}`] };
        });
        errors.push(...answer.errors);
        missing.forEach((oid, place) => {
          got.set(oid, answer.values[place] ?? null);
        });
      }
      return new Map(
        oids.flatMap((oid) => {
          const value = got.get(oid) ?? null;
          return value === null ? [] : [[oid, value]];
        }),
      );
    },
  };
}

/** The rows of a table that fulfil its conditions, in the order of their indexes, with their labels. */
export async function findRows(reader: TableReader, table: Table, errors: string[]): Promise<readonly FoundRow[]> {
  const names = Object.keys(table.columns);
  const columns = await reader.columns(Object.values(table.columns), errors);
  const objects = new Map<string, SnmpValue>();
  const byIndex = new Map<string, FoundRow>();
  columns.forEach((column, place) => {
    for (const [index, value] of column) {
      const row = byIndex.get(index) ?? { index, values: new Map(), objects };
      byIndex.set(index, row);
      row.values.set(names[place]!, value);
      objects.set(`${table.columns[names[place]!]}.${index}`, value);
    }
  });
  let rows = [...byIndex.values()].toSorted((a, b) => compareOids(a.index, b.index));
  const known = new Set(['index', ...names]);
  const select = () => {
    rows = rows.filter(({ index, values }) =>
      table.where.every((condition) => {
        if (!known.has(condition.column)) return true;
        return fulfils(condition, condition.column === 'index' ? index : (values.get(condition.column) ?? null));
      }),
    );
  };
  select();
  for (const [name, label] of Object.entries(table.labels)) {
    await readLabel(reader, name, label, rows, errors);
    known.add(name);
    select();
  }
  return rows;
}

/** Reads the label of each row. */
async function readLabel(
  reader: TableReader,
  name: string,
  { column, by }: { readonly column: string; readonly by: string },
  rows: readonly FoundRow[],
  errors: string[],
): Promise<void> {
  const oids = rows.map((row) => {
    const key = keyOf(row, by);
    return key === '' ? '' : `${column}.${key}`;
  });
  const found = await reader.objects(
    oids.filter((oid) => oid !== ''),
    errors,
  );
  rows.forEach(({ values }, place) => {
    const value = found.get(oids[place]!);
    if (value !== undefined) values.set(name, value);
  });
}

/** The index that `by` gives: the row's own, one number of it (`index.0`), itself (`1`), or the value of a column or label. */
function keyOf({ index, values }: FoundRow, by: string): string {
  if (by === 'index') return index;
  if (/^\d+(\.\d+)*$/.test(by)) return by;
  const [, place] = /^index\.(\d+)$/.exec(by) ?? [];
  if (place !== undefined) return index.split('.')[Number(place)] ?? '';
  const value = values.get(by) ?? null;
  return text(value) ?? (numeric(value) === null ? '' : String(value));
}
