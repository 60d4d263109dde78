import type { CpuReading, MemoryReading, TemperatureReading } from '../../model/device.ts';
import type { Profile } from './profiles/load.ts';
import { describe, fulfils, measured, memoryOf, type Row } from './profiles/measure.ts';
import type { CpuTable, Measure, MemoryTable, Table, TemperatureTable } from './profiles/schema.ts';
import { RequestFailure } from './protocol/exchange.ts';
import { compareOids } from './protocol/oid.ts';
import { type SnmpSession, TEXTS_AT_ONCE } from './protocol/session.ts';
import { numeric, type SnmpValue, text } from './protocol/values.ts';

/** The value of an object that was read just now; null where the device has none. */
export type Fresh = (oid: string) => SnmpValue | null;

/** The processors, memories and temperatures that a device was found to have. */
export interface Components {
  /** Objects to read at every poll. */
  readonly oids: readonly string[];
  /** What went wrong when they were looked for, in words. */
  readonly errors: readonly string[];
  read(fresh: Fresh): ComponentReadings;
}

export interface ComponentReadings {
  readonly cpu: readonly CpuReading[];
  readonly memory: readonly MemoryReading[];
  readonly temperature: readonly TemperatureReading[];
  /** True when a component has lost its value since they were found: time to look again. */
  readonly changed: boolean;
}

/** Looks for the components by the tables of the profile; a row counts when it has a value now. */
export async function findComponents(session: SnmpSession, profile: Profile): Promise<Components> {
  const errors: string[] = [];
  const cpu = await findPoints(session, profile.cpu, CPU, errors);
  const memory = await findPoints(session, profile.memory, MEMORY, errors);
  const temperature = await findPoints(session, profile.temperature, TEMPERATURE, errors);
  return {
    oids: [...new Set([...cpu, ...memory, ...temperature].flatMap(({ oids }) => oids))],
    errors,
    read(fresh) {
      let changed = false;
      const readings = <V>(kind: { present(values: V): boolean }, points: readonly Point<V>[]) =>
        points.map(({ index, description, read }) => {
          const values = read(fresh);
          changed ||= !kind.present(values);
          return { index, description, ...values };
        });
      return {
        cpu: readings(CPU, cpu),
        memory: readings(MEMORY, memory),
        temperature: readings(TEMPERATURE, temperature),
        changed,
      };
    },
  };
}

/** What is measured of a kind of component. */
interface Kind<T extends Table, V> {
  readonly name: string;
  measures(table: T): readonly (Measure | undefined)[];
  values(table: T, number: (measure: Measure) => number | null): V;
  /** True when the values say anything. */
  present(values: V): boolean;
}

const CPU: Kind<CpuTable, Pick<CpuReading, 'percent'>> = {
  name: 'cpu',
  measures: ({ percent }) => [percent],
  values: ({ percent }, number) => ({ percent: number(percent) }),
  present: ({ percent }) => percent !== null,
};

const MEMORY: Kind<MemoryTable, Omit<MemoryReading, 'index' | 'description'>> = {
  name: 'memory',
  measures: ({ usedPercent, used, free, total }) => [usedPercent, used, free, total],
  values: memoryOf,
  present: ({ usedPercent }) => usedPercent !== null,
};

const TEMPERATURE: Kind<TemperatureTable, Pick<TemperatureReading, 'celsius'>> = {
  name: 'temperature',
  measures: ({ celsius }) => [celsius],
  values: ({ celsius }, number) => ({ celsius: number(celsius) }),
  present: ({ celsius }) => celsius !== null,
};

/** A component whose values are read at every poll. */
interface Point<V> {
  readonly index: string;
  readonly description: string;
  readonly oids: readonly string[];
  read(fresh: Fresh): V;
}

async function findPoints<T extends Table, V>(
  session: SnmpSession,
  tables: readonly T[],
  kind: Kind<T, V>,
  errors: string[],
): Promise<readonly Point<V>[]> {
  const points = new Map<string, Point<V>>();
  const found: string[] = [];
  for (const table of tables) {
    if (table.fallback && points.size > 0) continue;
    for (const row of await findRows(session, table, found)) {
      const point = pointOf(table, kind, row);
      if (!kind.present(point.read((oid) => row.objects.get(oid) ?? null))) continue;
      // Two tables may number their rows alike: the later is told apart by the whole OID.
      const index = points.has(point.index) ? point.oids[0]! : point.index;
      points.set(index, { ...point, index });
    }
  }
  errors.push(...found.map((words) => `${kind.name}: ${words}`));
  return [...points.values()];
}

/** A row of a table as it was found. */
interface FoundRow {
  readonly index: string;
  /** Columns and labels by name. */
  readonly values: Map<string, SnmpValue>;
  /** The same columns, and those of the rows that are taken off, by OID. */
  readonly objects: ReadonlyMap<string, SnmpValue>;
}

function pointOf<T extends Table, V>(table: T, kind: Kind<T, V>, { index, values }: FoundRow): Point<V> {
  const oidOf = (name: string, row = index) => `${table.columns[name]}.${row}`;
  const measures = kind.measures(table).filter((measure) => measure !== undefined);
  const live = new Set(measures.map(({ column }) => column));
  const known = (name: string) => (name === 'index' ? index : (values.get(name) ?? null));
  return {
    index,
    description: describe(table.description, known) || index,
    oids: measures.flatMap(({ column, lessRows }) => [oidOf(column), ...lessRows.map((row) => oidOf(column, row))]),
    read(fresh) {
      const row: Row = (name) => (live.has(name) ? fresh(oidOf(name)) : known(name));
      return kind.values(table, (measure) => measured(measure, row, (other) => fresh(oidOf(measure.column, other))));
    },
  };
}

/** The rows of a table that fulfil its conditions, in the order of their indexes, with their labels. */
async function findRows(session: SnmpSession, table: Table, errors: string[]): Promise<readonly FoundRow[]> {
  const names = Object.keys(table.columns);
  const walked = await session.walk(Object.values(table.columns));
  errors.push(...walked.errors);
  const objects = new Map<string, SnmpValue>();
  const byIndex = new Map<string, FoundRow>();
  walked.columns.forEach((column, place) => {
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
    await readLabel(session, name, label, rows, errors);
    known.add(name);
    select();
  }
  return rows;
}

/** Reads the label of each row, every object once. */
async function readLabel(
  session: SnmpSession,
  name: string,
  { column, by }: { readonly column: string; readonly by: string },
  rows: readonly FoundRow[],
  errors: string[],
): Promise<void> {
  const oids = rows.map((row) => {
    const key = keyOf(row, by);
    return key === '' ? '' : `${column}.${key}`;
  });
  const wanted = [...new Set(oids)].filter((oid) => oid !== '');
  if (wanted.length === 0) return;
  const got = await session.get(wanted, TEXTS_AT_ONCE).catch((failure) => {
    if (!(failure instanceof RequestFailure)) throw failure;
    // A component without its name is better than none.
    return { values: [], errors: [`${wanted[0]} and other names: ${failure.message}`] };
  });
  errors.push(...got.errors);
  const found = new Map(wanted.map((oid, place) => [oid, got.values[place] ?? null]));
  rows.forEach(({ values }, place) => {
    const value = found.get(oids[place]!);
    if (value !== null && value !== undefined) values.set(name, value);
  });
}

/** The index that `by` gives: the row's own, one number of it (`index.0`), or the value of a column or label. */
function keyOf({ index, values }: FoundRow, by: string): string {
  if (by === 'index') return index;
  const [, place] = /^index\.(\d+)$/.exec(by) ?? [];
  if (place !== undefined) return index.split('.')[Number(place)] ?? '';
  const value = values.get(by) ?? null;
  return text(value) ?? (numeric(value) === null ? '' : String(value));
}
