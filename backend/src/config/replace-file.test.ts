import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { replaceFile } from './replace-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'presage-replace-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a file gets another text and keeps its permissions; nothing is left beside it', () => {
  const path = join(folder, 'a');
  writeFileSync(path, 'long before', { mode: 0o600 });
  replaceFile(path, 'now');
  expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['now', 0o600]);
  replaceFile(join(folder, 'b'), 'new');
  expect(readdirSync(folder).toSorted()).toEqual(['a', 'b']);
});

test('a link goes on pointing to the file', () => {
  writeFileSync(join(folder, 'real'), 'before');
  symlinkSync('real', join(folder, 'link'));
  replaceFile(join(folder, 'link'), 'now');
  expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('now');
});

test('what cannot be written is said', () => {
  expect(() => replaceFile(join(folder, 'none', 'a'), 'x')).toThrow(/cannot be written/);
});
