// Builds the page at / when its sources are newer than what was built; Node's own modules only.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = 'plugin/preview/dist/index.html';
const sources = ['plugin/src', 'plugin/preview', 'plugin/package.json', 'package-lock.json'];

const newest = (path) => {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const inside = readdirSync(path).filter((name) => name !== 'dist');
  return Math.max(0, ...inside.map((name) => newest(`${path}/${name}`)));
};

if (!existsSync(built) || statSync(built).mtimeMs < Math.max(...sources.map(newest))) {
  process.stderr.write('Building the page …\n');
  const vite = fileURLToPath(new URL('../node_modules/vite/bin/vite.js', import.meta.url));
  const args = [vite, 'build', '--config', 'preview/vite.config.mts', '--logLevel', 'warn'];
  const { status } = spawnSync(process.execPath, args, { cwd: 'plugin', stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) {
    process.stderr.write('Building the page failed; the REST service works without it.\n');
  }
}
