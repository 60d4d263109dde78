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
import type { ColumnValues } from './protocol/column-values.ts';
import type { SnmpSession } from './protocol/session.ts';
import { numeric, type SnmpValue } from './protocol/values.ts';
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
  const reader = createTableReader(session, await absentColumns(session, profile));
  const cpu = await findPoints(reader, profile.cpu, CPU, errors);
  const memory = await findPoints(reader, profile.memory, MEMORY, errors);
  const temperature = await findPoints(reader, profile.temperature, TEMPERATURE, errors);
  const sensors: Point<SensorValues>[] = [];
  for (const kind of SENSOR_KINDS) {
    const tables = profile.sensor.filter((table) => table.kind === kind);
    sensors.push(...(await findPoints(reader, tables, sensorKind(kind, time), errors)));
  }
  return {
    oids: [...new Set([...cpu, ...memory, ...temperature, ...sensors].flatMap((point) => point.oids()))],
    errors,
    read(fresh) {
      let changed = false;
      const readings = <V>(points: readonly Point<V>[]) =>
        points.map((point) => {
          const values = point.read(fresh);
          changed ||= !point.isPresent(values);
          return { index: point.index, description: point.description, ...values };
        });
      const all = { cpu: readings(cpu), memory: readings(memory), temperature: readings(temperature) };
      return { ...all, sensors: readings(sensors), changed };
    },
  };
}

/** The columns of a profile that the device does not have: profiles fall back to tables of many MIBs. */
async function absentColumns(session: SnmpSession, { cpu, memory, temperature, sensor }: Profile): Promise<string[]> {
  const tables: readonly Table[] = [...cpu, ...memory, ...temperature, ...sensor];
  const columns = [...new Set(tables.flatMap((table) => Object.values(table.columns)))];
  const presence = await session.presence(columns);
  return columns.filter((column) => presence.get(column) === false);
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
  /** Objects to read at every poll. */
  oids(): readonly string[];
  isPresent(values: V): boolean;
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
    const live = new Set(measuresOf(kind, table).map(({ column }) => column));
    for (const row of rows) {
      const limits = limited && limitsOf(limited.table, limited.measure, rowOf(row), thresholds(row));
      const description = describe(table.description, rowOf(row)) || row.index;
      // What is kept of a row is what is not read again.
      const known = new Map([...row.values].filter(([name]) => !live.has(name)));
      const point = (index: string) =>
        new TablePoint(index, description, { kind, table, live, limits, known, row: row.index });
      // Two tables may number their rows alike: the later is told apart by the whole OID.
      const index = points.has(row.index) ? oidOf(table, measuresOf(kind, table)[0]!.column, row.index) : row.index;
      const values = point(index).read((oid) => row.objects.get(oid) ?? null);
      if (kind.present(values))
        points.set(index, kind.isSlow?.(table) ? new FixedPoint(index, description, kind, values) : point(index));
    }
  }
  errors.push(...found.map((words) => `${kind.name}: ${words}`));
  return [...points.values()];
}

const rowOf =
  ({ index, values }: FoundRow): Row =>
  (name) =>
    name === 'index' ? index : (values.get(name) ?? null);

const measuresOf = <T extends Table, V>(kind: Kind<T, V>, table: T) =>
  kind.measures(table).filter((measure) => measure !== undefined);

const oidOf = ({ columns }: Table, name: string, row: string) => `${columns[name]}.${row}`;

/** How the values of a row are found: what all rows of a table share, and what is the row's own. */
interface RowMeasures<T extends Table, V> {
  readonly kind: Kind<T, V>;
  readonly table: T;
  /** The columns that are read at every poll. */
  readonly live: ReadonlySet<string>;
  readonly limits: Limits | undefined;
  /** The columns and labels that were read when it was found. */
  readonly known: ReadonlyMap<string, SnmpValue>;
  readonly row: string;
}

/** A row whose values are read at every poll. */
class TablePoint<T extends Table, V> implements Point<V> {
  readonly index: string;
  readonly description: string;
  private readonly measures: RowMeasures<T, V>;

  constructor(index: string, description: string, measures: RowMeasures<T, V>) {
    this.index = index;
    this.description = description;
    this.measures = measures;
  }

  oids(): readonly string[] {
    const { kind, table, row } = this.measures;
    return measuresOf(kind, table).flatMap(({ column, lessRows }) =>
      [row, ...lessRows].map((each) => oidOf(table, column, each)),
    );
  }

  isPresent(values: V): boolean {
    return this.measures.kind.present(values);
  }

  read(fresh: Fresh): V {
    const { kind, table, live, limits, known, row } = this.measures;
    const value: Row = (name) => {
      if (live.has(name)) return fresh(oidOf(table, name, row));
      return name === 'index' ? row : (known.get(name) ?? null);
    };
    const number = (measure: Measure) =>
      measured(measure, value, (other) => fresh(oidOf(table, measure.column, other)));
    return kind.values(table, number, limits);
  }
}

/** A row that is read when it is looked for, and not at every poll. */
class FixedPoint<T extends Table, V> implements Point<V> {
  readonly index: string;
  readonly description: string;
  private readonly kind: Kind<T, V>;
  private readonly values: V;

  constructor(index: string, description: string, kind: Kind<T, V>, values: V) {
    this.index = index;
    this.description = description;
    this.kind = kind;
    this.values = values;
  }

  oids(): readonly string[] {
    return [];
  }

  isPresent(values: V): boolean {
    return this.kind.present(values);
  }

  read(): V {
    return this.values;
  }
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
