import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '../../..');

/** Name and Unix mode of every entry, out of the central directory (PKWARE's APPNOTE, 4.3.12). */
function entries(zip: Buffer): [string, string][] {
  const found: [string, string][] = [];
  for (let at = zip.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 46, 'latin1')) {
    const name = zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28));
    found.push([name, (zip.readUInt32LE(at + 38) >>> 16).toString(8)]);
  }
  return found;
}

test('a packed plugin has one root folder, executable start scripts, and the same bytes each time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-zip-'));
  const dist = join(folder, 'dist');
  mkdirSync(join(dist, 'datasource'), { recursive: true });
  writeFileSync(join(dist, 'plugin.json'), '{"id": "presage-netops-app"}');
  writeFileSync(join(dist, 'module.js'), 'export {}');
  writeFileSync(join(dist, 'datasource/gpx_presage_linux_amd64'), '#!/bin/sh\n', { mode: 0o644 });
  const pack = (name: string) => {
    const args = ['scripts/plugin-zip.mjs', dist, join(folder, name)];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: repository, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return readFileSync(join(folder, name));
  };
  const first = pack('new/folder/1.zip');
  utimesSync(join(dist, 'module.js'), 1, 1);
  expect(pack('2.zip').equals(first)).toBe(true);
  expect(entries(first)).toEqual([
    ['presage-netops-app/datasource/gpx_presage_linux_amd64', '100755'],
    ['presage-netops-app/module.js', '100644'],
    ['presage-netops-app/plugin.json', '100644'],
  ]);
  rmSync(folder, { recursive: true });
});
