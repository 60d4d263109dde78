import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const PRESAGE = join(import.meta.dirname, '../cli/presage.ts');

/** A folder with a configuration file of one log source, `radius.log*` in the folder. */
export function testNetwork(options: { port: number; zone: string; store?: string }) {
  const folder = mkdtempSync(join(tmpdir(), 'presage-test-'));
  const configuration = join(folder, 'presage.yml');
  writeFileSync(
    configuration,
    `network: Test
zone: ${options.zone}
data: data
log_level: error
serve: {port: ${options.port}}
grafana: {listen: off}
store: ${options.store ?? '{type: embedded}'}
logs: [{name: billing, format: billing-radius, files: ["radius.log*"]}]
`,
  );
  return { folder, configuration, log: join(folder, 'radius.log'), url: `http://127.0.0.1:${options.port}` };
}

/** A command of Presage as a process of its own. */
export interface RunningPresage {
  readonly child: ChildProcess;
  /** What it said on standard error so far. */
  said(): string;
  /** Resolves with the exit code; null after a signal. */
  readonly ended: Promise<number | null>;
}

/** Starts `presage ARGUMENTS`. */
export function presage(...args: string[]): RunningPresage {
  const child = spawn(process.execPath, [PRESAGE, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  return { child, said: () => said, ended };
}

/** Asks until the answer satisfies; throws with the last answer after `patience` milliseconds. */
export async function until<T>(
  ask: () => Promise<T>,
  satisfied: (answer: T) => boolean,
  patience = 30_000,
): Promise<T> {
  const deadline = Date.now() + patience;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (satisfied(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    await wait(100);
  }
  throw new Error(`not in time; last: ${last instanceof Error ? last.message : JSON.stringify(last)?.slice(0, 2000)}`);
}

/** The JSON that a GET answers. */
export async function getJson<T>(url: string): Promise<T> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}
