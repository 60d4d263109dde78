// A busy log is followed live through rotations and kill -9: npm run bench -- logs-live [--minutes 10] [--rate 5000]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { unpackBucket } from '../backend/src/aggregate/hours.ts';
import { zone } from '../backend/src/model/zone.ts';
import { createLogState } from '../backend/src/state/log-state.ts';
import { freePort } from '../backend/src/test/influxd.ts';
import { sharedPath } from '../backend/src/test/needs.ts';
import { getJson, presage, testNetwork, until } from '../backend/src/test/presage.ts';
import { rotatingLog } from '../backend/src/test/rotating-log.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const ZONE = 'Europe/Ulyanovsk';
/** Lines a second of the generated log by its own dates, at least. */
const SLOWEST = 110;
const WRITE_PERIOD = 20;
const ASK_PERIOD = 50;
const ROTATION_PERIOD = 20 * SECOND;
const KILL_PERIOD = MINUTE;
/** As long after a kill the lag is not counted. */
const RECOVERY = 5 * SECOND;
const LAG_BAR = 1;
const DELAY_BAR = 20;
/** What measures the delay of the event loop is a timer, whose own period is in what it measures, milliseconds. */
const TIMER = 10;

const { values } = parseArgs({ options: { minutes: { type: 'string' }, rate: { type: 'string' } } });
const minutes = Number(values.minutes ?? 10);
const rate = Number(values.rate ?? 5000);
const total = minutes * 60 * rate;

interface TrueHour extends Readonly<Record<'empty' | 'Alive' | 'Start' | 'Stop' | 'acct' | 'auth' | 'failed', number>> {
  readonly delayN: number;
  readonly inSum: number;
  readonly outSum: number;
  readonly trN: number;
}

function print(name: string, value: number, unit: string, bar: number | null): void {
  process.stdout.write(`${JSON.stringify({ name, value, unit, bar, reference: null, ratio: null })}\n`);
}

/** The log and, by the hour on the wall, its truth; its dates end about now. */
function generate(folder: string) {
  const generator = sharedPath('tools/radius-log-generator.js');
  if (!generator) throw new Error('the generator of logs is absent');
  const [log, truth] = [join(folder, 'made.log'), join(folder, 'truth.json')];
  const start = zone(ZONE)
    .format(Date.now() - (total / SLOWEST) * SECOND)
    .replace(' ', 'T');
  const size = ['--lines', total, '--seed', 5, '--dirty', 0.001, '--start', start].map(String);
  execFileSync(process.execPath, [generator, '--out', log, '--truth', truth, ...size], { stdio: 'ignore' });
  const { hours } = JSON.parse(readFileSync(truth, 'utf8')) as { hours: Record<string, TrueHour> };
  return { bytes: readFileSync(log), hours };
}

/** Where each line begins that is written next, so many at a time. */
function lineCutter(bytes: Buffer) {
  let at = 0;
  return (count: number): Buffer => {
    const start = at;
    for (let line = 0; line < count && at < bytes.length; line++) at = bytes.indexOf(10, at) + 1;
    return bytes.subarray(start, at);
  };
}

/** Counters of the hours as the state has them, by the hour on the wall. */
function countedHours(data: string): Map<string, Record<string, number>> {
  const database = new DatabaseSync(join(data, 'state.db'), { readOnly: true });
  const rows = [...createLogState(database, 'billing').rows('hours')].filter(([key]) => /^\d+$/.test(key));
  const hours = rows.map(([key, packed]) => {
    const { untyped, alive, start, stop, accounting, authentication, failed, delayCount, ...bucket } =
      unpackBucket(packed);
    const named = { empty: untyped, Alive: alive, Start: start, Stop: stop, acct: accounting, auth: authentication };
    const sums = { inSum: bucket.inputSum, outSum: bucket.outputSum, trN: bucket.trafficCount };
    const hour = zone(ZONE).format(Number(key)).slice(0, 13).replace(' ', 'T');
    return [hour, { ...named, failed, delayN: delayCount, ...sums }] as const;
  });
  database.close();
  return new Map(hours);
}

interface Status {
  readonly sources: readonly { readonly lines: number }[];
}

process.stderr.write(`${total} lines are made\n`);
const made = mkdtempSync(join(tmpdir(), 'presage-live-'));
const { bytes, hours: truth } = generate(made);
const network = testNetwork({ port: await freePort(), zone: ZONE });
const log = rotatingLog(network.log, 8);
const next = lineCutter(bytes);

/** When how many lines were written. */
const written: { at: number; lines: number }[] = [{ at: 0, lines: 0 }];
const newest = () => written.at(-1)!;
let oldest = 0;
const lags: number[] = [];
const delays: number[] = [];
/** Seconds from each kill until the lag was below its bar again. */
const recoveries: number[] = [];
let ending = false;

const begun = performance.now();
async function write(): Promise<void> {
  let rotateAt = begun + ROTATION_PERIOD;
  while (newest().lines < total) {
    await sleep(WRITE_PERIOD);
    const due = Math.min(total, Math.floor(((performance.now() - begun) / SECOND) * rate));
    if (due > newest().lines) log.write(next(due - newest().lines));
    written.push({ at: performance.now(), lines: due });
    if (performance.now() < rotateAt) continue;
    rotateAt += ROTATION_PERIOD;
    const rotation = log.rotate();
    process.stderr.write(`${due} lines; rotated: ${rotation}\n`);
  }
}

/** Seconds since the first line was written that is not counted yet. */
function lagOf(counted: number, now: number): number {
  while (oldest < written.length && written[oldest]!.lines <= counted) oldest++;
  return oldest < written.length ? (now - written[oldest]!.at) / SECOND : 0;
}

async function measureDelay(): Promise<void> {
  const text = await (await fetch(`${network.url}/metrics`)).text();
  const [, seconds] = /^nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(text) ?? [];
  if (seconds !== undefined) delays.push(Math.max(0, Number(seconds) * SECOND - TIMER));
}

const start = () => presage('run', '--config', network.configuration);
let running = start();
async function killNowAndThen(): Promise<void> {
  let quietUntil = begun + RECOVERY;
  let killedAt: number | undefined;
  let killAt = begun + KILL_PERIOD;
  while (!ending) {
    await sleep(ASK_PERIOD);
    if (performance.now() > killAt && newest().lines < total) {
      killAt += KILL_PERIOD;
      await measureDelay();
      running.child.kill('SIGKILL');
      await running.ended;
      running = start();
      killedAt = performance.now();
      quietUntil = killedAt + RECOVERY;
      continue;
    }
    try {
      const { sources } = await getJson<Status>(`${network.url}/api/v1/status`);
      const now = performance.now();
      if (now < quietUntil) oldest = 0;
      const lag = lagOf(sources[0]!.lines, now);
      if (now >= quietUntil) lags.push(lag);
      if (killedAt === undefined || lag > LAG_BAR) continue;
      recoveries.push((now - killedAt) / SECOND);
      killedAt = undefined;
    } catch {
      if (running.child.exitCode !== null) throw new Error(`ended by itself: ${running.said()}`);
      if (performance.now() > quietUntil) lags.push(RECOVERY / SECOND);
    }
  }
}

const killing = killNowAndThen();
await Promise.race([write(), killing]);
await log.packed();
await until(
  () => getJson<Status>(`${network.url}/api/v1/status`),
  ({ sources }) => sources[0]!.lines >= total,
  MINUTE,
).catch((error) => process.stderr.write(`${error}\n`));
const { sources } = await getJson<Status>(`${network.url}/api/v1/status`);
await measureDelay();
ending = true;
await killing;
running.child.kill('SIGTERM');
await running.ended;

const counted = countedHours(join(network.folder, 'data'));
let wrong = Math.abs(sources[0]!.lines - total);
for (const [hour, expected] of Object.entries(truth)) {
  for (const [name, value] of Object.entries(counted.get(hour) ?? { hours: -1 })) {
    const is = Number(expected[name as keyof TrueHour]);
    if (value === is) continue;
    wrong++;
    process.stderr.write(`${hour} ${name}: ${value}, written were ${is}\n`);
  }
}
const percentile = (samples: readonly number[], share: number) =>
  samples.toSorted((a, b) => a - b)[Math.floor((samples.length - 1) * share)] ?? Number.NaN;
print('counters that differ from what was written', wrong, 'counters', 0);
print('lag of a line, p99, but for 5 s after each kill', percentile(lags, 0.99), 's', LAG_BAR);
print('lag of a line, p50', percentile(lags, 0.5), 's', null);
print(
  'time from a kill until the lag is below its bar again, most',
  Math.max(0, ...recoveries),
  's',
  RECOVERY / SECOND,
);
print('delay of the event loop, p99 of the worst life', Math.max(...delays), 'ms', DELAY_BAR);
print('delay of the event loop, p99 of the median life', percentile(delays, 0.5), 'ms', DELAY_BAR);
rmSync(made, { recursive: true });
rmSync(network.folder, { recursive: true });
