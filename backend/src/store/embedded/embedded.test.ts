import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { storeSuite } from '../suite.ts';
import { openEmbeddedStore } from './embedded.ts';

storeSuite('embedded', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-store-'));
  return { open: () => openEmbeddedStore({ folder }), remove: async () => rmSync(folder, { recursive: true }) };
});

test('a damaged file says which and what to do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-store-'));
  writeFileSync(join(folder, 'series.duckdb'), 'not a database'.repeat(1000));
  await expect(openEmbeddedStore({ folder })).rejects.toThrow(
    /series.duckdb: the embedded store cannot be opened .*move it away/,
  );
});
