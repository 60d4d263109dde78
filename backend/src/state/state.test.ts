import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { openState } from './database.ts';
import { createLogState } from './log-state.ts';
import { MIGRATIONS } from './migrations.ts';
import { snapshotFile } from './snapshot-file.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'presage-state-'));
const position = { fingerprint: 'f', path: '/log', offset: 2 ** 40, clock: 1_600_000_000_000 };
const marks = { heads: ['a', 'b'], tail: 't', end: 2 ** 41, modified: 1_600_000_000_000.5 };

describe('log state', () => {
  test('comes back after a restart, sources apart', () => {
    const data = folder();
    const first = openState(data);
    const state = createLogState(first.database, 'a');
    state.commit(
      [position, { ...position, fingerprint: 'g', clock: undefined, marks }],
      [
        { part: 'hours', key: '3600000', data: { sum: 0.1 + 0.2 } },
        { part: 'sessions', key: 's', data: { seen: 1 } },
        { part: 'sessions', key: 't', data: [2] },
        { part: 'sessions', key: 'v', data: Buffer.from([9, 0]) },
        { part: 'sessions', key: 'u', data: Uint8Array.of(0, 255) },
        { part: 'sessions', key: 'w', data: Uint8Array.of(1) },
      ],
    );
    state.commit([], [{ part: 'sessions', key: 's', data: null }]);
    state.commit([], [{ part: 'sessions', key: 'w', data: null }]);
    first.close();

    const second = openState(data);
    const again = createLogState(second.database, 'a');
    expect(again.get('f')).toEqual(position);
    expect(again.positions()).toHaveLength(2);
    expect(again.files()).toBe(2);
    expect(again.get('g')?.clock).toBeUndefined();
    expect(again.get('g')?.marks).toEqual(marks);
    expect(again.row('hours', '3600000')).toEqual({ sum: 0.1 + 0.2 });
    expect([...again.rows('sessions')]).toEqual([['t', [2]]]);
    expect([...again.blobs('sessions')]).toEqual([
      ['u', Uint8Array.of(0, 255)],
      ['v', Uint8Array.of(9, 0)],
    ]);
    const other = createLogState(second.database, 'b');
    expect([other.get('f'), other.row('hours', '3600000'), [...other.rows('sessions')]]).toEqual([
      undefined,
      undefined,
      [],
    ]);
    second.close();
  });

  test('a commit of few rows out of many writes little', () => {
    const data = folder();
    const { database, close } = openState(data);
    const state = createLogState(database, 'a');
    const rowOf = (row: number) => ({ part: 'sessions', key: `session ${row}`, data: { seen: row } });
    state.commit(
      [],
      Array.from({ length: 20_000 }, (_, row) => rowOf(row)),
    );
    const written = () => statSync(join(data, 'state.db-wal')).size;
    const before = written();
    state.commit(
      [position],
      Array.from({ length: 100 }, (_, row) => rowOf(200 * row)),
    );
    expect(written() - before).toBeLessThan(200_000);
    close();
  });

  test('a commit that fails changes nothing', () => {
    const { database, close } = openState(folder());
    const state = createLogState(database, 'a');
    const unreadable = { part: 'hours', key: '0', data: 1n as never };
    expect(() => state.commit([position], [unreadable])).toThrow();
    expect(state.get('f')).toBeUndefined();
    state.commit([position], []);
    expect(state.get('f')).toEqual(position);
    close();
  });
});

test('what an earlier version kept of its logs is gone on with', () => {
  const before = MIGRATIONS.findIndex((statements) => statements.includes('INSERT INTO log_row'));
  const old = new DatabaseSync(':memory:');
  for (const statements of MIGRATIONS.slice(0, before)) old.exec(statements);
  old.exec(`INSERT INTO log_hour VALUES ('a', 3600000, '[1,2]');
    INSERT INTO log_session VALUES ('a', 'nas id', '["nas",1,2,null]');
    INSERT INTO log_rest VALUES ('a', '{"lines":3,"unreadable":{"empty":1},"newest":null,"unpublished":[3600000],"sessions":{"published":5}}')`);
  for (const statements of MIGRATIONS.slice(before)) old.exec(statements);
  const state = createLogState(old, 'a');
  expect(state.row('hours', '3600000')).toEqual([1, 2]);
  expect(state.row('hours', 'unpublished')).toEqual([3_600_000]);
  expect(state.row('sessions', 'session nas id')).toEqual(['nas', 1, 2, null]);
  expect(state.row('sessions', 'rest')).toEqual({ published: 5 });
  expect(state.row('lines', 'counts')).toEqual({ lines: 3, unreadable: { empty: 1 }, newest: null });
  old.close();
});

describe('the data folder', () => {
  test('belongs to one process, which the message names; it is free once closed', () => {
    const data = folder();
    const owner = openState(data);
    const script = `import { openState } from '${new URL('./database.ts', import.meta.url)}'; openState(process.argv[1]);`;
    const attempt = () =>
      spawnSync(process.execPath, ['--input-type=module', '-e', script, data], { encoding: 'utf8' });
    expect(attempt().stderr).toContain(`another Presage (process ${process.pid}) uses this data folder`);
    owner.close();
    expect(attempt().status).toBe(0);
  });

  test('that is a file, or a damaged or newer database, is refused in words', () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    expect(() => openState(file)).toThrow(/data folder cannot be created .*set data:/);

    const damaged = folder();
    writeFileSync(join(damaged, 'state.db'), 'no database '.repeat(1000));
    expect(() => openState(damaged)).toThrow(/state.db: the state database cannot be read .*move it away/);

    const newer = folder();
    const database = new DatabaseSync(join(newer, 'state.db'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(() => openState(newer)).toThrow(/newer Presage/);
  });

  test.skipIf(process.getuid?.() === 0)('that may not be written says so', () => {
    const data = folder();
    chmodSync(data, 0o500);
    expect(() => openState(data)).toThrow(/cannot be written/);
  });
});

test('a snapshot is replaced as a whole', async () => {
  const file = snapshotFile(folder(), 'model');
  expect(await file.read()).toBeUndefined();
  await file.write([Buffer.from('one')]);
  await file.write([Buffer.from('t'), Buffer.from('wo')]);
  expect(Buffer.from((await file.read())!).toString()).toBe('two');
  await file.remove();
  expect(await file.read()).toBeUndefined();
});
