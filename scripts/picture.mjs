// Makes the README's picture: runs the demo network and takes a screenshot of its page. Needs Chromium.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from 'playwright-core';

const PORT = 4599;
const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);
const data = mkdtempSync(join(tmpdir(), 'presage-picture-'));
const presage = spawn(process.execPath, ['backend/src/cli/presage.ts', 'run', '--data', data, '--port', String(PORT)], {
  stdio: 'inherit',
});
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  await wait(15_000);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`http://127.0.0.1:${PORT}/?theme=dark&lang=en-US`);
  await page.getByTestId('panel-count_failed').locator('canvas').waitFor();
  await wait(2000);
  await page.screenshot({ path: 'docs/images/page.png' });
} finally {
  await browser.close();
  presage.kill('SIGTERM');
  await new Promise((resolve) => presage.on('close', resolve));
  rmSync(data, { recursive: true, force: true });
}
