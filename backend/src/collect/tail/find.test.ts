import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collector, folder, readBetween, text } from '../../test/followed-files.ts';
import { findFiles } from './find.ts';
import { parsePattern, pathTest, rotatedTest } from './patterns.ts';
import { tailFiles } from './tail.ts';

/** A folder with these files in it. */
function tree(...names: string[]): string {
  const place = folder();
  for (const name of names) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), name);
  }
  return place;
}
/** What a pattern finds below a folder, and what it tells as a problem. */
async function find(place: string, pattern: string) {
  const problems: string[] = [];
  const { files } = await findFiles([parsePattern(join(place, pattern))], (path) => problems.push(path));
  const names = files.map(({ path }) => path.slice(place.length + 1)).toSorted();
  return { names, problems: problems.map((path) => path.slice(place.length + 1)) };
}

describe('patterns', () => {
  const RADACCT = ['10.0.0.1/detail-20261129', '10.0.0.1/auth-20261129', '10.0.0.2/detail-20261129', 'a/b/c/detail-1'];
  test.each([
    ['*/detail-*', ['10.0.0.1/detail-20261129', '10.0.0.2/detail-20261129']],
    ['**/detail-*', ['10.0.0.1/detail-20261129', '10.0.0.2/detail-20261129', 'a/b/c/detail-1']],
    ['10.0.0.?/detail-*', ['10.0.0.1/detail-20261129', '10.0.0.2/detail-20261129']],
    ['a/**/detail-?', ['a/b/c/detail-1']],
    ['a', ['a/b/c/detail-1']],
    ['10.0.0.1/', ['10.0.0.1/auth-20261129', '10.0.0.1/detail-20261129']],
    ['**', RADACCT.toSorted()],
  ])('%s', async (pattern, expected) => {
    const place = tree(...RADACCT, '.hidden/detail-1', '10.0.0.1/.detail-20261129.tmp');
    expect(await find(place, pattern)).toEqual({ names: expected, problems: [] });
    const isMeant = pathTest(parsePattern(join(place, pattern)));
    if (pattern.includes('*')) for (const name of expected) expect(isMeant(join(place, name))).toBe(true);
    expect(isMeant(join(place, '10.0.0.1/.detail-20261129.tmp'))).toBe(false);
    expect(isMeant(join(place, '.hidden/detail-1'))).toBe(false);
  });

  test('rotated copies of a file that is named', () => {
    const isRotated = rotatedTest('radius.log');
    const names = [
      'radius.log.1',
      'radius.log-20261129',
      'radius.log.2.zst',
      'radius-20261129.log',
      'radius.2026-11-29_00:00.log.gz',
    ];
    expect(names.filter(isRotated)).toEqual(names);
    expect(['radius.log', 'radius-debug.log', 'other.log.1', 'radius-20261129.txt'].filter(isRotated)).toEqual([]);
  });

  test('links are followed, but no folder round and round', async () => {
    const place = tree('real/a.log');
    symlinkSync(join(place, 'real'), join(place, 'linked'));
    symlinkSync(join(place, 'real/a.log'), join(place, 'today.log'));
    symlinkSync(place, join(place, 'real/up'));
    expect((await find(place, '*/a.log')).names).toEqual(['linked/a.log', 'real/a.log']);
    expect((await find(place, 'linked')).names).toEqual(['linked/a.log']);
    expect((await find(place, '**')).names).toEqual(['real/a.log', 'today.log']);
    const got = collector();
    writeFileSync(join(place, 'real/a.log'), text(0, 10));
    const reader = tailFiles({
      patterns: [join(place, '*.log'), join(place, '*/*.log')],
      positions: got.positions,
      pollPeriod: 1,
      onProblem: () => {},
    });
    await readBetween(reader, got, []);
    expect(got.numbers()).toHaveLength(10);
  });

  test('what is named and not there is a problem, what a wildcard does not find is none', async () => {
    const place = tree('a.log');
    expect(await find(place, 'b.log')).toEqual({ names: [], problems: ['b.log'] });
    expect(await find(place, 'none/b.log')).toEqual({ names: [], problems: ['none'] });
    expect(await find(place, '*/b*.log')).toEqual({ names: [], problems: [] });
  });

  test.skipIf(process.getuid?.() === 0)('a folder that may not be read is a problem', async () => {
    const place = tree('a/a.log', 'b/b.log');
    chmodSync(join(place, 'a'), 0);
    expect(await find(place, '*/*.log')).toEqual({ names: ['b/b.log'], problems: ['a'] });
    chmodSync(join(place, 'a'), 0o700);
  });
});

test('files that come, also in new folders, are read, and those that go are forgotten', async () => {
  const place = folder();
  const got = collector();
  const problems: unknown[] = [];
  const reader = tailFiles({
    patterns: [join(place, '**/*.log')],
    positions: got.positions,
    pollPeriod: 20,
    onProblem: (_, message) => problems.push(message),
  });
  const put = (name: string, from: number) => () => {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), text(from, from + 10));
  };
  const steps = [
    put('a.log', 0),
    put('x/y/b.log', 10),
    () => rmSync(join(place, 'x'), { recursive: true }),
    put('x/c.log', 20),
  ];
  await readBetween(reader, got, steps, 500);
  expect(got.numbers().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index));
  expect(problems).toEqual([]);
});

test('thousands of files that begin with the same line are each read once', async () => {
  const place = folder();
  for (let number = 0; number < 2000; number++)
    writeFileSync(join(place, `${number}.log`), `#header\n${text(number, number + 1)}`);
  const got = collector();
  const reader = () => tailFiles({ patterns: [place], positions: got.positions, pollPeriod: 1, onProblem: () => {} });
  await readBetween(reader(), got, []);
  await readBetween(reader(), got, []);
  expect(got.numbers().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 2000 }, (_, index) => index));
});
