import { appendFileSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogPiece } from '../../model/contracts/log-reader.ts';
import { folder } from '../../test/followed-files.ts';
import { importFiles } from './import.ts';

const never = new AbortController().signal;
const NOTHING_READ = { get: () => undefined };

/** The pieces of a file that is read, or of which only places are told. */
async function piecesOf(path: string, placeLength?: number): Promise<LogPiece[]> {
  const pieces: LogPiece[] = [];
  const take = async (piece: LogPiece) => void pieces.push({ ...piece, bytes: Buffer.from(piece.bytes) });
  await importFiles([path], NOTHING_READ, placeLength === undefined ? {} : { placeLength }).read(
    take,
    async () => {},
    never,
  );
  return pieces;
}

function writeOld(path: string, content: string): void {
  writeFileSync(path, content);
  utimesSync(path, 1000, 1000);
}

test('places follow each other, end with lines, and lead to where reading leads', async () => {
  const path = join(folder(), 'a.log');
  const lines = fc.array(fc.string({ maxLength: 30, unit: 'grapheme-ascii' }), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(lines, fc.integer({ min: 1, max: 200 }), async (texts, length) => {
      const content = texts.join('\n');
      writeOld(path, content);
      const read = await piecesOf(path);
      const places = await piecesOf(path, length);
      const told = places.map(({ place }) => content.slice(place!.from, place!.to));
      expect(told.join('')).toBe(content);
      for (const text of told.slice(0, -1)) expect(text.endsWith('\n')).toBe(true);
      expect(places.map(({ position }) => position.offset)).toEqual(places.map(({ place }) => place!.to));
      expect(places.map(({ end }) => end)).toEqual(places.map((_, index) => index === places.length - 1));
      expect(places.at(-1)?.position).toEqual(read.at(-1)?.position);
    }),
    { numRuns: 200 },
  );
});

test('a place is longer only for a longer line', async () => {
  const path = join(folder(), 'a.log');
  writeOld(path, `${'x'.repeat(250_000)}\n${'short\n'.repeat(1000)}`);
  const lengths = (await piecesOf(path, 2000)).map(({ place }) => place!.to - place!.from);
  expect(lengths[0]).toBeGreaterThanOrEqual(250_001);
  expect(lengths[0]).toBeLessThan(252_001);
  expect(Math.max(...lengths.slice(1))).toBeLessThanOrEqual(2000);
  expect(lengths.slice(1, -1).every((length) => length === 1998)).toBe(true);
});

test('a hole longer than many places is looked through once', async () => {
  const path = join(folder(), 'a.log');
  writeOld(path, 'a line\n');
  truncateSync(path, 200_000_000);
  appendFileSync(path, '\nmore\n');
  utimesSync(path, 1000, 1000);
  const places = await piecesOf(path, 1_000_000);
  expect(places.map(({ place }) => place!.to)).toEqual([7, 200_000_006]);
}, 20_000);

test('half a last line of a file that is still written to is in no place', async () => {
  const path = join(folder(), 'a.log');
  writeFileSync(path, 'one\ntwo\nthr');
  const text = (pieces: readonly LogPiece[]) =>
    pieces.map(({ place }) => readFileSync(path, 'latin1').slice(place!.from, place!.to)).join('');
  expect(text(await piecesOf(path, 5))).toBe('one\ntwo\n');
  appendFileSync(path, 'ee\n');
  const places = await piecesOf(path, 5);
  expect(text(places)).toBe('one\ntwo\nthree\n');
  expect(places.some(({ end }) => end)).toBe(false);
});

test('a file that is written anew meanwhile is told no further', async () => {
  const path = join(folder(), 'a.log');
  writeOld(path, 'a line of the first content\n'.repeat(100));
  const taken: LogPiece[] = [];
  const reader = importFiles([path], NOTHING_READ, { placeLength: 300 });
  const take = async (piece: LogPiece) => {
    taken.push(piece);
    writeFileSync(path, 'another line of another one\n'.repeat(100));
  };
  await reader.read(take, async () => {}, never);
  expect(taken).toHaveLength(1);
});
