import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importFiles } from '../../collect/tail/import.ts';
import { PresageError } from '../../errors.ts';
import type { LogPiece, LogReader } from '../../model/contracts/log-reader.ts';
import { billingRadius } from '../../parse/billing-radius/billing-radius.ts';
import { mutated } from '../../parse/billing-radius/mutations.ts';
import { sampleLines } from '../../parse/billing-radius/samples.ts';
import { aliveLine } from '../../test/billing-lines.ts';
import { folder } from '../../test/followed-files.ts';
import { blockCounter } from './block.ts';
import { countHours } from './count-hours.ts';

const T0 = Date.parse('2026-11-20T10:00:00Z');
const MINUTE = 60_000;
const LATEST = T0 + 1e12;
/** Octets of blocks for which threads are started, where places are as long. */
const LONG = 100_000;

/** A reader of one file in pieces of so many lines. */
function readerOf(lines: readonly string[], { linesAtOnce = 3, modified = T0 } = {}): LogReader {
  return {
    async read(take, idle) {
      const head = Buffer.from(lines.slice(0, 20).join(''), 'latin1');
      const piece = (bytes: Buffer, end: boolean): LogPiece => ({
        ...{ bytes, head, modified, end },
        position: { fingerprint: 'a', path: 'a', offset: 0 },
      });
      for (let at = 0; at < lines.length; at += linesAtOnce) {
        await take(piece(Buffer.from(lines.slice(at, at + linesAtOnce).join(''), 'latin1'), false));
      }
      await take(piece(Buffer.alloc(0), true));
      await idle();
    },
  };
}

const count = (lines: readonly string[], threads: number, { zone = 'UTC', modified = T0, blockSize = 2000 } = {}) =>
  countHours({
    reader: readerOf(lines, { modified }),
    ...{ format: billingRadius, zone, latest: LATEST, threads, blockSize, progress: () => {} },
  });

describe('hours that are counted in blocks', () => {
  test('are those of reading in order, whatever the damage', async () => {
    const line = fc
      .tuple(fc.constantFrom(...sampleLines), fc.boolean(), fc.infiniteStream(fc.nat()))
      .map(([whole, isDamaged, numbers]) =>
        isDamaged ? mutated(whole, (limit) => numbers.next().value! % limit) : whole,
      );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 60 }), async (found) => {
        const lines = found.map((text) => `${text}\n`);
        const bytes = Buffer.from(lines.join(''), 'latin1');
        const reference = billingRadius.reference(Buffer.from(lines.slice(0, 20).join(''), 'latin1'), 'UTC') ?? T0;
        const options = { format: billingRadius.type, zone: 'UTC', latest: LATEST };
        const inOrder = blockCounter(options)({ lines: bytes, reference, end: true });
        const counted = await count(lines, 1);
        // Damage to dates may leave it to reading in order.
        if (!counted) return;
        expect(counted.lines).toEqual({ lines: inOrder.lines.lines, unreadable: inOrder.lines.unreadable });
        expect([...counted.hours.keys()]).toEqual([...inOrder.hours.keys()].toSorted((a, b) => a - b));
        for (const [start, { delaySum, ...bucket }] of counted.hours) {
          const { delaySum: expected, ...rest } = inOrder.hours.get(start)!;
          expect(bucket).toEqual(rest);
          expect(delaySum).toBeCloseTo(expected, 9);
        }
      }),
    );
  });

  test('are the same in any number of threads', async () => {
    const lines = Array.from({ length: 3000 }, (_, index) =>
      aliveLine(T0 + index * MINUTE, 'UTC', { input: index ** 3, delay: (0.1 + index / 7e4).toFixed(6) }),
    );
    const alone = await count(lines, 1);
    expect(alone?.lines).toEqual({ lines: 3000, unreadable: {} });
    expect(alone?.hours.size).toBe(50);
    for (const threads of [2, 3]) expect(await count(lines, threads)).toEqual(alone);
  });

  test('are the same where blocks are read from their places', async () => {
    const path = join(folder(), 'radius.log');
    const lines = Array.from({ length: 3000 }, (_, index) =>
      aliveLine(T0 + index * MINUTE, 'UTC', { input: index ** 3 }),
    );
    writeFileSync(path, lines.join(''));
    utimesSync(path, T0 / 1000, T0 / 1000);
    const inPlaces = (threads: number) =>
      countHours({
        reader: importFiles([path], { get: () => undefined }, { placeLength: LONG }),
        ...{ format: billingRadius, zone: 'UTC', latest: LATEST, threads, blockSize: LONG, progress: () => {} },
      });
    const read = await count(lines, 1);
    expect(await inPlaces(1)).toEqual(read);
    expect(await inPlaces(2)).toEqual(read);
  });

  test('of a file that is gone meanwhile are an error that names it, in threads too', async () => {
    const place = { path: join(folder(), 'gone.log'), from: 0, to: 100, tail: '' };
    const gone: LogReader = {
      async read(take) {
        const position = { fingerprint: 'a', path: place.path, offset: 100 };
        await take({ bytes: Buffer.alloc(0), place, position, head: Buffer.alloc(0), modified: T0, end: false });
      },
    };
    for (const threads of [1, 2]) {
      const counting = countHours({
        ...{ reader: gone, format: billingRadius, zone: 'UTC', latest: LATEST, threads, blockSize: 100, progress() {} },
      });
      const fault = await counting.catch((error: unknown) => error);
      // As the command line tells it from a fault of the program.
      expect(fault).toBeInstanceOf(PresageError);
      expect(fault).toMatchObject({
        code: 'FILE_UNREADABLE',
        message: expect.stringContaining('gone.log'),
      });
    }
  });

  test('of a file that is replaced or written anew meanwhile are an error that says so', async () => {
    const lines = Array.from({ length: 1000 }, (_, index) => aliveLine(T0 + index * MINUTE, 'UTC'));
    for (const threads of [1, 2]) {
      const path = join(folder(), 'radius.log');
      writeFileSync(path, lines.join(''));
      const files = importFiles([path], { get: () => undefined }, { placeLength: LONG });
      const reader: LogReader = {
        read: (take, idle, signal) =>
          files.read(
            (piece) => {
              writeFileSync(path, 'another line\n'.repeat(50_000));
              return take(piece);
            },
            idle,
            signal,
          ),
      };
      const counting = countHours({
        ...{ reader, format: billingRadius, zone: 'UTC', latest: LATEST, threads, blockSize: LONG, progress() {} },
      });
      const fault = await counting.catch((error: unknown) => error);
      expect(fault).toBeInstanceOf(PresageError);
      expect(fault).toMatchObject({
        code: 'FILE_UNREADABLE',
        message: expect.stringContaining('radius.log: it was replaced or written anew'),
      });
    }
  });

  test('of a log in which clocks are put back are left to reading in order', async () => {
    const near = Date.parse('2026-10-25T00:30:00Z');
    expect(await count([aliveLine(near, 'Europe/Berlin')], 1, { zone: 'Europe/Berlin', modified: near })).toBe(
      undefined,
    );
    expect(await count([aliveLine(near, 'UTC')], 1, { modified: near })).toBeDefined();
  });

  test('of dates so far apart that their years depend on the lines between are left to it too', async () => {
    const lines = [aliveLine(T0, 'UTC'), aliveLine(T0 + 200 * 24 * 60 * MINUTE, 'UTC')];
    expect(await count(lines, 1)).toBe(undefined);
  });
});
