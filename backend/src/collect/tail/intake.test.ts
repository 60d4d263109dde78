import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { LogPiece } from '../../model/contracts/log-reader.ts';
import type { LogPosition } from '../../model/contracts/log-state.ts';
import { tailFiles } from './tail.ts';

const text = (name: string, lines: number) => `${name} ${'x'.repeat(92)}\n`.repeat(lines);

test('how far each file has been read is known, and what is unread', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'presage-intake-'));
  const path = (name: string) => join(folder, name);
  writeFileSync(path('radius.log'), `${text('plain', 100)}half a line`);
  writeFileSync(path('radius.log.1.gz'), gzipSync(text('older', 50)));
  const positions = new Map<string, LogPosition>();
  const reader = tailFiles({
    ...{ patterns: [path('radius.log*')], pollPeriod: 20, onProblem() {} },
    positions: { get: (print) => positions.get(print), positions: () => [...positions.values()] },
  });
  const take = async ({ position }: LogPiece) =>
    void positions.set(position.fingerprint, { ...position, clock: undefined });
  let turns = 0;
  const ending = new AbortController();
  const plain = text('plain', 100).length;
  await reader.read(
    take,
    async () => {
      turns++;
      if (turns === 1) appendFileSync(path('radius.log'), ' and more');
      if (turns < 4) return;
      expect(reader.intake!()).toEqual({
        files: expect.arrayContaining([
          { path: path('radius.log'), offset: plain, size: plain + 'half a line and more'.length },
          { path: path('radius.log.1.gz'), offset: text('older', 50).length, size: text('older', 50).length },
        ]),
        unread: 'half a line and more'.length,
      });
      ending.abort();
    },
    ending.signal,
  );
  rmSync(folder, { recursive: true });
  expect(turns).toBe(4);
});
