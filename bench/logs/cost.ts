import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { findExecutable } from '../../backend/src/test/needs.ts';
import { median, print } from './figure.ts';
import { generatedLog } from './generated.ts';

const REPEATS = 5;
/** Lines for which the bars are set. */
const BAR_LINES = 5_000_000;
/** Seconds of CPU in user mode. */
const HOURS_BAR = 1.3;
const USERS_BAR = 2;
const NAIVE_SHARE_BAR = 0.1;
/** The least that a second core may gain. */
const THREADS_BAR = 1.8;
/** Mebibytes, and of how many subscribers. */
const MEMORY_BAR = 300;
const MEMORY_SUBSCRIBERS = 1_000_000;

interface Taken {
  readonly user: number;
  readonly system: number;
  readonly peak: number;
}

function take(kind: string, path: string): Taken {
  const script = join(import.meta.dirname, 'read.ts');
  return JSON.parse(
    execFileSync(process.execPath, [...process.execArgv, script, kind, path], { encoding: 'utf8' }),
  ) as Taken;
}

/** CPU seconds in user mode of another program, or undefined where it is not installed. */
function takeOf(program: string, ...args: string[]): number | undefined {
  if (!findExecutable(program) || !findExecutable('bash')) return undefined;
  const script = 'TIMEFORMAT=%U; time "$0" "$@" >/dev/null';
  const command = `{ ${script}; } 2>&1`;
  return Number(
    execFileSync('bash', ['-c', command, program, ...args], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } }),
  );
}

/** What reading a log costs on one core, and the same by the means at hand. */
export function benchCost(lines: number): void {
  const { path } = generatedLog({ lines });
  const scale = lines / BAR_LINES;
  // Taken in turns: what else the machine does changes with time.
  const hours: number[] = [];
  const users: number[] = [];
  for (let round = 0; round < REPEATS; round++) {
    hours.push(take('hours', path).user);
    users.push(take('users', path).user);
  }
  const naive = take('naive', path).user;
  const own = median(hours);
  print('CPU of hourly series', own, 's', HOURS_BAR * scale, naive);
  print('CPU of hourly series, share of readline and regular expressions', own / naive, '', NAIVE_SHARE_BAR, 1);
  print('CPU of hourly series and users', median(users), 's', USERS_BAR * scale, naive);
  print('CPU of readline and regular expressions', naive, 's', null, null);
  for (const [name, program, ...args] of [
    ['wc -l', 'wc', '-l', path],
    ['mawk', 'mawk', '-f', join(import.meta.dirname, 'hours.awk'), path],
  ] as [string, string, ...string[]][]) {
    const seconds = takeOf(program, ...args);
    if (seconds === undefined) process.stderr.write(`${program} is not installed\n`);
    else print(`CPU of ${name}`, seconds, 's', null, naive);
  }
}

/** How much sooner a dry run in two threads is done. */
export function benchThreads(lines: number): void {
  const { path } = generatedLog({ lines });
  const script = join(import.meta.dirname, 'count.ts');
  const wall = (threads: number) =>
    (JSON.parse(execFileSync(process.execPath, [script, `${threads}`, path], { encoding: 'utf8' })) as { wall: number })
      .wall;
  const gains = Array.from({ length: REPEATS }, () => wall(1) / wall(2));
  print('gain of a second thread', median(gains), 'times', THREADS_BAR, null);
}

/** The most memory that reading takes with many subscribers, whose rows are kept where the service keeps them. */
export function benchMemory(lines: number): void {
  const { path } = generatedLog({ lines, subscribers: MEMORY_SUBSCRIBERS });
  print(`memory with ${MEMORY_SUBSCRIBERS} subscribers`, take('kept', path).peak, 'MiB', MEMORY_BAR, null);
}
