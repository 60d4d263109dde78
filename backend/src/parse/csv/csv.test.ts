import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSeriesCsv } from './csv.ts';

const folder = mkdtempSync(join(tmpdir(), 'presage-csv-'));
const path = join(folder, 'x.csv');
const read = (text: string, zone = 'UTC') => {
  writeFileSync(path, text);
  return readSeriesCsv(path, zone);
};
const T = Date.parse('2026-11-24T10:00:00Z');
const HOUR = 3_600_000;

test('every further column is a series; an empty cell is missing', () => {
  const [a, b] = read(
    '\ufefftime,a,"b, c"\r\n2026-11-24 10:00:00,1,-2\r\n2026-11-24T11:00:00Z,,3.5\r\n2026-11-24 13:00,4,\r\n',
  );
  expect(a).toMatchObject({
    series: { field: 'a', step: HOUR, lowerBound: 0 },
    times: [T, T + 3 * HOUR],
    values: [1, 4],
  });
  expect(b).toMatchObject({ series: { field: 'b, c' }, times: [T, T + HOUR], values: [-2, 3.5] });
  expect(b!.series.lowerBound).toBeUndefined();
});

test('times are read on the clocks of the zone, a repeated hour twice', () => {
  const rows = ['01:00', '02:00', '02:00', '03:00'].map((time) => `2026-10-25 ${time}:00,1`).join('\n');
  const [a] = read(`time,a\n${rows}\n`, 'Europe/Berlin');
  expect(a!.times.map((time) => (time - a!.times[0]!) / HOUR)).toEqual([0, 1, 2, 3]);
});

test('a long file is read', () => {
  const times = Array.from({ length: 150_000 }, (_, index) => new Date(T + index * HOUR).toISOString());
  const [a] = read(`time,a\n${times.map((time, index) => `${time},${index}`).join('\n')}`);
  expect(a!.values).toHaveLength(150_000);
});

describe('faults name file, line, column, what was found and what is expected', () => {
  test.each([
    ['time,a\n2026-01-01 00:00:00,x\n2026-01-01 01:00:00,1', '2: column a: found "x", expected a number'],
    ['time,a\nyesterday,1\n2026-01-01 01:00:00,1', '2: column time: found "yesterday", expected a time such as'],
    ['time,a\n2026-02-30 00:00:00,1\n2026-03-03 00:00:00,1', '2: column time: found "2026-02-30 00:00:00"'],
    [
      'time,a\n2026-01-01 01:00:00,1\n2026-01-01 01:00:00,1',
      '3: column time: found "2026-01-01 01:00:00", expected a time later',
    ],
    ['time,a\n2026-01-01 00:00:00,1\n2026-01-01 01:00:00,1\n2026-01-01 02:30:00,1', '4: column time: .* one step'],
    ['time,a,a\n2026-01-01 00:00:00,1,2\n2026-01-01 01:00:00,1,2', '1: column a: .* its own name'],
    ['time,a\n', 'expected at least two rows'],
    ['', 'expected a heading'],
    ['time,a\n2026-01-01 00:00:00,1,2\n', ':2: Invalid Record Length'],
    ['time,a\n"2026-01-01', ':2: Quote Not Closed'],
  ])('%j', (text, message) => {
    expect(() => read(text)).toThrow(new RegExp(`x\\.csv.*${message}`));
  });

  test('an hour that clocks leave out', () => {
    const text = 'time,a\n2026-03-29 01:00,1\n2026-03-29 02:00,1\n';
    expect(() => read(text, 'Europe/Berlin')).toThrow(':3: column time: found "2026-03-29 02:00", expected a time');
  });

  test('a missing file and a folder', () => {
    expect(() => readSeriesCsv(join(folder, 'none.csv'), 'UTC')).toThrow('none.csv: there is no such file');
    expect(() => readSeriesCsv(folder, 'UTC')).toThrow('this is a folder');
  });
});
