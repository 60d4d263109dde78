// Lets a host that works as Grafana does start the built plugin: plugin/conformance, a Go program. Its results go to
// plugin/conformance/test-report.json.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const folder = 'plugin/conformance';
const report = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numFailedTestSuites: 0 };

function end(code) {
  writeFileSync(`${folder}/test-report.json`, JSON.stringify(report));
  process.exit(code);
}

/** The test that a line of `go test -json` ends, counted; what failed is shown with what it said. */
function counted(said, { Action: action, Test: test, Output: output = '', Elapsed: seconds = 0 }) {
  if (test === undefined) {
    if (action === 'output' && !/^(PASS|FAIL|ok|\?)\s/.test(output)) process.stdout.write(output);
    return;
  }
  if (action === 'output') said.set(test, (said.get(test) ?? '') + output);
  if (!['pass', 'fail', 'skip'].includes(action)) return;
  report[{ pass: 'numPassedTests', fail: 'numFailedTests', skip: 'numPendingTests' }[action]]++;
  process.stdout.write(`${action} ${test} ${seconds} s\n${action === 'pass' ? '' : said.get(test)}`);
}

if (spawnSync('go', ['version']).status !== 0) {
  const reason = 'Go is not installed (https://go.dev/dl/, 1.25 or newer on PATH)';
  if (process.env.CI === 'true') {
    process.stdout.write(`${reason}, and on CI the host test may not be left out\n`);
    report.numFailedTests = 1;
    end(1);
  }
  process.stdout.write(`skipped: ${reason}\n`);
  report.numPendingTests = 1;
  end(0);
}

if (!existsSync('plugin/dist/plugin.json')) {
  process.stdout.write('The plugin is not built: npm run build --workspace plugin\n');
  report.numFailedTests = 1;
  end(1);
}

const said = new Map();
const go = spawn('go', ['test', '-json', '-count=1', '-timeout=15m', './...'], {
  cwd: folder,
  stdio: ['ignore', 'pipe', 'inherit'],
});
createInterface({ input: go.stdout }).on('line', (line) => {
  if (line.startsWith('{')) counted(said, JSON.parse(line));
  else process.stdout.write(`${line}\n`);
});
go.on('close', (code) => {
  report.numFailedTestSuites = code === 0 ? 0 : 1;
  end(code === 0 ? 0 : 1);
});
