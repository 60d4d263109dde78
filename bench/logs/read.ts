// Reads a log once, in a process of its own, and says what it took: node read.ts KIND FILE
import { closeSync, openSync, readSync } from 'node:fs';
import { createAggregator } from '../../backend/src/aggregate/aggregator.ts';
import { zone } from '../../backend/src/model/zone.ts';
import { billingRadius } from '../../backend/src/parse/billing-radius/billing-radius.ts';
import { naiveHours } from './naive.ts';

const ZONE = 'Europe/Ulyanovsk';
const CHUNK = 1_048_576;
const PARTS: Readonly<Record<string, readonly string[]>> = { hours: ['hours'], users: ['hours', 'subscribers'] };

/** Reads through the parser and the named parts of the aggregator. */
function read(path: string, parts: readonly string[]): void {
  const state = { row: () => undefined, rows: () => [] };
  const aggregator = createAggregator({ source: 'x', zone: zone(ZONE), interimPeriod: 7_200_000, state, parts });
  const buffer = Buffer.alloc(CHUNK);
  const file = openSync(path, 'r');
  let parser: ReturnType<typeof billingRadius.create> | undefined;
  for (;;) {
    const length = readSync(file, buffer, 0, CHUNK, null);
    if (length === 0) break;
    const chunk = buffer.subarray(0, length);
    parser ??= billingRadius.create({ zone: ZONE, reference: billingRadius.reference(chunk, ZONE) ?? 0 });
    parser.push(chunk, aggregator.sink);
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
