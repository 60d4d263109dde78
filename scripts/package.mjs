// npm run package: builds the plugin and packs it as dist/presage-netops-app-VERSION.zip.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { name, version } = JSON.parse(readFileSync('plugin/package.json', 'utf8'));
const steps = [
  ['npm', ['run', '--silent', 'build', '--workspace', 'plugin']],
  [process.execPath, ['scripts/plugin-zip.mjs', 'plugin/dist', `dist/${name}-${version}.zip`]],
];
for (const [command, args] of steps) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}
