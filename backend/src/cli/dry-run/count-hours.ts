import { setImmediate as breathe } from 'node:timers/promises';
import type { LogPiece, LogReader } from '../../model/contracts/log-reader.ts';
import type { LogFormat } from '../../model/contracts/parser.ts';
import { HOUR } from '../../model/targets.ts';
import { type Zone, zone as zoneOf } from '../../model/zone.ts';
import { addCounts, type Block, type BlockOptions, blockCounter, type HourCounts } from './block.ts';
import { blockMemory } from './block-memory.ts';
import { type BlockThreads, startThreads } from './threads.ts';

/** Octets that are counted together. */
export const BLOCK = 16_777_216;
const LINE_FEED = 10;
/** Dates without a year that lie no further apart get the same years wherever reading begins. */
const ONE_YEAR_FOR_SURE = 150 * 24 * HOUR;
/** Clocks that change near an hour may repeat it. */
const NEAR = 4 * HOUR;

/**
 * Counts the targets of each hour of what a reader hands over, in blocks, of long files in so many threads. The result is that
 * of reading in order, whatever the number of threads; undefined where only reading in order can tell years and repeated hours
 * apart. `progress` is told the lines so far. Rejects with the errors of the reader, and with FILE_UNREADABLE as soon as a place
 * that it tells cannot be read.
 */
export async function countHours(options: {
  reader: LogReader;
  format: LogFormat;
  zone: string;
  latest: number;
  threads: number;
  /** Octets that are counted together. */
  blockSize?: number;
  progress: (lines: number) => void;
}): Promise<HourCounts | undefined> {
  const { reader, format, zone, latest, blockSize = BLOCK } = options;
  const blockOptions: BlockOptions = { format: format.type, zone, latest };
  const counted: Promise<HourCounts>[] = [];
  const countHere = blockCounter(blockOptions);
  let threads: BlockThreads | undefined;
  let failure: { readonly error: unknown } | undefined;
  let lines = 0;
  const memory = blockMemory(blockSize);
  let last: LogPiece | undefined;

  const count = async (block: Block): Promise<HourCounts> => {
    // This thread counts too, while all others have enough to do.
    const counted = threads?.hasTime() ? await threads.count(block) : { counts: countHere(block), lines: block.lines };
    if (counted.lines instanceof Uint8Array) memory.giveBack(counted.lines);
    lines += counted.counts.lines.lines;
    options.progress(lines);
    return counted.counts;
  };
  const give = async (block: Block, isLong: boolean) => {
    if (isLong && options.threads > 1) threads ??= startThreads(options.threads - 1, blockOptions);
    const told = count(block);
    told.catch((error: unknown) => {
      failure ??= { error };
    });
    counted.push(told);
    // What threads have counted is heard of here.
    await breathe();
    if (failure) throw failure.error;
  };
  const referenceOf = ({ head, modified }: LogPiece) => format.reference(head, zone) ?? modified;
  const flush = async () => {
    if (!last) return;
    const block = { lines: memory.take(), reference: referenceOf(last), end: last.end };
    last = undefined;
    await give(block, block.lines.length >= blockSize);
  };
  const take = async (piece: LogPiece) => {
    if (last && last.position.fingerprint !== piece.position.fingerprint) await flush();
    if (piece.place) {
      const { from, to } = piece.place;
      await give({ lines: piece.place, reference: referenceOf(piece), end: piece.end }, to - from > blockSize / 2);
      return;
    }
    memory.add(piece.bytes);
    last = piece;
    const whole = piece.bytes.at(-1) === LINE_FEED;
    if (piece.end || (memory.size >= blockSize && whole)) await flush();
  };
  try {
    await reader.read(take, flush, new AbortController().signal);
    const sum = addCounts(await Promise.all(counted));
    return isSure([...sum.hours.keys()], zoneOf(zone)) ? sum : undefined;
  } finally {
    await threads?.close();
  }
}

/** True where the dates of these hours are the same wherever reading began. */
function isSure(hours: readonly number[], zone: Zone): boolean {
  const [first = 0, last = first] = [hours[0], hours.at(-1)];
  if (last - first > ONE_YEAR_FOR_SURE) return false;
  const offsets = hours.flatMap((start) => [zone.offset(start - NEAR), zone.offset(start + NEAR)]);
  return new Set(offsets).size <= 1;
}
