import { closeSync, openSync, readSync } from 'node:fs';
import { combined } from '../../aggregate/combined.ts';
import { addBucket, type HourBucket, unpackBucket } from '../../aggregate/hours.ts';
import { lineCounter } from '../../aggregate/lines.ts';
import type { PartState } from '../../aggregate/part.ts';
import { targetCounter } from '../../aggregate/targets.ts';
import { unreadable } from '../../collect/tail/faults.ts';
import { TAIL, tailHash } from '../../collect/tail/marks.ts';
import { PresageError } from '../../errors.ts';
import type { LineCounts } from '../../model/contracts/aggregator.ts';
import type { FilePlace } from '../../model/contracts/log-reader.ts';
import type { Json } from '../../model/contracts/log-state.ts';
import type { LogFormat, Parser } from '../../model/contracts/parser.ts';
import { zone as zoneOf } from '../../model/zone.ts';
import { billingRadius } from '../../parse/billing-radius/billing-radius.ts';
import { sinkUntil } from '../../pipeline.ts';

/** Formats of which every line stands for itself, but for what its date needs to know: the year, and repeated hours. */
export const LINE_FORMATS: readonly LogFormat[] = [billingRadius];

/** Octets of a place that are read at a time where a parser has no room of its own. */
const CHUNK = 262_144;

/** Whole lines of one file. */
export interface Block {
  /** In memory of their own, or where they stand. */
  readonly lines: Uint8Array<ArrayBuffer> | FilePlace;
  /** An instant near the lines of the file, for dates without a year. */
  readonly reference: number;
  /** True where the file ends here. */
  readonly end: boolean;
}

/** What the lines of a block are counted with. */
export interface BlockOptions {
  /** Type of one of LINE_FORMATS. */
  readonly format: string;
  readonly zone: string;
  /** A line dated later is unreadable. */
  readonly latest: number;
}

/** What was counted of lines: the targets of each hour by its start, epoch milliseconds, and the lines. */
export interface HourCounts {
  readonly hours: ReadonlyMap<number, HourBucket>;
  readonly lines: Pick<LineCounts, 'lines' | 'unreadable'>;
}

const NOTHING_KEPT: PartState = { row: () => undefined, rows: () => [], blobs: () => [] };

/**
 * Counts the lines of blocks, each as if nothing stood before it. Throws FILE_UNREADABLE where the place of a block cannot be
 * read.
 */
export function blockCounter({ format: type, zone, latest }: BlockOptions): (block: Block) => HourCounts {
  const format = LINE_FORMATS.find((each) => each.type === type)!;
  let parser: Parser | undefined;
  const parserFrom = (reference: number): Parser => {
    if (parser?.renew) parser.renew({ zone, reference });
    else parser = format.create({ zone, reference });
    return parser;
  };
  return ({ lines, reference, end }) => {
    const targets = targetCounter({ source: '', zone: zoneOf(zone) }, NOTHING_KEPT);
    const aggregator = combined(lineCounter(NOTHING_KEPT), [targets]);
    const sink = sinkUntil(() => latest, aggregator.sink);
    const parser = parserFrom(reference);
    if (lines instanceof Uint8Array) parser.push(lines, sink);
    else readPlace(lines, parser.room, (chunk) => parser.push(chunk, sink));
    if (end) parser.end(sink);
    const rows = [...targets.drain(undefined).rows].filter(([key]) => Number.isFinite(Number(key)));
    return {
      hours: new Map(rows.map(([key, data]) => [Number(key), unpackBucket(data as Json)])),
      lines: aggregator.counts(),
    };
  };
}

/** Hands over what stands in a place, in one memory again and again: in `room`, if there is one. */
function readPlace(
  { path, from, to, tail }: FilePlace,
  room: Uint8Array | undefined,
  use: (chunk: Uint8Array) => void,
): void {
  const file = readable(path, () => openSync(path, 'r'));
  try {
    const read = (memory: Uint8Array, at: number) => readable(path, () => readSync(file, memory, 0, memory.length, at));
    const memory = room ?? Buffer.allocUnsafeSlow(Math.min(CHUNK, to - from));
    for (let at = from; at < to; ) {
      const length = read(memory.subarray(0, to - at), at);
      if (length === 0) break;
      use(memory.subarray(0, length));
      at += length;
    }
    const last = Buffer.alloc(Math.min(TAIL, to));
    if (read(last, to - last.length) < last.length || tailHash(last) !== tail) {
      throw new PresageError(
        'FILE_UNREADABLE',
        `${path}: it was replaced or written anew while it was read; read it again`,
      );
    }
  } finally {
    closeSync(file);
  }
}

/** What is asked of a file; its errors name the file. */
function readable<T>(path: string, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** The sum of what was counted of several blocks, in their order. */
export function addCounts(blocks: readonly HourCounts[]): HourCounts {
  const hours = new Map<number, HourBucket>();
  const unreadable: Record<string, number> = {};
  let lines = 0;
  for (const block of blocks) {
    for (const [start, bucket] of block.hours) {
      const sum = hours.get(start);
      if (sum) addBucket(sum, bucket);
      else hours.set(start, { ...bucket });
    }
    for (const [why, count] of Object.entries(block.lines.unreadable)) unreadable[why] = (unreadable[why] ?? 0) + count;
    lines += block.lines.lines;
  }
  return { hours: new Map([...hours].sort(([a], [b]) => a - b)), lines: { lines, unreadable } };
}
