import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedPath } from '../../backend/src/test/needs.ts';
import type { TrueLists } from '../../backend/src/test/radius-lists.ts';
import type { TrueHour } from '../../backend/src/test/radius-truth.ts';

export interface LogOptions {
  readonly lines: number;
  readonly subscribers?: number;
  readonly seed?: number;
  /** Share of damaged lines. */
  readonly dirty?: number;
}

/** A generated billing log and its truth, in the temporary folder; made once. */
export function generatedLog({ lines, subscribers = 70_000, seed = 1, dirty = 0 }: LogOptions) {
  const folder = join(tmpdir(), 'presage-bench-logs');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `radius-${lines}-${subscribers}-${seed}-${dirty}.log`);
  const truth = `${path}.json`;
  if (!existsSync(path) || !existsSync(truth)) {
    process.stderr.write(`generating ${path}\n`);
    const generator = sharedPath('tools/radius-log-generator.js');
    if (!generator) process.exit(2);
    const args = { lines, subs: subscribers, seed, dirty, out: `${path}.part`, truth };
    const flat = Object.entries(args).flatMap(([name, value]) => [`--${name}`, `${value}`]);
    execFileSync(process.execPath, ['--max-old-space-size=8192', generator, ...flat], { stdio: 'ignore' });
    renameSync(`${path}.part`, path);
  }
  return {
    path,
    /** The counters and the lists of subscribers, by hour on the wall, `2020-04-30T00`. */
    truth: () => JSON.parse(readFileSync(truth, 'utf8')) as { hours: Record<string, TrueHour>; lists: TrueLists },
  };
}
