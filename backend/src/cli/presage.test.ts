import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VERSION } from '../version.ts';

const versionWith = (cache: string) =>
  execFileSync(process.execPath, [join(import.meta.dirname, 'presage.ts'), '--version'], {
    encoding: 'utf8',
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  });

test('a start keeps what it made of the source files for the next one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-cache-'));
  expect(versionWith(folder)).toBe(`${VERSION}\n`);
  const kept = readdirSync(folder, { recursive: true }).length;
  expect(kept).toBeGreaterThan(100);
  expect(versionWith(folder)).toBe(`${VERSION}\n`);
  expect(readdirSync(folder, { recursive: true })).toHaveLength(kept);
  rmSync(folder, { recursive: true });
});

test('where nothing can be kept it starts all the same', () => {
  expect(versionWith('/dev/null/cache')).toBe(`${VERSION}\n`);
});
