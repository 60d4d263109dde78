import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

/** Hours of the part of a network's set that is kept for testing: its last fourteen days. */
const TEST_HOURS = 14 * 24;

/** One hourly series of a data set; a missing value is NaN. */
export interface DataSeries {
  readonly set: string;
  readonly name: string;
  readonly values: Float64Array;
  /** Index of the first value that only testing may see. */
  readonly testFrom: number;
}

/** The network sets of the benchmark: file, columns (all but the time when not named), hours kept of the end, hours dropped there. */
const NETWORK_SETS: Readonly<
  Record<string, { file: string; columns?: readonly string[]; keep?: number; drop?: number }>
> = {
  isp_eu: { file: 'isp_eu_hourly.csv' },
  isp_uk: { file: 'isp_uk_hourly.csv' },
  // Its last two weeks are mostly a broken meter.
  residential: { file: 'residential_a_hourly.csv', keep: 2016, drop: 341 },
  abilene: { file: 'abilene_hourly.csv', keep: 1344 },
  geant: { file: 'geant_hourly.csv', keep: 1344 },
  cesnet: { file: 'cesnet_ip103_hourly.csv', keep: 2016 },
};

export const NETWORK_SET_NAMES = Object.keys(NETWORK_SETS);

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly string[][];
}

function readTable(path: string): Table {
  const [heading = [], ...rows] = parse(readFileSync(path), { relax_column_count: true, skip_empty_lines: true });
  return { columns: heading, rows };
}

/** A column as numbers, NaN where a cell is empty or no number. */
function column({ columns, rows }: Table, name: string): Float64Array {
  const index = columns.indexOf(name);
  return Float64Array.from(rows, (row) => {
    const cell = row[index]?.trim() ?? '';
    return cell === '' || cell === 'NA' || !Number.isFinite(Number(cell)) ? Number.NaN : Number(cell);
  });
}

/** The series of one network set as the benchmark reads it: the newest hours, the last fourteen days for testing. */
export function networkSet(folder: string, set: string): DataSeries[] {
  const { file, columns, keep, drop = 0 } = NETWORK_SETS[set]!;
  const table = readTable(join(folder, file));
  return (columns ?? table.columns.slice(1)).map((name) => {
    const all = column(table, name);
    const end = all.length - drop;
    const values = all.slice(keep === undefined ? 0 : Math.max(0, end - keep), end);
    return { set, name, values, testFrom: values.length - TEST_HOURS };
  });
}

/** All of a network set that lies before its test part: what training may see. */
export function networkTraining(folder: string, set: string): DataSeries[] {
  const { file, columns, drop = 0 } = NETWORK_SETS[set]!;
  const table = readTable(join(folder, file));
  return (columns ?? table.columns.slice(1)).map((name) => {
    const values = column(table, name).slice(0, table.rows.length - drop - TEST_HOURS);
    return { set, name, values, testFrom: values.length };
  });
}

/** Hours of the RADIUS counters before their first test origin. */
const RADIUS_TRAIN = 120;

export function radiusSet(folder: string): DataSeries[] {
  const table = readTable(join(folder, 'radius_hourly.csv'));
  return table.columns.slice(1).map((name) => {
    return { set: 'radius', name, values: column(table, name), testFrom: RADIUS_TRAIN };
  });
}

/** The hourly series of the M4 competition, each with the 48 values that were to be forecast. */
export function m4Set(folder: string): (DataSeries & { readonly future: Float64Array })[] {
  const rowsOf = (name: string) => readTable(join(folder, 'm4', name)).rows;
  const numbers = (row: readonly string[]) =>
    Float64Array.from(
      row.slice(1).filter((cell) => cell.trim() !== '' && cell !== 'NA'),
      Number,
    );
  const futures = new Map(rowsOf('Hourly-test.csv').map((row) => [row[0]!, numbers(row)]));
  return rowsOf('Hourly-train.csv').map((row) => {
    const values = numbers(row);
    return { set: 'm4', name: row[0]!, values, testFrom: values.length, future: futures.get(row[0]!)! };
  });
}

/** Columns of training files that are no series. */
const NOT_SERIES = new Set(['time', 'date', 'step', 'label', 'part']);

/**
 * The sets that are only for training: servers (asd, smd), services (wsd) and the users of a wireless network (freifunk).
 * Files whose parts do not follow each other say so in the column `part`; each part is a series of its own.
 */
export function trainingSets(folder: string): DataSeries[] {
  const root = join(folder, 'train');
  if (!existsSync(root)) return [];
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.csv'));
  return files.toSorted().flatMap((file) => {
    const set = file.split(/[/_]/)[0]!;
    const table = readTable(join(root, file));
    const parts = table.columns.includes('part') ? Array.from(column(table, 'part')) : [];
    return table.columns
      .filter((name) => !NOT_SERIES.has(name))
      .flatMap((name) => {
        const values = column(table, name);
        return [...new Set(parts.length > 0 ? parts : [0])].map((part) => {
          const own = parts.length > 0 ? values.filter((_, index) => parts[index] === part) : values;
          return { set, name: `${file} ${name} ${part}`, values: own, testFrom: own.length };
        });
      });
  });
}
