// npm run bench -- NAME [ARGUMENTS …]: runs bench/NAME.ts; without a name it lists what there is.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const [name, ...args] = process.argv.slice(2);
const file = `bench/${name}.ts`;
if (!name || !existsSync(file)) {
  const names = readdirSync('bench')
    .filter((entry) => entry.endsWith('.ts'))
    .map((entry) => entry.slice(0, -3));
  process.stderr.write(`npm run bench -- NAME, where NAME is one of: ${names.join(', ')}\n`);
  process.exit(2);
}
// As `npm start` has it: this room for young objects, and what Node.js makes of source files kept, so that the work of making it
// is not measured.
process.env.NODE_COMPILE_CACHE ||= join(import.meta.dirname, '../node_modules/.cache/presage');
process.exit(
  spawnSync(process.execPath, ['--max-semi-space-size=32', file, ...args], { stdio: 'inherit' }).status ?? 1,
);
