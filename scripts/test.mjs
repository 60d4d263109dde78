// Every test of every workspace; the last line counts them all.
import { readFileSync, rmSync } from 'node:fs';
import { runStep } from './run-steps.mjs';

const reports = {
  backend: 'backend/test-report.json',
  plugin: 'plugin/test-report.json',
  'plugin in a host': 'plugin/conformance/test-report.json',
  'plugin in a browser': 'plugin/browser-tests/test-report.json',
};
const steps = [
  {
    name: 'backend',
    command: 'vitest',
    args: ['run', '--reporter=default', '--reporter=json', '--outputFile.json=test-report.json'],
    folder: 'backend',
  },
  {
    name: 'plugin',
    command: 'npm',
    args: ['run', '--silent', 'test:ci', '--', '--json', '--outputFile=test-report.json', '--silent'],
    folder: 'plugin',
  },
  { name: 'build of the plugin', command: 'npm', args: ['run', '--silent', 'build', '--workspace', 'plugin'] },
  { name: 'plugin in a host', command: process.execPath, args: ['scripts/conformance.mjs'] },
  { name: 'plugin in a browser', command: process.execPath, args: ['scripts/browser.mjs'] },
];

let failedSteps = 0;
const total = { passed: 0, failed: 0, skipped: 0 };
for (const step of steps) {
  const path = reports[step.name];
  if (path) rmSync(path, { force: true });
  if ((await runStep(step)).failed) failedSteps++;
  if (!path) continue;
  try {
    const report = JSON.parse(readFileSync(path, 'utf8'));
    total.passed += report.numPassedTests;
    // A suite that cannot even be loaded has no failed test of its own.
    total.failed += Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0);
    total.skipped += report.numPendingTests + (report.numTodoTests ?? 0);
  } catch {
    total.failed++;
  }
}
if (failedSteps > 0 && total.failed === 0) total.failed = failedSteps;
process.stdout.write(
  `\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}\n`,
);
process.exit(total.failed ? 1 : 0);
