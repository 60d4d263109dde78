// Reads a log once, in a process of its own, and says what it took: node read.ts KIND FILE
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAggregator } from '../../backend/src/aggregate/aggregator.ts';
import type { AggregateRows, RowChange } from '../../backend/src/model/contracts/log-state.ts';
import { DEFAULT_LIMITS, SUBSCRIBERS_PART } from '../../backend/src/model/subscribers.ts';
import { HOUR } from '../../backend/src/model/targets.ts';
import { zone } from '../../backend/src/model/zone.ts';
import { billingRadius } from '../../backend/src/parse/billing-radius/billing-radius.ts';
import { openState } from '../../backend/src/state/database.ts';
import { createLogState } from '../../backend/src/state/log-state.ts';
import { memoryRows } from '../../backend/src/test/memory-rows.ts';
import { naiveHours } from './naive.ts';

const ZONE = 'Europe/Ulyanovsk';
/** Octets in which a format looks for a date that carries its year. */
const HEAD = 65_536;
/** Octets between two drains: hours that are over leave memory. */
const DRAINED_AT_ONCE = 33_554_432;
const PARTS: Readonly<Record<string, readonly string[]>> = { hours: ['hours'], users: ['hours', SUBSCRIBERS_PART] };
const SUBSCRIBERS = { limits: DEFAULT_LIMITS, retention: 7 * 24 * HOUR };

/** Where rows go at a drain. */
type Rows = Required<AggregateRows> & { commit(changes: Iterable<RowChange>): void };

/** Reads through the parser and the named parts of the aggregator. */
function read(path: string, parts: readonly string[], rows: Rows): void {
  const aggregator = createAggregator({
    ...{ source: 'x', zone: zone(ZONE), interimPeriod: 2 * HOUR, state: rows, parts, subscribers: SUBSCRIBERS },
  });
  const file = openSync(path, 'r');
  const head = Buffer.alloc(HEAD);
  const reference = billingRadius.reference(head.subarray(0, readSync(file, head, 0, HEAD, 0)), ZONE) ?? 0;
  const parser = billingRadius.create({ zone: ZONE, reference });
  const room = parser.room!;
  let undrained = 0;
  for (let length = readSync(file, room, 0, room.length, 0), at = length; length > 0; ) {
    parser.push(room.subarray(0, length), aggregator.sink);
    undrained += length;
    if (undrained >= DRAINED_AT_ONCE) {
      rows.commit(aggregator.drain().changes);
      undrained = 0;
    }
    length = readSync(file, room, 0, room.length, at);
    at += length;
  }
  closeSync(file);
  parser.end(aggregator.sink);
  aggregator.drain({ now: Number.MAX_SAFE_INTEGER });
}

/** Reads with the state where the service keeps it: in a database of a data folder. */
function readKept(path: string, parts: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'presage-bench-'));
  const state = openState(folder);
  const kept = createLogState(state.database, 'x');
  read(path, parts, {
    row: (part, key) => kept.row(part, key),
    rows: (part) => kept.rows(part),
    blobs: (part) => kept.blobs(part),
    commit: (changes) => kept.commit([], changes),
  });
  state.close();
  rmSync(folder, { recursive: true });
}

const [kind, path] = process.argv.slice(2) as [string, string];
const before = process.cpuUsage();
if (kind === 'naive') await naiveHours(path);
else if (kind === 'kept') readKept(path, PARTS.users!);
else read(path, PARTS[kind]!, memoryRows());
const { user, system } = process.cpuUsage(before);
// Kibibytes.
const peak = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ user: user / 1e6, system: system / 1e6, peak }));
