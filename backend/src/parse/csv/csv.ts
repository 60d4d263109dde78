import { readFileSync } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';
import { PresageError, reason } from '../../errors.ts';
import type { SeriesBlock } from '../../model/series.ts';
import { type Zone, zone as zoneOf } from '../../model/zone.ts';

const TIME = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * The series of a CSV file: the first column is a time (ISO 8601, or `YYYY-MM-DD HH:mm:ss` on the clocks of the zone), each
 * further column a series named by its heading; an empty cell is missing. Times ascend on one step, some may be left out.
 * Throws FILE_UNREADABLE, and CSV_INVALID with file:line, column, what was found and what is expected.
 */
export function readSeriesCsv(path: string, zoneName: string): SeriesBlock[] {
  const rows = readRows(path);
  const fault = (line: number, column: string, found: string, expected: string) =>
    new PresageError(
      'CSV_INVALID',
      `${path}:${line}: column ${column}: found ${JSON.stringify(found)}, expected ${expected}`,
    );
  const [heading, ...data] = rows;
  if (!heading || heading.record.length < 2) {
    throw fault(
      heading?.line ?? 1,
      '1',
      heading?.record.join(',') ?? '',
      'a heading with a time column and at least one series',
    );
  }
  const names = heading.record.slice(1);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw fault(heading.line, repeated, repeated, 'every series to have its own name');
  if (data.length < 2)
    throw fault(rows.at(-1)!.line, heading.record[0]!, `${data.length} rows`, 'at least two rows of data');

  const zone = zoneOf(zoneName);
  const times: number[] = [];
  for (const { record, line } of data) {
    const text = record[0]!;
    const time = instant(text, zone, times.at(-1));
    if (time === undefined) {
      const expected = `a time such as 2026-11-24 10:00:00 (that clocks in ${zoneName} show) or 2026-11-24T10:00:00Z`;
      throw fault(line, heading.record[0]!, text, expected);
    }
    if (times.length > 0 && time <= times.at(-1)!)
      throw fault(line, heading.record[0]!, text, 'a time later than that of the line before');
    times.push(time);
  }
  const step = times.reduce(
    (least, time, index) => (index ? Math.min(least, time - times[index - 1]!) : least),
    Infinity,
  );
  const uneven = times.findIndex((time) => (time - times[0]!) % step !== 0);
  if (uneven >= 0) {
    throw fault(
      data[uneven]!.line,
      heading.record[0]!,
      data[uneven]!.record[0]!,
      `times on one step (${step / 1000} s in this file)`,
    );
  }
  return names.map((name, column) => {
    const block = { times: [] as number[], values: [] as number[] };
    for (const [index, { record, line }] of data.entries()) {
      const text = record[column + 1]!.trim();
      if (text === '') continue;
      const value = Number(text);
      if (!Number.isFinite(value)) throw fault(line, name, text, 'a number, or nothing where it is missing');
      block.times.push(times[index]!);
      block.values.push(value);
    }
    const negative = block.values.some((value) => value < 0);
    const series = { measurement: 'csv', tags: {}, field: name, unit: '', kind: 'gauge', step } as const;
    return { series: negative ? series : { ...series, lowerBound: 0 }, ...block };
  });
}

interface Row {
  readonly record: readonly string[];
  readonly line: number;
}

function readRows(path: string): Row[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why =
      code === 'EISDIR'
        ? 'this is a folder; name a CSV file'
        : code === 'ENOENT'
          ? 'there is no such file'
          : reason(error);
    throw new PresageError('FILE_UNREADABLE', `${path}: ${why}`, { cause: error });
  }
  try {
    const rows: unknown = parse(text, { bom: true, skip_empty_lines: true, info: true });
    return (rows as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      record,
      line: info.lines,
    }));
  } catch (error) {
    const line = error instanceof CsvError ? `:${String(error.lines ?? 1)}` : '';
    throw new PresageError('CSV_INVALID', `${path}${line}: ${reason(error)}`, { cause: error });
  }
}

/** The instant of a time; in a repeated hour the first one that comes after `previous`. */
function instant(text: string, zone: Zone, previous: number | undefined): number | undefined {
  const [, date, time, offset] = TIME.exec(text.trim()) ?? [];
  if (date === undefined || time === undefined) return undefined;
  const wall = Date.parse(`${date}T${time}${offset ?? 'Z'}`);
  // Date.parse takes the 31st of any month.
  if (Number.isNaN(wall) || new Date(`${date}T00:00Z`).getUTCDate() !== Number(date.slice(8))) return undefined;
  if (offset !== undefined) return wall;
  const instants = zone.instants(wall);
  return instants.find((candidate) => previous === undefined || candidate > previous) ?? instants.at(-1);
}
