// Makes the README's picture: runs the demo network, breaks something in it, and takes a screenshot of its page when one
// incident is active and another predicted. Some minutes; needs Chromium.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from 'playwright-core';

const PORT = 4599;
const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);
const data = mkdtempSync(join(tmpdir(), 'presage-picture-'));
const url = `http://127.0.0.1:${PORT}`;
const run = ['run', '--data', data, '--port', String(PORT), '--speed', '60', '--no-faults'];
const presage = spawn(process.execPath, ['backend/src/cli/presage.ts', ...run], { stdio: 'inherit' });
const begin = (kind, device, hours) =>
  fetch(`${url}/api/v1/simulate/faults`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ kind, device, duration: hours * 3_600_000 }),
  });
const phases = async () => {
  const { incidents } = await (await fetch(`${url}/api/v1/incidents`)).json();
  return incidents.map(({ phase }) => phase);
};
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  await wait(60_000);
  await begin('memory-leak', 'core-1', 5);
  while (!(await phases()).includes('predicted')) await wait(1000);
  await begin('device-dead', 'agg-2', 3);
  while (!(await phases()).includes('active')) await wait(1000);
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  await page.goto(`${url}/?theme=dark&lang=en-US`);
  await page.getByTestId('devices').locator('canvas, svg').first().waitFor();
  await wait(10_000);
  await page.screenshot({ path: 'docs/images/page.png' });
} finally {
  await browser.close();
  presage.kill('SIGTERM');
  await new Promise((resolve) => presage.on('close', resolve));
  rmSync(data, { recursive: true, force: true });
}
