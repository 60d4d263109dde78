// node scripts/plugin-zip.mjs FOLDER FILE: packs a built plugin as Grafana installs it: one root folder, named after the
// plugin, its start scripts executable whatever the file system says of them. The same content gives the same bytes.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { zipSync } from 'fflate';

const UNIX = 3;
const EXECUTABLE = /(^|\/)gpx_[^/]+$/;
/** The oldest time that a zip can say. */
const MTIME = new Date(1980, 0, 1);

const [folder, file] = process.argv.slice(2);
if (!folder || !file) {
  process.stderr.write('Usage: node scripts/plugin-zip.mjs FOLDER FILE\n');
  process.exit(2);
}
const { id } = JSON.parse(readFileSync(join(folder, 'plugin.json'), 'utf8'));
const content = {};
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath, entry.name);
  const name = relative(folder, path).split(sep).join('/');
  const mode = EXECUTABLE.test(name) ? 0o100755 : 0o100644;
  content[`${id}/${name}`] = [readFileSync(path), { os: UNIX, attrs: mode * 2 ** 16, mtime: MTIME }];
}
const sorted = Object.fromEntries(Object.entries(content).toSorted(([a], [b]) => (a < b ? -1 : 1)));
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, zipSync(sorted, { level: 9 }));
process.stdout.write(`${file}: ${Object.keys(sorted).length} files\n`);
