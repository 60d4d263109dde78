import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { VERSION } from '../version.ts';

const PRESAGE = join(import.meta.dirname, 'presage.ts');
/** Says at the end where it kept what it made of the source files. */
const TELLING = `data:text/javascript,import { getCompileCacheDir } from 'node:module';
process.on('exit', () => console.log(getCompileCacheDir() ?? 'nowhere'));`;

const versionWith = (cache: string) =>
  execFileSync(process.execPath, ['--import', TELLING, PRESAGE, '--version'], {
    encoding: 'utf8',
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  }).split('\n');

test('what is made of the source files is kept beside the packages', () => {
  const [version, folder] = versionWith('');
  expect(version).toBe(VERSION);
  expect(folder).toContain(resolve(import.meta.dirname, '../../../node_modules/.cache/presage'));
});

test('where nothing can be kept it starts all the same', () => {
  expect(versionWith('/dev/null/cache').slice(0, 2)).toEqual([VERSION, 'nowhere']);
});

test('it is kept although the process is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-cache-'));
  const child = spawn(process.execPath, [PRESAGE, 'run', '--port', '0', '--data', join(folder, 'data')], {
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'cache') },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await once(child.stderr, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(readdirSync(join(folder, 'cache'), { recursive: true }).length).toBeGreaterThan(100);
  rmSync(folder, { recursive: true });
});
