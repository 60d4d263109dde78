import type { CpuReading, MemoryReading, TemperatureReading } from '../../model/device.ts';
import { type Limits, SENSOR_KINDS, type SensorReading } from '../../model/sensors.ts';
import { limitsOf, type Threshold } from './profiles/limits.ts';
import type { Profile } from './profiles/load.ts';
import { describe, measured, memoryOf, type Row } from './profiles/measure.ts';
import type {
  CpuTable,
  LimitedTable,
  Measure,
  MemoryTable,
  SensorTable,
  Table,
  TemperatureTable,
} from './profiles/schema.ts';
import type { SnmpSession } from './protocol/session.ts';
import { numeric, type SnmpValue } from './protocol/values.ts';
import type { ColumnValues } from './protocol/walk.ts';
import { createTableReader, type FoundRow, findRows, type TableReader } from './read-rows.ts';

/** The value of an object that was read just now; null where the device has none. */
export type Fresh = (oid: string) => SnmpValue | null;

/** The processors, memories, temperatures and other sensors that a device was found to have. */
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
  readonly sensors: readonly SensorReading[];
  /** True when a component has lost its value since they were found: time to look again. */
  readonly changed: boolean;
}

/**
 * Looks for the components by the tables of the profile; a row counts when it has a value now. `time`, epoch milliseconds,
 * is told with what is not read at every poll.
 */
export async function findComponents(session: SnmpSession, profile: Profile, time: number): Promise<Components> {
  const errors: string[] = [];
  const reader = createTableReader(session);
  const cpu = await findPoints(reader, profile.cpu, CPU, errors);
  const memory = await findPoints(reader, profile.memory, MEMORY, errors);
  const temperature = await findPoints(reader, profile.temperature, TEMPERATURE, errors);
  const sensors: Point<SensorValues>[] = [];
  for (const kind of SENSOR_KINDS) {
    const tables = profile.sensor.filter((table) => table.kind === kind);
    sensors.push(...(await findPoints(reader, tables, sensorKind(kind, time), errors)));
  }
  return {
    oids: [...new Set([...cpu, ...memory, ...temperature, ...sensors].flatMap(({ oids }) => oids))],
    errors,
    read(fresh) {
      let changed = false;
      const readings = <V>(points: readonly Point<V>[]) =>
        points.map(({ index, description, present, read }) => {
          const values = read(fresh);
          changed ||= !present(values);
          return { index, description, ...values };
        });
      const all = { cpu: readings(cpu), memory: readings(memory), temperature: readings(temperature) };
      return { ...all, sensors: readings(sensors), changed };
    },
  };
}

/** What is measured of a kind of component. */
interface Kind<T extends Table, V> {
  readonly name: string;
  measures(table: T): readonly (Measure | undefined)[];
  values(table: T, number: (measure: Measure) => number | null, limits: Limits | undefined): V;
  /** True when the values say anything. */
  present(values: V): boolean;
  /** The measure whose limits the table may tell. */
  limited?(table: T): { readonly table: LimitedTable; readonly measure: Measure };
  /** True for a table that is not read at every poll. */
  isSlow?(table: T): boolean;
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
  values: (table, number) => ({ ...memoryOf(table, number), ...(table.reclaimable && { reclaimable: true }) }),
  present: ({ usedPercent }) => usedPercent !== null,
};

const TEMPERATURE: Kind<TemperatureTable, Pick<TemperatureReading, 'celsius' | 'limits'>> = {
  name: 'temperature',
  measures: ({ celsius }) => [celsius],
  values: ({ celsius }, number, limits) => ({ celsius: number(celsius), ...(limits && { limits }) }),
  present: ({ celsius }) => celsius !== null,
  limited: (table) => ({ table, measure: table.celsius }),
};

type SensorValues = Omit<SensorReading, 'index' | 'description'>;

const sensorKind = (kind: SensorReading['kind'], time: number): Kind<SensorTable, SensorValues> => ({
  name: kind,
  measures: ({ value }) => [value],
  values: ({ value, cadence }, number, limits) => ({
    kind,
    value: number(value),
    ...(limits && { limits }),
    ...(cadence === 'slow' && { readAt: time }),
  }),
  present: ({ value }) => value !== null,
  limited: (table) => ({ table, measure: table.value }),
  isSlow: ({ cadence }) => cadence === 'slow',
});

/** A component whose values are read at every poll, or were read when it was found. */
interface Point<V> {
  readonly index: string;
  readonly description: string;
  /** The object that tells it apart. */
  readonly oid: string;
  /** Objects to read at every poll. */
  readonly oids: readonly string[];
  present(values: V): boolean;
  read(fresh: Fresh): V;
}

async function findPoints<T extends Table, V>(
  reader: TableReader,
  tables: readonly T[],
  kind: Kind<T, V>,
  errors: string[],
): Promise<readonly Point<V>[]> {
  const points = new Map<string, Point<V>>();
  const found: string[] = [];
  let group: T['fallback'] = false;
  let needed = true;
  for (const table of tables) {
    const together = typeof table.fallback === 'string' && table.fallback === group;
    if (!together) needed = table.fallback === false || points.size === 0;
    group = table.fallback;
    if (!needed) continue;
    const rows = await findRows(reader, table, found);
    const limited = kind.limited?.(table);
    const thresholds = rows.length > 0 && limited ? await thresholdsOf(reader, limited.table, found) : () => [];
    for (const row of rows) {
      const limits = limited && limitsOf(limited.table, limited.measure, rowOf(row), thresholds(row));
      const point = pointOf(table, kind, row, limits);
      // Two tables may number their rows alike: the later is told apart by the whole OID.
      if (point) points.set(points.has(point.index) ? point.oid : point.index, point);
    }
  }
  errors.push(...found.map((words) => `${kind.name}: ${words}`));
  return [...points].map(([index, point]) => ({ ...point, index }));
}

const rowOf =
  ({ index, values }: FoundRow): Row =>
  (name) =>
    name === 'index' ? index : (values.get(name) ?? null);

/** Undefined when the row has no value now. */
function pointOf<T extends Table, V>(
  table: T,
  kind: Kind<T, V>,
  found: FoundRow,
  limits: Limits | undefined,
): Point<V> | undefined {
  const { index, objects } = found;
  const known = rowOf(found);
  const oidOf = (name: string, row = index) => `${table.columns[name]}.${row}`;
  const measures = kind.measures(table).filter((measure) => measure !== undefined);
  const live = new Set(measures.map(({ column }) => column));
  const oids = measures.flatMap(({ column, lessRows }) => [
    oidOf(column),
    ...lessRows.map((row) => oidOf(column, row)),
  ]);
  const read = (fresh: Fresh): V => {
    const row: Row = (name) => (live.has(name) ? fresh(oidOf(name)) : known(name));
    const number = (measure: Measure) => measured(measure, row, (other) => fresh(oidOf(measure.column, other)));
    return kind.values(table, number, limits);
  };
  const values = read((oid) => objects.get(oid) ?? null);
  if (!kind.present(values)) return undefined;
  const { present } = kind;
  const what = { index, description: describe(table.description, known) || index, oid: oids[0]!, present };
  return kind.isSlow?.(table) ? { ...what, oids: [], read: () => values } : { ...what, oids, read };
}

/** Finds the thresholds of a row in the table of thresholds. */
async function thresholdsOf(
  reader: TableReader,
  { thresholds }: LimitedTable,
  errors: string[],
): Promise<(row: FoundRow) => readonly Threshold[]> {
  if (!thresholds) return () => [];
  const [relations, values] = (await reader.columns([thresholds.relation, thresholds.value], errors)) as [
    ColumnValues,
    ColumnValues,
  ];
  const byRow = Map.groupBy(values, ([index]) => index.slice(0, index.lastIndexOf('.')));
  return ({ index }) =>
    (byRow.get(index) ?? []).map(([place, value]) => ({ relation: numeric(relations.get(place)), value }));
}
