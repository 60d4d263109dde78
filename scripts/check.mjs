// Types, lint, format, the rules of direction and the plugin's build, for all workspaces.
import { runStep } from './run-steps.mjs';

const steps = [
  { name: 'lint and format, backend and scripts', command: 'biome', args: ['ci', '.'] },
  { name: 'types, backend', command: 'npm', args: ['run', '--silent', 'typecheck', '--workspace', 'backend'] },
  { name: 'rules of direction', command: 'vitest', args: ['run', 'src/test/architecture.test.ts'], folder: 'backend' },
  { name: 'types, plugin', command: 'npm', args: ['run', '--silent', 'typecheck', '--workspace', 'plugin'] },
  {
    name: 'types, browser tests',
    command: 'npm',
    args: ['exec', '--workspace', 'backend', '--', 'tsc', '--noEmit', '-p', '../plugin/browser-tests'],
  },
  { name: 'lint, plugin', command: 'npm', args: ['run', '--silent', 'lint', '--workspace', 'plugin'] },
  { name: 'format, plugin', command: 'prettier', args: ['--check', '--log-level', 'warn', '.'], folder: 'plugin' },
  { name: 'build, plugin', command: 'npm', args: ['run', '--silent', 'build', '--workspace', 'plugin'] },
];

const failed = [];
for (const step of steps) if ((await runStep(step)).failed) failed.push(step.name);
process.stdout.write(failed.length ? `\nFailed: ${failed.join('; ')}\n` : '\nAll checks passed.\n');
process.exit(failed.length ? 1 : 0);
