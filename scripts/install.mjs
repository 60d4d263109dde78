// Installs what is missing, with Node's own modules only: this runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const modified = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);
const marker = 'node_modules/.package-lock.json';
// After an install of the backend alone the marker is fresh, yet the plugin's tools are absent.
const complete = modified(marker) >= modified('package-lock.json') && existsSync('node_modules/webpack');

if (!complete) {
  process.stderr.write('Installing packages (about a minute, once) …\n');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = npm
    ? spawnSync(process.execPath, [npm, ...args], { stdio: ['ignore', 'inherit', 'inherit'] })
    : spawnSync('npm', args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (result.status !== 0) {
    process.stderr.write(
      'Installing failed. Check the npm registry or proxy settings (npm config list), then run the command again.\n',
    );
    process.exit(result.status ?? 1);
  }
}
