import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sharedPath } from '../test/needs.ts';
import { differences, type TrueHour, targetsOf } from '../test/radius-truth.ts';

const generator = sharedPath('tools/radius-log-generator.js');

/** A generated log with its truth; the times of the truth are those of the wall. */
function generate(seed: number, dirty: number) {
  const folder = mkdtempSync(join(tmpdir(), 'presage-truth-'));
  try {
    const [log, truth] = [join(folder, 'radius.log'), join(folder, 'truth.json')];
    const options = ['--lines', '100000', '--subs', '3000', '--seed', `${seed}`, '--dirty', `${dirty}`];
    execFileSync(process.execPath, [generator!, '--out', log, '--truth', truth, ...options], { stdio: 'ignore' });
    const { hours, lines } = JSON.parse(readFileSync(truth, 'utf8')) as {
      hours: Record<string, TrueHour>;
      lines: number;
    };
    return { bytes: readFileSync(log), hours, lines };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf(!generator)('a generated log', () => {
  test.each([
    [3, 0],
    [4, 0],
    [3, 0.01],
    [5, 0.01],
  ])(
    'seed %d, share of damaged lines %d: every hour is the truth',
    (seed, dirty) => {
      const { bytes, hours: truth, lines } = generate(seed, dirty);
      const { hours, counts } = targetsOf(bytes);
      expect(Object.keys(truth).length).toBeGreaterThan(3);
      expect(differences(hours, truth)).toEqual([]);
      expect(counts.lines).toBe(lines);
      const unreadable = Object.values(counts.unreadable).reduce((sum, count) => sum + count, 0);
      if (dirty === 0) expect(unreadable).toBe(0);
      else {
        // One line in a hundred is damaged; one kind of damage in seven, the CR, leaves it readable. Within five deviations.
        expect(Math.abs(unreadable - (lines * 0.01 * 6) / 7)).toBeLessThan(150);
        const reasons = ['NUL byte', 'cut short', 'empty', 'foreign text', 'text after the end'];
        expect(Object.keys(counts.unreadable).toSorted()).toEqual(reasons);
      }
    },
    60_000,
  );
});
