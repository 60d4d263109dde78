import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Lets the temporary folders of all tests lie in one, which is removed when they are over. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'presage-tests-'));
  // Servers that tests start may run as other users.
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
