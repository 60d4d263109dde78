import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sharedPath } from '../../test/needs.ts';
import { LIST_NAMES, listsOf, type TrueLists } from '../../test/radius-lists.ts';

const generator = sharedPath('tools/radius-log-generator.js');

/** A generated log, and by hour on the wall its true lists. */
function generate(...options: string[]): { bytes: Buffer; lists: TrueLists } {
  const folder = mkdtempSync(join(tmpdir(), 'presage-subscribers-'));
  try {
    const [log, truth] = [join(folder, 'radius.log'), join(folder, 'truth.json')];
    execFileSync(process.execPath, [generator!, '--out', log, '--truth', truth, ...options], { stdio: 'ignore' });
    return { bytes: readFileSync(log), lists: JSON.parse(readFileSync(truth, 'utf8')).lists };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf(!generator)('the lists of a generated log', () => {
  test.each([
    ['clean', 1, 1, []],
    ['dirty', 2, 40, ['--dirty', '0.01']],
    ['over many hours', 3, 40, ['--subs', '1500']],
  ] as const)(
    '%s: every list of every hour is the truth',
    (_kind, seed, pieces, options) => {
      const { bytes, lists } = generate('--lines', '120000', '--subs', '6000', '--seed', String(seed), ...options);
      const found = listsOf(bytes, pieces);
      expect(Object.keys(lists).length).toBeGreaterThan(3);
      expect(new Set(Object.values(lists).flatMap((hour) => Object.keys(hour)))).toEqual(new Set(LIST_NAMES));
      expect(found).toEqual({ lists, uncounted: 0 });
    },
    120_000,
  );
});
