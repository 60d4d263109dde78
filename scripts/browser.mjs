// Runs the tests of the built plugin in Chromium: plugin/browser-tests. Their results go to its test-report.json.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const folder = 'plugin/browser-tests';
const report = `${folder}/test-report.json`;

/** Ends with a report of its own, where no test has run. */
function end(failed, reason) {
  process.stdout.write(`${reason}\n`);
  const numFailedTests = failed ? 1 : 0;
  const counted = { numPassedTests: 0, numFailedTests, numPendingTests: 1 - numFailedTests, numFailedTestSuites: 0 };
  writeFileSync(report, JSON.stringify(counted));
  process.exit(numFailedTests);
}

if (spawnSync('chromium', ['--version']).status !== 0) {
  const reason = 'Chromium is not installed (apt-get install chromium)';
  if (process.env.CI === 'true') end(true, `${reason}, and on CI the browser tests may not be left out`);
  end(false, `skipped: ${reason}`);
}

const page = ['build', '--config', 'browser-tests/host/vite.config.mts', '--logLevel', 'warn'];
const build = spawnSync('vite', page, { cwd: 'plugin', encoding: 'utf8' });
if (build.status !== 0) end(true, `${build.stdout}${build.stderr}\nThe page of the browser tests cannot be built.`);

const reporters = ['--reporter=default', '--reporter=json', '--outputFile.json=test-report.json'];
const tests = spawnSync('vitest', ['run', ...reporters], { cwd: folder, stdio: 'inherit' });
process.exit(tests.status ?? 1);
