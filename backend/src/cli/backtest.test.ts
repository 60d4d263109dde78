import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { randomOf } from '../model/random.ts';

const folder = mkdtempSync(join(tmpdir(), 'presage-backtest-'));
const HOURS = 150;

/** A file of two hourly series. */
function file(name: string, hours = HOURS): string {
  const random = randomOf(1);
  const value = (hour: number, level: number) => level + 20 * Math.sin((hour * Math.PI) / 12) + 5 * random();
  const rows = Array.from({ length: hours }, (_, hour) => {
    const time = new Date(Date.UTC(2026, 0, 5) + hour * 3_600_000).toISOString();
    return `${time},${value(hour, 100)},${value(hour, 1000)}\n`;
  });
  const path = join(folder, name);
  writeFileSync(path, `time,"in, <edge>",out\n${rows.join('')}`);
  return path;
}

function run(...args: string[]) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'presage.ts'), 'backtest', ...args],
    { encoding: 'utf8' },
  );
  return { stdout, stderr, status };
}

const NAIVE = ['seasonal_naive_24', 'seasonal_naive_168', 'last_value'];

interface Line {
  readonly series: string;
  readonly lead: number | 'mean';
  readonly mase: number;
  readonly origins: number;
  readonly baselines: Record<string, { mase: number; ours: number; origins: number }>;
}
const linesOf = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

test('scores every series and lead and their mean, beside the naive baselines', () => {
  const { stdout, stderr, status } = run(file('a.csv'), '--horizon', '3', '--json');
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  const lines = linesOf(stdout);
  expect(lines.map(({ series, lead }) => [series, lead])).toEqual(
    ['in, <edge>', 'out'].flatMap((series) => [1, 2, 3, 'mean'].map((lead) => [series, lead])),
  );
  for (const line of lines) {
    expect(Object.keys(line)).toEqual([
      ...['series', 'lead', 'mase', 'smape', 'crps', 'coverage80', 'coverage95', 'origins', 'baselines'],
    ]);
    expect(Object.keys(line.baselines)).toEqual(NAIVE);
    expect(line.mase).toBeLessThan(line.baselines.last_value!.mase);
  }
  expect(lines[0]!.origins).toBe(HOURS - 120);
}, 60_000);

test('asks fitted baselines at every so many origins, and writes nothing but JSON', () => {
  const { stdout, status } = run(file('a.csv'), '--horizon', '2', '--json', '--baselines', 'all', '--every', '10');
  expect(status).toBe(0);
  for (const { origins, baselines, lead, mase } of linesOf(stdout)) {
    expect(Object.keys(baselines)).toEqual([...NAIVE, 'lag_regression', 'ets', 'mstl', 'arima']);
    if (lead === 1) expect(origins).toBe(30);
    expect(baselines.last_value!.ours).toBeCloseTo(mase, 10);
    for (const name of ['lag_regression', 'ets', 'mstl', 'arima']) expect(baselines[name]!.origins).toBe(3);
  }
}, 120_000);

test('the file of forecasts gives the scores that are printed', () => {
  const csv = join(folder, 'forecasts.csv');
  writeFileSync(csv, 'what was there before\n'.repeat(100_000));
  const path = file('a.csv');
  const { stdout, status } = run(path, '--horizon', '2', '--json', '--csv', csv);
  expect(status).toBe(0);
  const rows: Record<string, string>[] = parse(readFileSync(csv), { columns: true });
  const known: Record<string, string>[] = parse(readFileSync(path), { columns: true });
  for (const { series, lead, mase, baselines } of linesOf(stdout).filter((line) => line.lead !== 'mean')) {
    const values = known.slice(0, 120).map((row) => Number(row[series]));
    const scale = mean(values.slice(24).map((value, index) => Math.abs(value - values[index]!)));
    const own = rows.filter((row) => row.series === series && row.lead === String(lead));
    const error = (column: string) =>
      mean(own.map((row) => Math.abs(Number(row.actual) - Number(row[column])))) / scale;
    expect(error('mean')).toBeCloseTo(mase, 10);
    for (const name of NAIVE) expect(error(name)).toBeCloseTo(baselines[name]!.mase, 10);
  }
}, 60_000);

const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

test('prints a table for people, and draws a picture', () => {
  const svg = join(folder, 'a.svg');
  const { stdout, status } = run(file('a.csv'), '--svg', svg, '--baselines', 'last_value,lag_regression');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^series +lead +MASE +sMAPE +CRPS +in 80 +in 95 +last_value +lag_regression\n/);
  expect(stdout).toMatch(/\npresage +\d/);
  expect(stdout).toMatch(/\nlag_regression +\d/);
  const drawn = readFileSync(svg, 'utf8');
  expect(drawn).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg".*<\/svg>\n$/s);
  expect(drawn).toContain('in, &#60;edge&#62;');
}, 60_000);

mkdirSync(join(folder, 'folder'));
symlinkSync(join(folder, 'a.csv'), join(folder, 'same.csv'));
test.each<[string, () => string[], number, RegExp]>([
  [
    'a baseline that is not there',
    () => ['--baselines', 'prophet'],
    2,
    /"prophet", expected naive, all, or some of .*arima/,
  ],
  ['a file in no folder', () => ['--csv', join(folder, 'none/f.csv')], 1, /none\/f\.csv: its folder does not exist/],
  ['a folder', () => ['--svg', join(folder, 'folder')], 1, /folder: this is a folder/],
  ['the file that is read', () => ['--csv', join(folder, 'same.csv')], 2, /same\.csv: this file is .*a\.csv/],
  ['one file for both', () => ['--csv', join(folder, 'b'), '--svg', join(folder, 'b')], 2, /b: this file is/],
  [
    'more training than there is',
    () => ['--train', '150'],
    1,
    /column in, <edge>: found 150 steps, expected more than/,
  ],
])(
  'refuses in one line: %s',
  (_, options, code, message) => {
    const path = file('a.csv');
    const before = readFileSync(path, 'utf8');
    const { stdout, stderr, status } = run(path, ...options());
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
    expect({ stdout, status }).toEqual({ stdout: '', status: code });
    expect(readFileSync(path, 'utf8')).toBe(before);
  },
  60_000,
);

test('needs more than a day of training, whatever the step', () => {
  const path = join(folder, 'minutes.csv');
  const rows = Array.from({ length: 400 }, (_, step) => `${new Date(step * 300_000).toISOString()},${step % 7}\n`);
  writeFileSync(path, `time,a\n${rows.join('')}`);
  const { stderr, status } = run(path, '--train', '288');
  expect(status).toBe(2);
  expect(stderr).toContain('a day of');
  expect(stderr).toContain('give at least 576');
}, 60_000);
