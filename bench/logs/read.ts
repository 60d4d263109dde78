// Reads a log once, in a process of its own, and says what it took: node read.ts KIND FILE
import { closeSync, openSync, readSync } from 'node:fs';
import { createAggregator } from '../../backend/src/aggregate/aggregator.ts';
import { DEFAULT_LIMITS, SUBSCRIBERS_PART } from '../../backend/src/model/subscribers.ts';
import { HOUR } from '../../backend/src/model/targets.ts';
import { zone } from '../../backend/src/model/zone.ts';
import { billingRadius } from '../../backend/src/parse/billing-radius/billing-radius.ts';
import { memoryRows } from '../../backend/src/test/memory-rows.ts';
import { naiveHours } from './naive.ts';

const ZONE = 'Europe/Ulyanovsk';
const CHUNK = 1_048_576;
/** Chunks between two drains: hours that are over leave memory. */
const DRAINED_AT_ONCE = 32;
const PARTS: Readonly<Record<string, readonly string[]>> = { hours: ['hours'], users: ['hours', SUBSCRIBERS_PART] };
const SUBSCRIBERS = { limits: DEFAULT_LIMITS, retention: 7 * 24 * HOUR };

/** Reads through the parser and the named parts of the aggregator. */
function read(path: string, parts: readonly string[]): void {
  const rows = memoryRows();
  const aggregator = createAggregator({
    ...{ source: 'x', zone: zone(ZONE), interimPeriod: 2 * HOUR, state: rows, parts, subscribers: SUBSCRIBERS },
  });
  let chunks = 0;
  const buffer = Buffer.alloc(CHUNK);
  const file = openSync(path, 'r');
  let parser: ReturnType<typeof billingRadius.create> | undefined;
  for (;;) {
    const length = readSync(file, buffer, 0, CHUNK, null);
    if (length === 0) break;
    const chunk = buffer.subarray(0, length);
    parser ??= billingRadius.create({ zone: ZONE, reference: billingRadius.reference(chunk, ZONE) ?? 0 });
    parser.push(chunk, aggregator.sink);
    if (++chunks % DRAINED_AT_ONCE === 0) rows.commit(aggregator.drain().changes);
  }
  closeSync(file);
  parser?.end(aggregator.sink);
  aggregator.drain({ now: Number.MAX_SAFE_INTEGER });
}

const [kind, path] = process.argv.slice(2) as [string, string];
const before = process.cpuUsage();
if (kind === 'naive') await naiveHours(path);
else read(path, PARTS[kind]!);
const { user, system } = process.cpuUsage(before);
// Kibibytes.
const peak = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ user: user / 1e6, system: system / 1e6, peak }));
