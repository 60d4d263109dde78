import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogPiece, LogReader } from '../model/contracts/log-reader.ts';
import type { LogPosition } from '../model/contracts/log-state.ts';

/** A new folder for log files. */
export const folder = () => mkdtempSync(join(tmpdir(), 'presage-tail-'));

/** A line that bears a number. */
export const line = (number: number) => `${String(number).padStart(8, '0')} ${'x'.repeat(40 + (number % 50))}\n`;

/** The lines of these numbers. */
export const text = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => line(from + index)).join('');

/** What a reader gives, and positions that move as the pieces are taken in. */
export function collector() {
  const positions = new Map<string, LogPosition>();
  const pieces: LogPiece[] = [];
  let bytes = '';
  return {
    positions: { get: (name: string) => positions.get(name), positions: () => [...positions.values()] },
    pieces,
    text: () => bytes,
    /** The numbers of the lines, in their order; what is no such line is passed over. */
    numbers: () =>
      bytes
        .split('\n')
        .filter((row) => /^\d{8} x+$/.test(row))
        .map((row) => Number(row.slice(0, 8))),
    async take(piece: LogPiece) {
      pieces.push(piece);
      bytes += Buffer.from(piece.bytes).toString('latin1');
      positions.set(piece.position.fingerprint, JSON.parse(JSON.stringify({ ...piece.position, clock: undefined })));
    },
  };
}

export type Collector = ReturnType<typeof collector>;

/** Reads all that there is. */
export const readAll = (reader: LogReader, into: Collector) =>
  reader.read(into.take, async () => {}, new AbortController().signal);

/**
 * Runs steps while a reader reads, each after it has read all that there is, and reads until nothing new comes for `patience`
 * milliseconds after the last one.
 */
export async function readBetween(
  reader: LogReader,
  into: Collector,
  steps: readonly (() => void)[],
  patience = 0,
): Promise<void> {
  const stop = new AbortController();
  const left = [...steps];
  let since = 0;
  const idle = async () => {
    const now = performance.now();
    if (left.length > 0) {
      left.shift()!();
      since = now;
    } else if (now - since >= patience) stop.abort();
  };
  const take = async (piece: LogPiece) => {
    since = performance.now();
    await into.take(piece);
  };
  await reader.read(take, idle, stop.signal);
}
